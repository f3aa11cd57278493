//! What is said on a ticket: messages, private notes, and the lines between them.
//!
//! Invariant: a private note leaves no trace for customers: not in `changed_at`, `last_public_event`, counts, files or
//! what a search finds.
//!
//! Invariant: `last_reply_by_customer` is kept in the transaction of whatever is said, taken back or imported. Answers
//! of Portico itself don't count.

pub mod mention;
pub mod message;
mod read;
mod reply;
mod retract;
pub mod rich;
mod said;

pub use read::MESSAGES_MAX;
pub(crate) use read::{
    Conversation, Names, count_from, next_of_others, of_these, of_ticket, read, read_after, read_from,
};
pub(crate) use reply::{Noting, note_down};
pub use reply::{Reply, reply};
pub use retract::retract;
pub(crate) use said::Said;

use crate::db::Tx;
use crate::files::Upload;
use crate::people::user;
use crate::tickets::ticket;
use crate::{Desk, Result, files, random, search};
use domain::events;
use mention::Mentioned;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use std::collections::HashMap;

/// A message about to be written.
pub(crate) struct Writing<'a> {
    pub ticket_id: i64,
    /// None: Portico itself.
    pub author_id: Option<i64>,
    pub note: bool,
    pub body: &'a str,
    /// With its formatting, clean.
    pub html: Option<&'a str>,
    pub at: i64,
    pub files: &'a [Upload],
    /// Their random ids, one for each, where they are known already.
    pub file_ids: &'a [String],
}

/// Writes a message with its attachments, makes it findable and returns its public id.
pub(crate) async fn write(tx: &Tx, writing: Writing<'_>) -> Result<String> {
    let public_id = random::id();
    let row = message::ActiveModel {
        public_id: Set(public_id.clone()),
        ticket_id: Set(writing.ticket_id),
        author_id: Set(writing.author_id),
        note: Set(writing.note),
        body: Set(writing.body.to_owned()),
        html: Set(writing.html.map(str::to_owned)),
        created_at: Set(writing.at),
        ..Default::default()
    };
    let message_id = message::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    files::attach(tx, writing.ticket_id, message_id, writing.files, writing.file_ids).await?;
    search::told(tx, writing.ticket_id);
    Ok(public_id)
}

/// A message as it was written.
pub(crate) struct Written {
    pub id: String,
    pub mentioned: Vec<i64>,
}

impl Written {
    /// What the log tells of it, with where the ticket stood before: for an author who takes the message back.
    pub(crate) fn said(&self, on: &ticket::Model) -> events::message::Said {
        let before = events::message::Before { event: on.last_event, public_event: on.last_public_event };
        events::message::Said { message: self.id.clone(), before: Some(before), mentions: self.mentioned.clone() }
    }
}

/// What a person says.
pub(crate) struct Saying<'a> {
    pub author_id: i64,
    pub note: bool,
    pub said: Said,
    pub files: &'a [Upload],
    pub at: i64,
}

/// Writes what a person says on a ticket they see: the pictures in it become the files sent along, those it names are found.
pub(crate) async fn say(desk: &Desk, tx: &Tx, on: &ticket::Model, saying: Saying<'_>) -> Result<Written> {
    let Saying { author_id, note, mut said, files: sent, at } = saying;
    let ids: Vec<String> = sent.iter().map(|_| random::id()).collect();
    let named = match said.rich() {
        Some(rich) => mention::find(desk, &**tx, on, author_id, note, &rich.mentioned()).await?,
        None => mention::written(desk, &**tx, on, author_id, note, said.body()).await?,
    };
    if let Some(rich) = said.rich() {
        let pictures = pictures(sent, &ids);
        let kept = rich::kept_pictures(&**tx, on.id, note, rich).await?;
        let names = named.iter().map(|who| (who.slug.clone(), who.name.clone())).collect();
        said.settle(&pictures, &kept, &names);
    }
    let mentioned = named.into_iter().map(|Mentioned { id, .. }| id).collect();
    let writing = Writing {
        ticket_id: on.id,
        author_id: Some(author_id),
        note,
        body: said.body(),
        html: said.html(),
        at,
        files: sent,
        file_ids: &ids,
    };
    Ok(Written { id: write(tx, writing).await?, mentioned })
}

/// Whether a customer had the last word that everybody reads. What Portico answers by itself is nobody's word.
pub(crate) async fn last_reply_by_customer(tx: &Tx, ticket_id: i64) -> Result<bool> {
    let said = message::Entity::find().filter(message::Column::TicketId.eq(ticket_id));
    let said = said.filter(message::Column::Note.eq(false)).filter(message::Column::AuthorId.is_not_null());
    let newest = said.order_by_desc(message::Column::CreatedAt).order_by_desc(message::Column::Id);
    let newest = newest.select_only().column(message::Column::AuthorId).into_tuple::<i64>();
    let Some(author) = newest.one(&**tx).await? else { return Ok(false) };
    let desk = user::Entity::find_by_id(author).filter(user::Column::RoleId.is_not_null());
    Ok(desk.count(&**tx).await? == 0)
}

/// Id and name of each picture that was sent along, by its name; of several of one name the first counts.
fn pictures(sent: &[Upload], ids: &[String]) -> HashMap<String, (String, String)> {
    let pictures = sent.iter().zip(ids).rev().filter(|(file, _)| files::is_picture(&file.media_type));
    pictures.map(|(file, id)| (file.name.clone(), (id.clone(), file.name.clone()))).collect()
}
