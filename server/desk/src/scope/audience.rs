//! The audience of a ticket: who sees it, by the rule that every query follows. Asked before something is said to them.
//!
//! Invariant: it says the same as `scope::visible`; a test tries everybody.

use super::{subscription, ticket};
use crate::actor::Person;
use crate::catalogue::{Catalogue, IdSet, Role};
use crate::{Error, Result};
use domain::people::Sharing;
use domain::tickets::{Audience, Involvement, TicketViewer};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement, Value};
use std::collections::HashSet;

/// People looked at on each side of the desk, and named of them.
const LOOKED_AT: i64 = 1_000;
const NAMED: usize = 100;

/// Whose ticket it is, as far as that decides who sees it.
pub(crate) struct AccessFields {
    /// None: it is still being written.
    pub ticket_id: Option<i64>,
    pub company_id: i64,
    pub reporter_id: i64,
    pub assignee_id: Option<i64>,
    /// None: not chosen yet, so whoever reads any counts.
    pub queue_id: Option<i64>,
    pub type_id: Option<i64>,
}

impl From<&ticket::Model> for AccessFields {
    fn from(ticket: &ticket::Model) -> Self {
        Self {
            ticket_id: Some(ticket.id),
            company_id: ticket.company_id,
            reporter_id: ticket.reporter_id,
            assignee_id: ticket.assignee_id,
            queue_id: Some(ticket.queue_id),
            type_id: Some(ticket.type_id),
        }
    }
}

/// Somebody who sees a ticket.
pub(crate) struct Viewer {
    pub id: i64,
    pub shown: TicketViewer,
}

#[derive(FromQueryResult)]
struct UserRow {
    id: i64,
    slug: String,
    name: String,
    role_id: i64,
}

#[derive(FromQueryResult)]
struct MemberRow {
    #[sea_orm(nested)]
    user: UserRow,
    sees_company: bool,
    sharing: String,
}

impl Viewer {
    fn new(user: UserRow, part: Involvement, followers: &HashSet<i64>) -> Self {
        let follows = followers.contains(&user.id);
        Self { id: user.id, shown: TicketViewer { slug: user.slug, name: user.name, part, follows } }
    }
}

/// Everybody who sees the ticket; with `slugs`, those of them who do.
pub(crate) async fn viewers(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    of: &AccessFields,
    slugs: Option<&[&str]>,
) -> Result<Vec<Viewer>> {
    if slugs.is_some_and(<[_]>::is_empty) {
        return Ok(Vec::new());
    }
    let followers = followers(db, of.ticket_id).await?;
    let mut found = members(db, catalogue, of, slugs, &followers).await?;
    found.extend(agents(db, catalogue, of, slugs, &followers).await?);
    Ok(found)
}

async fn followers(db: &impl ConnectionTrait, ticket_id: Option<i64>) -> Result<HashSet<i64>> {
    let Some(ticket_id) = ticket_id else { return Ok(HashSet::new()) };
    let here = subscription::Entity::find().filter(subscription::Column::TicketId.eq(ticket_id));
    Ok(here.all(db).await?.into_iter().map(|row| row.user_id).collect())
}

fn reads(role: &Role, of: &AccessFields) -> bool {
    let covers = |reach: &IdSet, id: Option<i64>| id.map_or(*reach != IdSet::default(), |id| reach.covers(id));
    covers(&role.rights.queues.read, of.queue_id) && covers(&role.rights.types.read, of.type_id)
}

fn role(catalogue: &Catalogue, id: i64) -> Result<&Role> {
    catalogue.roles.get(&id).ok_or_else(|| Error::broken(format!("role {id}")))
}

async fn members(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    of: &AccessFields,
    slugs: Option<&[&str]>,
    followers: &HashSet<i64>,
) -> Result<Vec<Viewer>> {
    let narrowed = among("u.slug", slugs);
    let sql = format!(
        "SELECT u.id, u.slug, u.name, m.role_id, m.sees_company, c.sharing FROM memberships m JOIN users u ON u.id = m.user_id \
         JOIN companies c ON c.id = m.company_id WHERE m.company_id = $1 AND u.active AND u.role_id IS NULL {narrowed} \
         ORDER BY u.name, u.id LIMIT {LOOKED_AT}"
    );
    let query = Statement::from_sql_and_values(db.get_database_backend(), sql, values(of.company_id.into(), slugs));
    let mut found = Vec::new();
    for MemberRow { user, sees_company, sharing } in MemberRow::find_by_statement(query).all(db).await? {
        let role = role(catalogue, user.role_id)?;
        let sharing = Sharing::parse(&sharing).ok_or_else(|| Error::broken("an unknown way of sharing"))?;
        let all = sharing.shows_all(role.sees_company, sees_company);
        if reads(role, of) && (all || user.id == of.reporter_id) {
            let part = if user.id == of.reporter_id { Involvement::Reporter } else { Involvement::Colleague };
            found.push(Viewer::new(user, part, followers));
        }
    }
    Ok(found)
}

async fn agents(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    of: &AccessFields,
    slugs: Option<&[&str]>,
    followers: &HashSet<i64>,
) -> Result<Vec<Viewer>> {
    let narrowed = among("slug", slugs);
    let sql = format!(
        "SELECT id, slug, name, role_id FROM users WHERE role_id IS NOT NULL AND active {narrowed} ORDER BY name, id LIMIT $1"
    );
    let query = Statement::from_sql_and_values(db.get_database_backend(), sql, values(LOOKED_AT.into(), slugs));
    let mut found = Vec::new();
    for user in UserRow::find_by_statement(query).all(db).await? {
        if reads(role(catalogue, user.role_id)?, of) {
            let part = if Some(user.id) == of.assignee_id { Involvement::Assignee } else { Involvement::Agent };
            found.push(Viewer::new(user, part, followers));
        }
    }
    Ok(found)
}

/// A condition for the parameters from the second on.
fn among(column: &str, slugs: Option<&[&str]>) -> String {
    let Some(slugs) = slugs else { return String::new() };
    let places: Vec<String> = (2..slugs.len() + 2).map(|place| format!("${place}")).collect();
    format!("AND {column} IN ({})", places.join(", "))
}

fn values(first: Value, slugs: Option<&[&str]>) -> Vec<Value> {
    std::iter::once(first).chain(slugs.into_iter().flatten().map(|slug| Value::from(*slug))).collect()
}

/// The same for a page: those who take part first, and no more names than somebody reads.
pub(crate) async fn audience(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    person: &Person,
    of: &AccessFields,
) -> Result<Audience> {
    let mut viewers: Vec<TicketViewer> =
        viewers(db, catalogue, of, None).await?.into_iter().map(|viewer| viewer.shown).collect();
    if !person.is_staff() {
        // To a customer an agent is a name: who follows may have written a private note.
        for agent in viewers.iter_mut().filter(|viewer| viewer.part.is_staff()) {
            agent.slug.clear();
            agent.follows = false;
        }
    }
    viewers.sort_by_key(|viewer| (viewer.part, !viewer.follows));
    let (mut agents, mut customers): (Vec<_>, Vec<_>) = viewers.into_iter().partition(|viewer| viewer.part.is_staff());
    let more = |people: &mut Vec<TicketViewer>| {
        let more = people.len().saturating_sub(NAMED);
        people.truncate(NAMED);
        more as u64
    };
    let (more_customers, more_agents) = (more(&mut customers), more(&mut agents));
    Ok(Audience { customers, more_customers, agents, more_agents })
}
