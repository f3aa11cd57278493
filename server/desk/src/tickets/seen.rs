//! Read receipts: how far a person has seen a ticket. A message is seen when it was on their screen, not when its page was asked for.
//!
//! Invariant: showing a ticket marks nothing. The page's script tells how far somebody has seen it; without scripts the
//! page asks for `/tickets/N/seen` as for a style sheet. Acting on a ticket doesn't mark what others said
//! (`tickets::acted`).

use super::read_state::seen_until;
use crate::actor::Person;
use crate::events::event::{self, Column as E};
use crate::events::names;
use crate::messages;
use crate::scope::{find, message, ticket};
use crate::{Desk, Result, run_detached};
use domain::events::Kind;
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement};

/// Messages that may have been taken back before the first one that still stands.
const LOOKED_AT: u64 = 50;

/// The person has seen the conversation up to this message, and with it what happened before the next one of somebody else. One
/// that is not there for them, as it was taken back, changes nothing.
///
/// # Errors
/// `NotFound` for a ticket that they may not see.
pub async fn mark_seen(desk: &Desk, person: &Person, number: &str, message: &str) -> Result<()> {
    let db = desk.db().read();
    let found = find(db, person, number).await?;
    let seen = messages::of_ticket(db, found.id, message).await?;
    let Some(seen) = seen.filter(|message| !message.note || person.is_staff()) else { return Ok(()) };
    let position = read_position(desk, person, found.id).await?;
    let until = match messages::next_of_others(desk, person, &seen).await? {
        Some(next) => event_before(desk, &next).await?,
        None => newest_event(person, &found).max(position.news.unwrap_or_default()),
    };
    let is_known = position.seen.is_some_and(|seen| seen >= until);
    if is_known && position.news.is_none_or(|news| news > until) {
        return Ok(());
    }
    let (desk, person, ticket_id, number) = (desk.clone(), person.clone(), found.id, found.number);
    run_detached(async move {
        let person = &person;
        desk.write(person, |w| async move { seen_until(&w, person, ticket_id, until).await }).await?;
        desk.live().was_read(person.id, Some(number));
        Ok(())
    })
    .await
}

#[derive(FromQueryResult)]
struct ReadPositionRow {
    seen: Option<i64>,
    /// The newest event of an unread entry of theirs.
    news: Option<i64>,
}

async fn read_position(desk: &Desk, person: &Person, ticket_id: i64) -> Result<ReadPositionRow> {
    let sql = "SELECT (SELECT r.event_id FROM read_cursors r WHERE r.ticket_id = $1 AND r.user_id = $2) AS seen, \
        (SELECT a.last_event FROM activities a WHERE a.ticket_id = $1 AND a.user_id = $2 AND a.unread) AS news";
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [ticket_id.into(), person.id.into()]);
    let position = ReadPositionRow::find_by_statement(query).one(desk.db().read()).await?;
    Ok(position.unwrap_or(ReadPositionRow { seen: None, news: None }))
}

/// The newest event of the ticket that the person is told of.
pub(super) fn newest_event(person: &Person, found: &ticket::Model) -> i64 {
    if person.is_staff() { found.last_event } else { found.last_public_event }
}

/// The position of whoever has seen everything before this message.
async fn event_before(desk: &Desk, message: &message::Model) -> Result<i64> {
    let of_ticket = || event::Entity::find().filter(E::TicketId.eq(message.ticket_id));
    let then = of_ticket().filter(E::At.eq(message.created_at)).filter(E::Kind.is_in(names(Kind::says)));
    let then = then.all(desk.db().read()).await?;
    if let Some(said) = then.iter().find(|event| message_of(event).as_ref() == Some(&message.public_id)) {
        return Ok(said.id - 1);
    }
    let earlier = of_ticket().filter(E::At.lt(message.created_at)).order_by_desc(E::At).order_by_desc(E::Id);
    Ok(earlier.one(desk.db().read()).await?.map_or(0, |event| event.id))
}

/// The oldest message of somebody else after what the person has seen.
pub(super) async fn first_unseen(
    desk: &Desk,
    person: &Person,
    ticket_id: i64,
    seen: i64,
) -> Result<Option<message::Model>> {
    let of_others = Condition::any().add(E::ActorId.is_null()).add(E::ActorId.ne(person.id));
    let mut said = event::Entity::find()
        .filter(E::TicketId.eq(ticket_id))
        .filter(E::Id.gt(seen))
        .filter(E::Kind.is_in(names(Kind::says)))
        .filter(of_others);
    if !person.is_staff() {
        said = said.filter(E::Public.eq(true));
    }
    // In the order of the index on a ticket's events.
    let said = said.order_by_asc(E::At).order_by_asc(E::Id).limit(LOOKED_AT).all(desk.db().read()).await?;
    let ids: Vec<String> = said.iter().filter_map(message_of).collect();
    if ids.is_empty() {
        return Ok(None);
    }
    let mut standing = messages::of_these(desk, person, ticket_id, &ids).await?;
    standing.sort_by_key(|message| (message.created_at, message.id));
    Ok(standing.into_iter().next())
}

fn message_of(event: &event::Model) -> Option<String> {
    event.read()?.message().map(str::to_owned)
}
