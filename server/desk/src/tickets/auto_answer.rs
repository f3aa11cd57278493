//! The automatic answer of a queue: Portico's own message in the conversation.

use crate::Result;
use crate::events::NewEvent;
use crate::messages::{self, MessageInsert};
use crate::scope::ticket;
use crate::write::Write;
use domain::events::message::{Event, MessagePosted};

/// Writes the answer and returns the event that tells of it.
pub(super) async fn write(w: &Write, on: &ticket::Model, text: &str, at: i64) -> Result<i64> {
    let (ticket_id, html, files, file_ids) = (on.id, None, &[][..], &[][..]);
    let writing = MessageInsert { ticket_id, author_id: None, note: false, body: text, html, at, files, file_ids };
    let message = messages::insert(w, writing).await?;
    let answered = on.new_event(w, Event::Answered(MessagePosted::plain(message)));
    w.record(NewEvent { at, actor_id: None, ..answered }).await
}
