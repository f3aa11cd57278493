//! Inserting the row of a new ticket, whatever it is raised by.

use super::number;
use crate::Result;
use crate::catalogue::{Priority, Status};
use crate::scope::ticket;
use crate::search::Extent;
use crate::write::Write;
use sea_orm::{EntityTrait, NotSet, Set};

/// What a ticket begins with. Its first event is written by whoever raises it.
pub(crate) struct NewTicket<'a> {
    pub subject: String,
    pub company_id: i64,
    pub reporter_id: i64,
    pub assignee_id: Option<i64>,
    pub queue_id: i64,
    pub type_id: i64,
    pub status: &'a Status,
    pub priority: &'a Priority,
    pub channel: &'static str,
    /// Who describes it is a customer.
    pub by_customer: bool,
}

/// Writes it under the next number.
pub(crate) async fn insert(w: &Write, new: NewTicket<'_>) -> Result<ticket::Model> {
    let now = w.now();
    // Every column by name, so that none is forgotten.
    let row = ticket::ActiveModel {
        id: NotSet,
        number: number::claim(w).await?,
        source: NotSet,
        reference: NotSet,
        subject_key: Set(subject_key(&new.subject)),
        subject: Set(new.subject),
        company_id: Set(new.company_id),
        reporter_id: Set(new.reporter_id),
        assignee_id: Set(new.assignee_id),
        queue_id: Set(new.queue_id),
        type_id: Set(new.type_id),
        status_id: Set(new.status.id),
        priority_id: Set(new.priority.id),
        channel: Set(new.channel.into()),
        closed: Set(new.status.kind.is_closed()),
        created_at: Set(now),
        changed_at: Set(now),
        last_event: Set(0),
        last_public_event: Set(0),
        last_reply_by_customer: Set(new.by_customer),
    };
    let raised = ticket::Entity::insert(row).exec_with_returning(&**w).await?;
    w.index(raised.id, Extent::New);
    Ok(raised)
}

/// What a subject sorts by: folded in Rust, so that both databases sort alike.
pub(crate) fn subject_key(subject: &str) -> String {
    subject.to_lowercase().chars().take(80).collect()
}
