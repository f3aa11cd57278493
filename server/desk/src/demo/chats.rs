//! Chats of the demo: chats that are over, and a desk where nobody is at the chat yet.

use crate::Result;
use crate::db::Tx;
use domain::chat::{CAPACITY, CHANNEL};
use sea_orm::ConnectionTrait;

pub(super) async fn write(tx: &Tx) -> Result<()> {
    tx.execute_unprepared(&format!(
        "INSERT INTO chats (ticket_id, company_id, customer_id, queue_id, stage, agent_id, asked_at, accepted_at, waited, ended_at, ended_by, \
           said_at, said_by_customer, customer_at) \
         SELECT id, company_id, reporter_id, queue_id, 'ended', assignee_id, created_at, created_at + 90000, 90000, changed_at, assignee_id, \
           changed_at, TRUE, changed_at FROM tickets WHERE channel = '{CHANNEL}'"
    ))
    .await?;
    // Whoever may answer tickets is among the agents of the chat, and switches it on for themselves.
    tx.execute_unprepared(&format!(
        "INSERT INTO chat_desk (user_id, available, capacity, seen_at) \
         SELECT u.id, FALSE, {CAPACITY}, 0 FROM users u WHERE u.role_id IN (SELECT r.role_id FROM rights r WHERE r.target = 'queue' AND r.updates)"
    ))
    .await?;
    Ok(())
}
