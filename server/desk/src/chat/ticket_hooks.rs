//! Hooks for changes of the ticket: what a reply, a closing or another queue does to its chat, whatever page it comes from.

use super::{accept, chat, end, team};
use crate::Result;
use crate::actor::Person;
use crate::db::Tx;
use crate::scope::ticket;
use crate::write::Write;
use domain::chat::{CHANNEL, HERE};
use domain::conversation::Cause;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set, Statement};

/// Somebody has answered. An agent who answers a chat that waits has accepted it; then it returns the last event of that.
pub(crate) async fn on_reply(w: &Write, person: &Person, ticket: &ticket::Model, message: &str) -> Result<Option<i64>> {
    if ticket.channel != CHANNEL {
        return Ok(None);
    }
    let Some(chat) = chat::Entity::find_by_id(ticket.id).one(&**w).await?.filter(|chat| !chat.is_over()) else {
        return Ok(None);
    };
    let (now, customer) = (w.now(), chat.customer_id == person.id);
    let mut row = chat::ActiveModel {
        ticket_id: Set(ticket.id),
        said_at: Set(now),
        said_by_customer: Set(!person.is_staff()),
        ..Default::default()
    };
    if customer {
        row.customer_at = Set(now);
    }
    chat::Entity::update(row).exec(&**w).await?;
    if customer || person.is_staff() {
        mark_author_present(w, ticket.id, person.id, message).await?;
    }
    if !person.is_staff() {
        return Ok(None);
    }
    team::mark_seen(&**w, person.id, now).await?;
    if chat.is_waiting() { accept::assign(w, person, ticket).await.map(Some) } else { Ok(None) }
}

/// Whoever writes is there, types no more, and has read everything up to their own words.
pub(super) async fn mark_author_present(w: &Write, ticket_id: i64, user_id: i64, message: &str) -> Result<()> {
    let now = w.now();
    let sql = "INSERT INTO chat_people (ticket_id, user_id, here_until, typing_until, read_id, read_message, changed_at, changes) \
        SELECT $1, $2, $3, 0, m.id, m.public_id, $4, 1 FROM messages m WHERE m.public_id = $5 \
        ON CONFLICT (ticket_id, user_id) DO UPDATE SET here_until = excluded.here_until, typing_until = 0, read_id = excluded.read_id, \
        read_message = excluded.read_message, changed_at = excluded.changed_at, changes = chat_people.changes + 1";
    let values = [ticket_id.into(), user_id.into(), (now + HERE).into(), now.into(), message.into()];
    w.execute_raw(Statement::from_sql_and_values(w.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// The ticket was closed: nobody talks on it any more.
pub(crate) async fn on_closed(w: &Write, ticket: &ticket::Model) -> Result<()> {
    if ticket.channel != CHANNEL {
        return Ok(());
    }
    let runs = chat::Entity::find_by_id(ticket.id).filter(chat::Column::Stage.ne(chat::ENDED)).one(&**w).await?;
    if runs.is_some() {
        end::mark_ended(w, ticket, Some(Cause::Closing)).await?;
    }
    Ok(())
}

/// The ticket has gone to another queue: one that waits, waits there.
pub(crate) async fn on_queue_changed(tx: &Tx, ticket: &ticket::Model, queue_id: i64) -> Result<()> {
    if ticket.channel != CHANNEL {
        return Ok(());
    }
    let row = chat::ActiveModel { queue_id: Set(queue_id), ..Default::default() };
    let here = chat::Entity::update_many().set(row).filter(chat::Column::TicketId.eq(ticket.id));
    here.exec(tx).await?;
    Ok(())
}
