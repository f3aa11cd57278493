//! Rich text of messages: HTML that is parsed and sanitised. What comes in is read by tokens into a tree that holds nothing but
//! what the list of `domain` allows, and written again in one fixed form: so cleaning twice is cleaning once, and a browser that
//! parses it finds this very tree. A sanitiser of others has the last word: it must leave what is written here as it is.
//!
//! Invariant: `messages.body` follows from the formatted text, and everything but the page of the conversation uses
//! that. Pictures are files of the same ticket; people are named only when they see the message, and the event carries
//! their ids.

mod allowed;
mod article;
mod build;
mod check;
mod html;
mod text;
mod tokens;
mod tree;

pub(crate) use article::{Shown, article};
pub use check::clean;
pub(crate) use tree::Rich;

use crate::files::attachment;
use crate::scope::message;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;

/// The pictures of other messages that this one shows again, as far as they belong to the ticket and everybody who reads the
/// message may see them.
pub(super) async fn kept_pictures(
    db: &impl ConnectionTrait,
    ticket_id: i64,
    note: bool,
    rich: &Rich,
) -> crate::Result<HashSet<String>> {
    let wanted = rich.attached_ids();
    if wanted.is_empty() {
        return Ok(HashSet::new());
    }
    let on_message = attachment::Entity::belongs_to(message::Entity)
        .from(attachment::Column::MessageId)
        .to(message::Column::Id)
        .into();
    let mut query = attachment::Entity::find()
        .join(sea_orm::JoinType::InnerJoin, on_message)
        .filter(attachment::Column::TicketId.eq(ticket_id))
        .filter(attachment::Column::PublicId.is_in(wanted));
    if !note {
        query = query.filter(message::Column::Note.eq(false));
    }
    let found = query.all(db).await?;
    Ok(found.iter().filter(|file| crate::files::link(file).image).map(|file| file.public_id.clone()).collect())
}
