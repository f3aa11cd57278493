//! Agent availability for chat: who is available, who is present, and the load and capacity of each.

use super::agents_only;
use crate::actor::{Person, picture};
use crate::write::Actor;
use crate::{Desk, Result, run_detached};
use domain::chat::{AgentStatus, AvailableAgent, CAPACITY, CAPACITY_MAX, PRESENT, Who};
use domain::events::chat::{Available, Event};
use domain::people::Name;
use domain::refusal::Because;
use domain::{Reason, Refusal};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

/// Agents who are looked at.
const TEAM_MAX: u64 = 200;

/// An agent who is present.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct TeamMember {
    pub user_id: i64,
    pub slug: String,
    pub name: String,
    role_id: i64,
    picture: Option<Vec<u8>>,
    capacity: i64,
    load: i64,
}

const TEAM: &str = "SELECT d.user_id, u.slug, u.name, u.role_id, u.picture, d.capacity, \
    (SELECT COUNT(*) FROM chats c WHERE c.agent_id = d.user_id AND c.stage = 'open') AS load \
    FROM chat_desk d JOIN users u ON u.id = d.user_id \
    WHERE d.available AND d.seen_at > $1 AND u.active AND u.role_id IS NOT NULL ORDER BY u.name, u.id";

/// Whoever is present, by name.
pub(super) async fn present(desk: &Desk) -> Result<Vec<TeamMember>> {
    let sql = format!("{TEAM} LIMIT {TEAM_MAX}");
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [(desk.now() - PRESENT).into()]);
    Ok(TeamMember::find_by_statement(query).all(desk.db().read()).await?)
}

impl TeamMember {
    /// Whether they may answer tickets of this queue and type.
    pub fn answers(&self, desk: &Desk, queue_id: i64, type_id: i64) -> bool {
        desk.catalogue().answers(Some(self.role_id), queue_id, type_id)
    }

    pub fn is_full(&self) -> bool {
        self.load >= self.capacity
    }

    pub fn into_available_agent(self) -> AvailableAgent {
        let name = Name { full: self.name, is_staff: true, picture: picture::address(self.picture) };
        let small = |count: i64| u8::try_from(count).unwrap_or(u8::MAX);
        AvailableAgent { who: Who { slug: self.slug, name }, load: small(self.load), capacity: small(self.capacity) }
    }
}

#[derive(FromQueryResult)]
struct AgentStatusRow {
    available: bool,
    capacity: i64,
    load: i64,
}

/// Availability, capacity and load of an agent. Who has never set it is not available.
pub(super) async fn agent_status(db: &impl ConnectionTrait, user_id: i64) -> Result<AgentStatus> {
    let sql = "SELECT COALESCE(d.available, FALSE) AS available, COALESCE(d.capacity, $2) AS capacity, \
        (SELECT COUNT(*) FROM chats c WHERE c.agent_id = u.id AND c.stage = 'open') AS load \
        FROM users u LEFT JOIN chat_desk d ON d.user_id = u.id WHERE u.id = $1";
    let values = [user_id.into(), i64::from(CAPACITY).into()];
    let own = AgentStatusRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values));
    let own = own.one(db).await?.ok_or(Refusal::NotFound)?;
    let small = |count: i64| u8::try_from(count).unwrap_or(u8::MAX);
    Ok(AgentStatus { available: own.available, capacity: small(own.capacity), load: small(own.load) })
}

/// The person has just done something at the chat. Makes their row where there is none, and keeps others out of it until the end.
pub(super) async fn mark_seen(db: &impl ConnectionTrait, user_id: i64, now: i64) -> Result<()> {
    let sql = "INSERT INTO chat_desk (user_id, available, capacity, seen_at) VALUES ($1, FALSE, $2, $3) \
        ON CONFLICT (user_id) DO UPDATE SET seen_at = excluded.seen_at WHERE chat_desk.seen_at < excluded.seen_at";
    let values = [user_id.into(), i64::from(CAPACITY).into(), now.into()];
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// Written no more often than this, in milliseconds.
const VIEWS_EVERY: i64 = 15_000;

/// Whoever looks at the inbox is there, also without a stream of events.
pub(super) async fn record_view(desk: &Desk, person: &Person) -> Result<()> {
    let now = desk.now();
    let own = format!("user_id = {} AND available AND seen_at < {}", person.id, now - VIEWS_EVERY);
    let due = Statement::from_string(desk.db().backend(), format!("SELECT 1 FROM chat_desk WHERE {own}"));
    if desk.db().read().query_one_raw(due).await?.is_none() {
        return Ok(());
    }
    let (desk, actor) = (desk.clone(), Actor::from(person));
    let sql = format!("UPDATE chat_desk SET seen_at = {now} WHERE {own}");
    run_detached(async move {
        let sql = &sql;
        desk.write(actor, |w| async move {
            w.execute_unprepared(sql).await?;
            Ok(())
        })
        .await
    })
    .await
}

/// An agent says whether they take chats, and how many at the same time. None leaves it as it is.
///
/// # Errors
/// `Forbidden` for customers and for those who only read; `Invalid`.
pub async fn available(desk: &Desk, person: &Person, available: Option<bool>, capacity: Option<i64>) -> Result<()> {
    agents_only(person)?;
    if !person.updates_anything() {
        return Err(Refusal::Forbidden(Because::ReadOnly).into());
    }
    match capacity {
        Some(capacity) if capacity < 1 => return Err(Refusal::field("capacity", Reason::TooSmall { min: 1 }).into()),
        Some(capacity) if capacity > i64::from(CAPACITY_MAX) => {
            return Err(Refusal::field("capacity", Reason::TooBig { max: CAPACITY_MAX.into() }).into());
        }
        _ => {}
    }
    desk.write(person, |w| async move {
        let now = w.now();
        mark_seen(&*w, person.id, now).await?;
        let before = agent_status(&*w, person.id).await?;
        let (available, capacity) = (available.unwrap_or(before.available), capacity.unwrap_or(before.capacity.into()));
        let sql = "UPDATE chat_desk SET available = $2, capacity = $3, seen_at = $4 WHERE user_id = $1";
        let values = [person.id.into(), available.into(), capacity.into(), now.into()];
        w.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
        if (available, capacity) != (before.available, before.capacity.into()) {
            let event = Event::Available(Available { available, capacity });
            w.record(w.new_event(event)).await?;
        }
        Ok(())
    })
    .await
}
