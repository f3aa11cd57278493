//! The person behind the session's cookie, with the product's two queries.

use super::desk::{Desk, Reach};
use super::question::Question;
use crate::error::{Error, Result};
use axum::http::{HeaderMap, header};
use jiff::{Timestamp, tz::TimeZone};
use sha2::{Digest, Sha256};

pub struct Who {
    pub id: i64,
    pub is_staff: bool,
    pub zone: TimeZone,
    /// A customer's company; the demo's people have one.
    pub company: Option<i64>,
    pub reach: Reach,
}

const FIND: &str = "SELECT s.user_id, s.used_at, s.lasting, u.name, u.username, u.email, u.time_zone, u.role_id, \
    u.list_columns, u.list_search, (SELECT next_value FROM sequences WHERE name = 'catalogue') AS version \
    FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = ";

const BELONGINGS: &str = "SELECT m.company_id, c.slug, c.name, c.sharing, m.role_id, m.sees_company, p.id AS plan_id, \
    t.id AS seat_id, a.name AS account_manager FROM memberships m JOIN companies c ON c.id = m.company_id \
    LEFT JOIN plans p ON p.company_id = c.id AND p.product IS NULL \
    LEFT JOIN seats t ON t.plan_id = p.id AND t.user_id = m.user_id \
    LEFT JOIN users a ON a.id = c.account_manager_id WHERE m.user_id = ";

/// How a token, or where somebody has signed in from, stands in the database.
pub fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

impl Who {
    /// # Errors
    /// When nobody is signed in.
    pub async fn find(desk: &Desk, headers: &HeaderMap) -> Result<Self> {
        let cookie = headers.get(header::COOKIE).and_then(|value| value.to_str().ok()?.strip_prefix("portico="));
        let token = cookie.ok_or_else(|| Error::new("nobody is signed in"))?;
        let mut find = Question::of(FIND);
        find.bind(hash(token)).add(" AND s.expires_at > ");
        find.bind(Timestamp::now().as_millisecond()).add(" AND u.active");
        let row = find.one(&desk.db).await?.ok_or_else(|| Error::new("the session has ended"))?;
        let zone: String = row.try_get_by_index(6)?;
        let role: Option<i64> = row.try_get_by_index(7)?;
        let mut who = Self {
            id: row.try_get_by_index(0)?,
            is_staff: role.is_some(),
            zone: TimeZone::get(&zone).unwrap_or(TimeZone::UTC),
            company: None,
            reach: role.and_then(|role| desk.reaches.get(&role).cloned()).unwrap_or_default(),
        };
        if role.is_none() {
            who.join(desk).await?;
        }
        Ok(who)
    }

    async fn join(&mut self, desk: &Desk) -> Result<()> {
        let mut belongings = Question::of(BELONGINGS);
        belongings.bind(self.id).add(" ORDER BY c.name");
        let rows = belongings.all(&desk.db).await?;
        let row = rows.first().ok_or_else(|| Error::new("a customer without a company"))?;
        self.company = Some(row.try_get_by_index(0)?);
        self.reach = desk.reaches.get(&row.try_get_by_index(4)?).cloned().unwrap_or_default();
        Ok(())
    }

    /// Adds the conditions that the person may see the ticket.
    pub fn may_see(&self, question: &mut Question) {
        if let Some(company) = self.company {
            question.also().add("tickets.company_id = ").bind(company);
        }
        if let Some(queues) = &self.reach.queues {
            question.also().one_of("tickets.queue_id", queues);
        }
        if let Some(types) = &self.reach.types {
            question.also().one_of("tickets.type_id", types);
        }
        if self.sees_all() {
            question.also().add("TRUE");
        }
    }

    /// The product writes a condition for them, too.
    fn sees_all(&self) -> bool {
        self.company.is_none() && self.reach.queues.is_none() && self.reach.types.is_none()
    }
}
