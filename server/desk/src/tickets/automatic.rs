//! What a queue answers by itself: Portico's own message in the conversation.

use crate::Result;
use crate::conversation::{self, Writing};
use crate::db::Tx;
use crate::events::{self, Fact};
use domain::events::message::{Event, Said};

/// Writes the answer and returns the event that tells of it.
pub(super) async fn answer(tx: &Tx, company_id: i64, ticket_id: i64, text: &str, at: i64) -> Result<i64> {
    let (html, files, file_ids) = (None, &[][..], &[][..]);
    let writing = Writing { ticket_id, author_id: None, note: false, body: text, html, at, files, file_ids };
    let message = conversation::write(tx, writing).await?;
    let fact = Fact {
        at,
        actor_id: None,
        company_id: Some(company_id),
        ticket_id: Some(ticket_id),
        event: Event::Answered(Said::plain(message)).into(),
    };
    events::append(tx, fact).await
}
