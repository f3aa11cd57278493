//! Projections: what follows from the events of a write, in one list. Each step reads what was recorded and writes what others
//! read; none of them records.

use super::{AfterCommit, Write, activities, notices};
use crate::{Result, search};

/// In the transaction, when its body has ended.
pub(super) async fn before_commit(write: &Write) -> Result<()> {
    project_events(write).await?;
    for (ticket_id, extent) in write.take_stale() {
        search::renew_ticket(write, ticket_id, extent).await?;
    }
    Ok(())
}

/// For each event that was recorded: the activities of those whom it concerns, and with them what they may be mailed.
pub(super) async fn project_events(write: &Write) -> Result<()> {
    for (event, new_event) in write.take_recorded() {
        if let Some(ticket_id) = activities::project(write, event, &new_event).await? {
            notices::enqueue(write, ticket_id, event, &new_event).await?;
        }
    }
    Ok(())
}

/// In this process, when the transaction is durable: what the body has asked for. Open pages hear by themselves of what was committed:
/// `live` follows the log.
pub(super) fn after_commit(after: Vec<AfterCommit>) {
    for work in after {
        work();
    }
}
