//! Timeouts of chats that nobody ends: the customer waits no longer, nothing is said any more, or the agent has gone.

use super::{chat, end, record};
use crate::db::Tx;
use crate::scope::ticket;
use crate::tickets::change;
use crate::write::Actor;
use crate::{Desk, Result, actor};
use domain::chat::{GONE, SILENT, WAITS_UNSEEN};
use domain::events::Named;
use domain::events::chat::{Event, Lost};
use sea_orm::sea_query::LockType;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, QuerySelect, Set, Statement};

/// Chats that are looked at in one round.
const AT_ONCE: u64 = 100;

#[derive(FromQueryResult)]
struct DueChatRow {
    ticket_id: i64,
}

/// Ends what is over and records whose agent has gone. Returns how many chats it changed.
///
/// # Errors
/// When the database fails.
pub async fn tidy(desk: &Desk) -> Result<usize> {
    let now = desk.now();
    if due(desk, "SELECT ticket_id FROM chats WHERE stage <> 'ended'").await?.is_empty() {
        return Ok(0);
    }
    let waits = format!("SELECT ticket_id FROM chats WHERE stage = 'waiting' AND customer_at < {}", now - WAITS_UNSEEN);
    let silent = format!("SELECT ticket_id FROM chats WHERE stage = 'open' AND said_at < {}", now - SILENT);
    let lost = format!(
        "SELECT c.ticket_id FROM chats c LEFT JOIN chat_desk d ON d.user_id = c.agent_id WHERE c.stage = 'open' AND c.lost_at IS NULL \
         AND COALESCE(d.seen_at, 0) < {}",
        now - GONE
    );
    let back = format!(
        "SELECT c.ticket_id FROM chats c JOIN chat_desk d ON d.user_id = c.agent_id WHERE c.stage = 'open' AND c.lost_at IS NOT NULL \
         AND d.seen_at >= {}",
        now - GONE
    );
    let mut changed = 0;
    for (sql, transition) in
        [(waits, Transition::Over), (silent, Transition::Over), (lost, Transition::Lost), (back, Transition::Back)]
    {
        for id in due(desk, &sql).await? {
            changed += usize::from(apply_if_due(desk, id, transition).await?);
        }
    }
    Ok(changed)
}

#[derive(Clone, Copy, PartialEq)]
enum Transition {
    Over,
    Lost,
    Back,
}

async fn due(desk: &Desk, sql: &str) -> Result<Vec<i64>> {
    let query = Statement::from_string(desk.db().backend(), format!("{sql} LIMIT {AT_ONCE}"));
    let rows = DueChatRow::find_by_statement(query).all(desk.db().read()).await?;
    Ok(rows.into_iter().map(|row| row.ticket_id).collect())
}

/// Looks again with the ticket held: another process, or the people themselves, may have been quicker.
async fn apply_if_due(desk: &Desk, ticket_id: i64, transition: Transition) -> Result<bool> {
    desk.write(Actor::Portico, |w| async move {
        let Some(ticket) = ticket::Entity::find_by_id(ticket_id).lock(LockType::NoKeyUpdate).one(&*w).await? else {
            return Ok(false);
        };
        let Some(chat) = chat::Entity::find_by_id(ticket_id).one(&*w).await? else { return Ok(false) };
        let (clock, now) = (desk.now(), w.now_from(ticket.changed_at));
        let seen = match chat.agent_id {
            Some(agent) => last_seen(&w, agent).await?,
            None => 0,
        };
        let unseen = chat.is_waiting() && chat.customer_at < clock - WAITS_UNSEEN;
        let silent = chat.is_open() && chat.said_at < clock - SILENT;
        let gone = chat.is_open() && seen < clock - GONE;
        match transition {
            Transition::Over if unseen || silent => {
                let event = end::mark_ended(&w, &ticket, None).await?;
                change::touch(&w, &ticket, event).await?;
            }
            Transition::Lost if gone && chat.lost_at.is_none() => {
                set_lost_at(&w, ticket_id, Some(now)).await?;
                let agent = actor::maybe_named(&*w, chat.agent_id).await?;
                let agent = agent.unwrap_or_else(|| Named::unknown(""));
                let event = record(&w, &ticket, Event::Lost(Lost { agent })).await?;
                change::touch(&w, &ticket, event).await?;
            }
            Transition::Back if !gone && chat.lost_at.is_some() => set_lost_at(&w, ticket_id, None).await?,
            _ => return Ok(false),
        }
        Ok(true)
    })
    .await
}

async fn set_lost_at(tx: &Tx, ticket_id: i64, lost_at: Option<i64>) -> Result<()> {
    let row = chat::ActiveModel { ticket_id: Set(ticket_id), lost_at: Set(lost_at), ..Default::default() };
    chat::Entity::update(row).exec(tx).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct SeenAtRow {
    seen_at: i64,
}

async fn last_seen(tx: &Tx, agent: i64) -> Result<i64> {
    let sql = format!("SELECT seen_at FROM chat_desk WHERE user_id = {agent}");
    let found = SeenAtRow::find_by_statement(Statement::from_string(tx.get_database_backend(), sql)).one(tx).await?;
    Ok(found.map_or(0, |row| row.seen_at))
}
