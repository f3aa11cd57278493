//! Read state of tickets: moving the read cursor of a person, whether by reading or by acting.

use super::seen::newest_event;
use crate::Result;
use crate::actor::Person;
use crate::db::Tx;
use crate::events::quoted;
use crate::scope::{read_cursor, ticket};
use crate::write::Write;
use domain::events::Kind;
use sea_orm::sea_query::{Expr, ExprTrait, LockType, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set, Statement};

/// The person has read the ticket up to this event. A page that was read earlier and arrives later takes nothing back.
pub(crate) async fn mark_read(w: &Write, user_id: i64, ticket_id: i64, event_id: i64) -> Result<()> {
    let row = read_cursor::ActiveModel { user_id: Set(user_id), ticket_id: Set(ticket_id), event_id: Set(event_id) };
    let key = [read_cursor::Column::UserId, read_cursor::Column::TicketId];
    let kept = Expr::col((read_cursor::Entity, read_cursor::Column::EventId));
    let further = OnConflict::columns(key)
        .update_column(read_cursor::Column::EventId)
        .action_and_where(kept.lt(Expr::col(("excluded", read_cursor::Column::EventId))))
        .to_owned();
    read_cursor::Entity::insert(row).on_conflict(further).exec_without_returning(&**w).await?;
    w.see_activity(user_id, ticket_id, event_id).await
}

/// The person has done something on the ticket, told last by `event`. What they do is never new to them, and what others have said
/// becomes no older by it: that is read when it was on their screen. `before` is the ticket as it stood, locked.
pub(crate) async fn acted(w: &Write, person: &Person, before: &ticket::Model, event: i64) -> Result<()> {
    let own = read_cursor::Entity::find()
        .filter(read_cursor::Column::UserId.eq(person.id))
        .filter(read_cursor::Column::TicketId.eq(before.id));
    // Kept still, so that what their page tells at this moment comes before or after.
    let seen = own.lock(LockType::NoKeyUpdate).one(&**w).await?.map_or(0, |cursor| cursor.event_id);
    // What was there before they came is not new to them.
    let was_here = person.was_here(before.company_id, before.reporter_id, before.changed_at);
    if was_here && has_unseen(w, person, before, seen).await? {
        return Ok(());
    }
    mark_read(w, person.id, before.id, event).await
}

/// The person has seen the ticket up to `until`, and with it what they have done themselves since.
pub(super) async fn seen_until(w: &Write, person: &Person, ticket_id: i64, until: i64) -> Result<()> {
    mark_read(w, person.id, ticket_id, until).await?;
    // Nobody else moves the cursor before the end of this write: see `acted`.
    let Some(found) = ticket::Entity::find_by_id(ticket_id).one(&**w).await? else { return Ok(()) };
    let last = newest_event(person, &found);
    if last > until && !has_unseen(w, person, &found, until).await? {
        mark_read(w, person.id, ticket_id, last).await?;
    }
    Ok(())
}

/// Whether somebody else has said something on the ticket after the event `seen` that still stands.
async fn has_unseen(tx: &Tx, person: &Person, ticket: &ticket::Model, seen: i64) -> Result<bool> {
    let last = newest_event(person, ticket);
    if seen >= last {
        return Ok(false);
    }
    let kinds = quoted(Kind::has_message);
    // A message is as old as the event that tells of it.
    let sql = format!(
        "SELECT 1 FROM events e WHERE e.ticket_id = $1 AND e.id > $2 AND e.id <= $3 \
         AND e.kind IN ({kinds}) AND (e.actor_id IS NULL OR e.actor_id <> $4) AND (e.public OR $5) \
         AND EXISTS (SELECT 1 FROM messages m WHERE m.ticket_id = e.ticket_id AND m.created_at = e.at) LIMIT 1"
    );
    let values = [ticket.id.into(), seen.into(), last.into(), person.id.into(), person.is_staff().into()];
    let said = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(tx.query_one_raw(said).await?.is_some())
}
