//! What is said on a ticket: messages, private notes, and the lines between them, as they are written and read.
//!
//! Invariant: a private note leaves no trace for customers: not in `changed_at`, `last_public_event`, counts, files or
//! what a search finds.
//!
//! Invariant: `last_reply_by_customer` is kept in the transaction of whatever is said, taken back or imported. Answers
//! of Portico itself don't count.

pub(crate) mod mention;
mod read;
pub mod rich;
mod said;

pub use read::MESSAGES_MAX;
pub(crate) use read::{
    Conversation, Names, count_from, next_of_others, of_these, of_ticket, read, read_after, read_from,
};
pub(crate) use said::Said;

use crate::actor::user;
use crate::db::Tx;
use crate::files::Upload;
use crate::scope::{message, ticket};
use crate::search::Extent;
use crate::write::Write;
use crate::{Result, files, random};
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
pub(crate) async fn write(w: &Write, writing: Writing<'_>) -> Result<String> {
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
    let message_id = message::Entity::insert(row).exec(&**w).await?.last_insert_id;
    files::attach(w, writing.ticket_id, message_id, writing.files, writing.file_ids).await?;
    w.index(writing.ticket_id, Extent::End);
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
}

/// Writes what a person says on a ticket they see: the pictures in it become the files sent along, those it names are found.
pub(crate) async fn say(w: &Write, on: &ticket::Model, saying: Saying<'_>) -> Result<Written> {
    let Saying { author_id, note, mut said, files: sent } = saying;
    let ids: Vec<String> = sent.iter().map(|_| random::id()).collect();
    let named = match said.rich() {
        Some(rich) => mention::find(w.desk(), &**w, on, author_id, note, &rich.mentioned()).await?,
        None => mention::written(w.desk(), &**w, on, author_id, note, said.body()).await?,
    };
    if let Some(rich) = said.rich() {
        let pictures = pictures(sent, &ids);
        let kept = rich::kept_pictures(&**w, on.id, note, rich).await?;
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
        at: w.now(),
        files: sent,
        file_ids: &ids,
    };
    Ok(Written { id: write(w, writing).await?, mentioned })
}

/// Whether a customer had the last word that everybody reads. What Portico answers by itself is nobody's word.
pub(crate) async fn last_reply_by_customer(tx: &Tx, ticket_id: i64) -> Result<bool> {
    let said = message::Entity::find().filter(message::Column::TicketId.eq(ticket_id));
    let said = said.filter(message::Column::Note.eq(false)).filter(message::Column::AuthorId.is_not_null());
    let newest = said.order_by_desc(message::Column::CreatedAt).order_by_desc(message::Column::Id);
    let newest = newest.select_only().column(message::Column::AuthorId).into_tuple::<i64>();
    let Some(author) = newest.one(tx).await? else { return Ok(false) };
    let desk = user::Entity::find_by_id(author).filter(user::Column::RoleId.is_not_null());
    Ok(desk.count(tx).await? == 0)
}

/// Id and name of each picture that was sent along, by its name; of several of one name the first counts.
fn pictures(sent: &[Upload], ids: &[String]) -> HashMap<String, (String, String)> {
    let pictures = sent.iter().zip(ids).rev().filter(|(file, _)| files::is_picture(&file.media_type));
    pictures.map(|(file, id)| (file.name.clone(), (id.clone(), file.name.clone()))).collect()
}
