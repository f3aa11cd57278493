//! Agent inbox of chats: those that wait, one's own, and all that are not over.

use super::queue::WaitingQueues;
use super::state::{self, ChatState};
use super::{agents_only, team};
use crate::actor::Person;
use crate::format_time::format_time;
use crate::scope::{ticket, updatable};
use crate::{Desk, Result};
use domain::chat::{AgentInbox, COUNTED_MAX, ChatRow, LIST_MAX, Which};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, Statement,
};
use std::collections::HashMap;

/// Of waiting chats the page of all work shows the first few: the inbox has them all.
const WAITING_AT_WORK: u64 = 5;

/// One of the lists, and how many are in each.
///
/// # Errors
/// `Forbidden` for customers.
pub async fn inbox(desk: &Desk, person: &Person, list: Which) -> Result<AgentInbox> {
    agents_only(person)?;
    let mut counts = HashMap::new();
    let mut shown = Vec::new();
    for which in Which::ALL {
        let ids = ids(desk, person, which, u64::from(COUNTED_MAX) + 1).await?;
        counts.insert(which.as_str(), u16::try_from(ids.len()).unwrap_or(COUNTED_MAX));
        if which == list {
            shown = ids;
        }
    }
    shown.truncate(usize::try_from(LIST_MAX).unwrap_or(usize::MAX));
    team::record_view(desk, person).await?;
    let count = |which: Which| counts.get(which.as_str()).copied().unwrap_or_default();
    Ok(AgentInbox {
        me: team::agent_status(desk.db().read(), person.id).await?,
        list,
        rows: rows(desk, person, &shown).await?,
        waiting: count(Which::Waiting),
        mine: count(Which::Mine),
        all: count(Which::All),
        team: team::present(desk).await?.into_iter().map(team::TeamMember::into_available_agent).collect(),
    })
}

/// Chats that wait and that the person may accept, one past [`COUNTED_MAX`] at most; none for customers.
pub(crate) fn counting(person: &Person) -> Option<SelectStatement> {
    let answers = person.is_staff() && person.updates_anything();
    answers.then(|| select(person, Which::Waiting).limit(u64::from(COUNTED_MAX) + 1).into_query())
}

/// The person's own chats and those that wait for them, for the page where all their work is.
pub(crate) async fn at_work(desk: &Desk, person: &Person) -> Result<Vec<ChatRow>> {
    let mut shown = ids(desk, person, Which::Mine, LIST_MAX).await?;
    if person.updates_anything() {
        shown.extend(ids(desk, person, Which::Waiting, WAITING_AT_WORK).await?);
    }
    rows(desk, person, &shown).await
}

/// Numbers of those that have waited longest.
pub(super) async fn longest_waiting(desk: &Desk, person: &Person, limit: u64) -> Result<Vec<String>> {
    let ids = ids(desk, person, Which::Waiting, limit).await?;
    let states = state::load(desk, &ids).await?;
    let catalogue = desk.catalogue();
    let number =
        |id: &i64| states.iter().find(|state| state.ticket_id == *id).map(|state| catalogue.number(state.number));
    Ok(ids.iter().filter_map(number).collect())
}

async fn ids(desk: &Desk, person: &Person, which: Which, limit: u64) -> Result<Vec<i64>> {
    Ok(select(person, which).limit(limit).into_tuple().all(desk.db().read()).await?)
}

/// The statement of a list, for whoever looks at how it is found.
pub fn statement(person: &Person, which: Which) -> Select<ticket::Entity> {
    select(person, which).limit(LIST_MAX)
}

/// Chats whose ticket the person may answer. The stage stands in the words of the indexes.
fn select(person: &Person, which: Which) -> Select<ticket::Entity> {
    let of_ticket = ticket::Entity::belongs_to(super::chat::Entity)
        .from(ticket::Column::Id)
        .to(super::chat::Column::TicketId)
        .into();
    let found = ticket::Entity::find().select_only().column(ticket::Column::Id).join(JoinType::InnerJoin, of_ticket);
    let found = found.filter(updatable(person));
    let asked = |found: Select<ticket::Entity>| {
        found.order_by(super::chat::Column::AskedAt, Order::Asc).order_by(super::chat::Column::TicketId, Order::Asc)
    };
    match which {
        Which::Waiting => asked(found.filter(Expr::cust("chats.stage = 'waiting'"))),
        // Said of all of them, so that SQLite reads the index in that order.
        Which::All => asked(found.filter(Expr::cust("chats.stage <> 'ended' AND chats.asked_at > 0"))),
        Which::Mine => found
            .filter(Expr::cust("chats.stage = 'open'"))
            .filter(super::chat::Column::AgentId.eq(person.id))
            .order_by(super::chat::Column::SaidAt, Order::Desc),
    }
}

/// What was said last in a chat, and how far the reader has read.
#[derive(FromQueryResult)]
struct LastMessageRow {
    ticket_id: i64,
    last: Option<String>,
    seen: Option<i64>,
}

/// Characters of the last words.
const SHORT: usize = 140;

async fn last_messages(desk: &Desk, person: &Person, ids: &[i64]) -> Result<Vec<LastMessageRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT c.ticket_id, (SELECT SUBSTR(m.body, 1, 400) FROM messages m WHERE m.ticket_id = c.ticket_id AND m.note = FALSE \
         ORDER BY m.created_at DESC, m.id DESC LIMIT 1) AS last, \
         (SELECT r.event_id FROM read_cursors r WHERE r.ticket_id = c.ticket_id AND r.user_id = $1) AS seen \
         FROM chats c WHERE c.ticket_id IN ({})",
        state::listed(ids)
    );
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [person.id.into()]);
    Ok(LastMessageRow::find_by_statement(query).all(desk.db().read()).await?)
}

async fn rows(desk: &Desk, person: &Person, ids: &[i64]) -> Result<Vec<ChatRow>> {
    let states = state::load(desk, ids).await?;
    let words = last_messages(desk, person, ids).await?;
    let queues = WaitingQueues::read(desk, state::waiting_in(&states)).await?;
    let in_order = ids.iter().filter_map(|id| states.iter().find(|state| state.ticket_id == *id));
    in_order.map(|state| row(desk, person, state, &queues, &words)).collect()
}

fn row(
    desk: &Desk,
    person: &Person,
    state: &ChatState,
    queues: &WaitingQueues,
    words: &[LastMessageRow],
) -> Result<ChatRow> {
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let words = words.iter().find(|words| words.ticket_id == state.ticket_id);
    let last = words.and_then(|words| words.last.clone()).unwrap_or_default();
    let seen = words.and_then(|words| words.seen).unwrap_or_default();
    Ok(ChatRow {
        number: catalogue.number(state.number),
        subject: state.subject.clone(),
        customer: state.customer(),
        company: state.company.clone(),
        level: state.level.clone().unwrap_or_default(),
        queue: catalogue.queue(state.queue_id)?.path.clone(),
        asked: format_time(state.asked_at, now, &person.zone),
        agent: state.agent(),
        gone: state.is_gone(now),
        last: last.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHORT).collect(),
        unanswered: state.said_by_customer,
        unread: state.said_by_customer && seen < state.last_public_event,
        stage: state.stage(queues, now),
    })
}
