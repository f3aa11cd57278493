//! Accepting a chat from the queue. However many try at once, one gets it.

use super::{agents_only, chat, find_for_update, record, team};
use crate::actor::Person;
use crate::db::Tx;
use crate::scope::ticket;
use crate::tickets::{acted, change};
use crate::write::Write;
use crate::{Desk, Error, Result};
use domain::Refusal;
use domain::chat::GONE;
use domain::conversation::Cause;
use domain::events::Nothing;
use domain::events::chat::Event;
use domain::refusal::Because;
use domain::tickets::StatusKind;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Set, Statement};

/// Chats at the head of the queue that are tried, while others take them away.
const TRIED: u64 = 10;

/// Accepts the chat of this number, or with none the one that has waited longest, and returns its number. One whose agent has gone is
/// taken over.
///
/// # Errors
/// `NotFound`, also where nobody waits; `Forbidden` for customers, where somebody else has it, where it is over, and for whoever has
/// enough chats open.
pub async fn accept(desk: &Desk, person: &Person, number: Option<&str>) -> Result<String> {
    if let Some(number) = number {
        return accept_one(desk, person, number).await;
    }
    agents_only(person)?;
    for next in super::inbox::longest_waiting(desk, person, TRIED).await? {
        match accept_one(desk, person, &next).await {
            Err(Error::Refused(
                Refusal::NotFound | Refusal::Forbidden(Because::ChatTaken { .. } | Because::ChatOver),
            )) => {}
            accepted => return accepted,
        }
    }
    Err(Refusal::NotFound.into())
}

async fn accept_one(desk: &Desk, person: &Person, number: &str) -> Result<String> {
    let catalogue = &desk.catalogue();
    desk.write(person, |w| async move {
        let (ticket, chat) = find_for_update(&w, person, number).await?;
        agents_only(person)?;
        let shown = catalogue.number(ticket.number);
        if chat.is_open() && chat.agent_id == Some(person.id) {
            return Ok(shown);
        }
        if chat.is_over() {
            return Err(Refusal::Forbidden(Because::ChatOver).into());
        }
        if let Some(by) = holder(&w, &chat, desk.now()).await? {
            return Err(Refusal::Forbidden(Because::ChatTaken { by }).into());
        }
        team::mark_seen(&*w, person.id, desk.now()).await?;
        let own = team::agent_status(&*w, person.id).await?;
        if own.load >= own.capacity {
            return Err(Refusal::Forbidden(Because::ChatsFull { who: person.name.clone() }).into());
        }
        let event = assign(&w, person, &ticket).await?;
        acted(&w, person, &ticket, event).await?;
        Ok(shown)
    })
    .await
}

#[derive(FromQueryResult)]
struct HolderRow {
    name: String,
    seen_at: i64,
}

/// Whoever has the chat and is still there.
async fn holder(tx: &Tx, chat: &chat::Model, now: i64) -> Result<Option<String>> {
    let Some(agent) = chat.agent_id.filter(|_| chat.is_open()) else { return Ok(None) };
    let sql = "SELECT u.name, COALESCE(d.seen_at, 0) AS seen_at FROM users u LEFT JOIN chat_desk d ON d.user_id = u.id WHERE u.id = $1";
    let holder =
        HolderRow::find_by_statement(Statement::from_sql_and_values(tx.get_database_backend(), sql, [agent.into()]));
    Ok(holder.one(tx).await?.filter(|holder| holder.seen_at >= now - GONE).map(|holder| holder.name))
}

/// Gives a chat to this agent: the ticket is theirs and open, and an event says so. Returns the last event.
pub(super) async fn assign(w: &Write, person: &Person, ticket: &ticket::Model) -> Result<i64> {
    open_for(w, ticket.id, person.id).await?;
    if ticket.assignee_id != Some(person.id) {
        change::assign_to_actor(w, person, ticket, Cause::Chat).await?;
    }
    let catalogue = w.desk().catalogue();
    if matches!(catalogue.status(ticket.status_id)?.kind, StatusKind::New | StatusKind::Waiting) {
        change::move_on(w, Some(Cause::Chat), ticket, &[StatusKind::Open]).await?;
    }
    let event = record(w, ticket, Event::Accepted(Nothing {})).await?;
    change::touch(w, ticket, event).await?;
    Ok(event)
}

/// The chat is open, and this agent's.
pub(super) async fn open_for(w: &Write, ticket_id: i64, agent_id: i64) -> Result<()> {
    let now = w.now();
    let first = Expr::cust(format!("COALESCE(waited, CASE WHEN asked_at < {now} THEN {now} - asked_at ELSE 0 END)"));
    let held = chat::Entity::update_many().filter(chat::Column::TicketId.eq(ticket_id));
    let held = held.col_expr(chat::Column::Waited, first).set(chat::ActiveModel {
        stage: Set(chat::OPEN.into()),
        agent_id: Set(Some(agent_id)),
        accepted_at: Set(Some(now)),
        said_at: Set(now),
        lost_at: Set(None),
        ..Default::default()
    });
    held.exec(&**w).await?;
    Ok(())
}
