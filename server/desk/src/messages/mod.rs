//! The conversation of a ticket: messages, private notes and the timeline events between them, as they are written and read.
//!
//! Invariant: a private note leaves no trace for customers: not in `changed_at`, `last_public_event`, counts, files or
//! what a search finds.
//!
//! Invariant: `last_reply_by_customer` is updated in the transaction of whatever is posted, retracted or imported. Answers
//! of Portico itself don't count.

mod body;
pub(crate) mod mention;
mod read;
pub mod rich;

pub(crate) use body::MessageBody;
pub use read::MESSAGES_MAX;
pub(crate) use read::{
    Conversation, Names, count_from, next_of_others, of_these, of_ticket, read, read_after, read_from,
};

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

/// The row of a message to be inserted, with its attachments.
pub(crate) struct MessageInsert<'a> {
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
pub(crate) async fn insert(w: &Write, new: MessageInsert<'_>) -> Result<String> {
    let public_id = random::id();
    let row = message::ActiveModel {
        public_id: Set(public_id.clone()),
        ticket_id: Set(new.ticket_id),
        author_id: Set(new.author_id),
        note: Set(new.note),
        body: Set(new.body.to_owned()),
        html: Set(new.html.map(str::to_owned)),
        created_at: Set(new.at),
        ..Default::default()
    };
    let message_id = message::Entity::insert(row).exec(&**w).await?.last_insert_id;
    files::attach(w, new.ticket_id, message_id, new.files, new.file_ids).await?;
    w.index(new.ticket_id, Extent::End);
    Ok(public_id)
}

/// A message that was stored: its public id and whom it mentions.
pub(crate) struct StoredMessage {
    pub id: String,
    pub mentioned: Vec<i64>,
}

impl StoredMessage {
    /// The data of the event about it, with where the ticket stood before: for an author who takes the message back.
    pub(crate) fn event_data(&self, on: &ticket::Model) -> events::message::MessagePosted {
        let before = events::message::Before { event: on.last_event, public_event: on.last_public_event };
        events::message::MessagePosted {
            message: self.id.clone(),
            before: Some(before),
            mentions: self.mentioned.clone(),
        }
    }
}

/// A message that a person posts.
pub(crate) struct NewMessage<'a> {
    pub author_id: i64,
    pub note: bool,
    pub body: MessageBody,
    pub files: &'a [Upload],
}

/// Posts a person's message on a ticket they see: the pictures in it become the files sent along, those it mentions are found.
pub(crate) async fn post(w: &Write, on: &ticket::Model, new: NewMessage<'_>) -> Result<StoredMessage> {
    let NewMessage { author_id, note, mut body, files: sent } = new;
    let ids: Vec<String> = sent.iter().map(|_| random::id()).collect();
    let named = match body.rich() {
        Some(rich) => mention::find(w.desk(), &**w, on, author_id, note, &rich.mentioned()).await?,
        None => mention::written(w.desk(), &**w, on, author_id, note, body.body()).await?,
    };
    if let Some(rich) = body.rich() {
        let pictures = pictures(sent, &ids);
        let kept = rich::kept_pictures(&**w, on.id, note, rich).await?;
        let names = named.iter().map(|who| (who.slug.clone(), who.name.clone())).collect();
        body.resolve(&pictures, &kept, &names);
    }
    let mentioned = named.into_iter().map(|Mentioned { id, .. }| id).collect();
    let row = MessageInsert {
        ticket_id: on.id,
        author_id: Some(author_id),
        note,
        body: body.body(),
        html: body.html(),
        at: w.now(),
        files: sent,
        file_ids: &ids,
    };
    Ok(StoredMessage { id: insert(w, row).await?, mentioned })
}

/// Whether a customer had the last word that everybody reads. What Portico answers by itself is nobody's word.
pub(crate) async fn last_reply_by_customer(tx: &Tx, ticket_id: i64) -> Result<bool> {
    let public = message::Entity::find().filter(message::Column::TicketId.eq(ticket_id));
    let public = public.filter(message::Column::Note.eq(false)).filter(message::Column::AuthorId.is_not_null());
    let newest = public.order_by_desc(message::Column::CreatedAt).order_by_desc(message::Column::Id);
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
