//! What is said on a ticket: messages, private notes, and the lines between them.

pub mod message;
mod read;
mod reply;

pub(crate) use read::{Conversation, Names, read};
pub use reply::{Reply, reply};

use crate::db::Tx;
use crate::files::Upload;
use crate::{Result, files, random};
use sea_orm::{EntityTrait, Set};

/// A message about to be written.
pub(crate) struct Writing<'a> {
    pub ticket_id: i64,
    /// None: Portico itself.
    pub author_id: Option<i64>,
    pub note: bool,
    pub body: &'a str,
    pub at: i64,
    pub files: &'a [Upload],
}

/// Writes a message with its attachments and returns its public id.
pub(crate) async fn write(tx: &Tx, writing: Writing<'_>) -> Result<String> {
    let public_id = random::id();
    let row = message::ActiveModel {
        public_id: Set(public_id.clone()),
        ticket_id: Set(writing.ticket_id),
        author_id: Set(writing.author_id),
        note: Set(writing.note),
        body: Set(writing.body.to_owned()),
        created_at: Set(writing.at),
        ..Default::default()
    };
    let message_id = message::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    files::attach(tx, writing.ticket_id, message_id, writing.files).await?;
    Ok(public_id)
}
