//! Retracting a message (undo send): for ten seconds, by its author. The text and the files go back to where they were written.
//!
//! Invariant: whatever leaves the server (mail) takes events that are older than these seconds and skips an *answered*
//! whose message is gone. The log keeps both *answered* and *retracted*.

use crate::actor::Person;
use crate::db::Tx;
use crate::events::{self, event};
use crate::files::{Upload, attachment, forget_texts};
use crate::messages::last_reply_by_customer;
use crate::scope::{find_for_update, message, ticket};
use crate::search::Extent;
use crate::{Desk, Error, Result, activities, drafts};
use domain::Refusal;
use domain::drafts::{SavedDraft, UNDO};
use domain::events::message::{self as message_event, Retracted};
use domain::events::{Event, Kind};
use domain::refusal::Because;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

/// Takes an answer or a note back. It is gone for everybody, and a draft again for its author. What the answer changed besides
/// the conversation (a status, an assignee) stays: it was told in a line of its own.
///
/// # Errors
/// `NotFound` for what is not the person's own or opened the ticket; `Forbidden` when the time is over.
pub async fn retract(desk: &Desk, person: &Person, number: &str, id: &str) -> Result<()> {
    desk.write(person, |w| async move {
        let ticket = find_for_update(&w, person, number).await?;
        let now = w.now();
        // PostgreSQL refuses to compare with a NUL.
        if id.contains('\0') {
            return Err(Refusal::NotFound.into());
        }
        let own = message::Entity::find().filter(message::Column::PublicId.eq(id));
        let own = own.filter(message::Column::AuthorId.eq(person.id)).filter(message::Column::TicketId.eq(ticket.id));
        let Some(message) = own.one(&*w).await? else {
            return if was_retracted(&w, person, ticket.id, id, now).await? {
                Ok(())
            } else {
                Err(Refusal::NotFound.into())
            };
        };
        let posted = find_event(&w, person, &message).await?.ok_or(Refusal::NotFound)?;
        if now - message.created_at > UNDO {
            return Err(Refusal::Forbidden(Because::TooLate).into());
        }
        let attached = take_files(&w, message.id).await?;
        let id_of_draft = drafts::unsend(&w, person.id, ticket.id, id).await?;
        let draft = draft_of(&message, &attached, id_of_draft);
        let files = attached.into_iter().map(upload).collect::<Result<Vec<_>>>()?;
        message::Entity::delete_by_id(message.id).exec(&*w).await?;
        w.index(ticket.id, Extent::Whole);
        drafts::restore(&w, person.id, ticket.id, draft, &files, now).await?;
        let retracted = Retracted { message: id.to_owned(), note: message.note };
        w.record(ticket.new_event(&w, message_event::Event::Retracted(retracted))).await?;
        step_back(&w, &ticket, &posted, message.note).await?;
        activities::withdraw(&w, ticket.id, posted.id).await
    })
    .await
}

/// Whether the message was taken back a moment ago: a second click finds nothing left to do.
async fn was_retracted(tx: &Tx, person: &Person, ticket_id: i64, id: &str, now: i64) -> Result<bool> {
    let lately = event::Entity::find().filter(event::Column::TicketId.eq(ticket_id));
    let lately = lately.filter(event::Column::At.gte(now - 6 * UNDO));
    let lately = lately.filter(event::Column::Kind.eq(message_event::Kind::Retracted.as_str()));
    let events = lately.filter(event::Column::ActorId.eq(person.id)).all(tx).await?;
    Ok(events.iter().any(|row| is_about(row, id)))
}

/// The event of the message. The one that opened the ticket has none of its own.
async fn find_event(tx: &Tx, person: &Person, message: &message::Model) -> Result<Option<event::Model>> {
    let then = event::Entity::find().filter(event::Column::TicketId.eq(message.ticket_id));
    let then = then.filter(event::Column::At.eq(message.created_at)).filter(event::Column::ActorId.eq(person.id));
    let answers = then.filter(event::Column::Kind.is_in(events::names(Kind::says))).all(tx).await?;
    Ok(answers.into_iter().find(|row| is_about(row, &message.public_id)))
}

/// Whether an event tells of this message.
fn is_about(row: &event::Model, id: &str) -> bool {
    row.read().is_some_and(|event| event.message() == Some(id))
}

async fn take_files(tx: &Tx, message_id: i64) -> Result<Vec<attachment::Model>> {
    let here = attachment::Column::MessageId.eq(message_id);
    let files = attachment::Entity::find().filter(here.clone()).order_by_asc(attachment::Column::Id).all(tx).await?;
    attachment::Entity::delete_many().filter(here).exec(tx).await?;
    forget_texts(tx, &files).await?;
    Ok(files)
}

fn upload(file: attachment::Model) -> Result<Upload> {
    let sha256 = file.sha256.try_into().map_err(|_| Error::broken("a hash of another length"))?;
    Ok(Upload { name: file.name, media_type: file.media_type, size: file.size.unsigned_abs(), sha256 })
}

fn draft_of(message: &message::Model, files: &[attachment::Model], id: String) -> SavedDraft {
    let note = message.note.then(|| ("note".to_owned(), "1".to_owned()));
    let html = with_picture_names(message.html.clone().unwrap_or_default(), files);
    SavedDraft { id, text: message.body.clone(), html, fields: note.into_iter().collect(), ..SavedDraft::default() }
}

/// Pictures in the text name the file that is sent along, as before they were sent.
fn with_picture_names(mut html: String, files: &[attachment::Model]) -> String {
    for file in files {
        let address = format!("\"/files/{}/", file.public_id);
        let name: String = form_urlencoded::byte_serialize(file.name.as_bytes()).collect();
        while let Some(start) = html.find(&address) {
            let end = html[start + 1..].find('"').map_or(html.len(), |quote| start + 1 + quote);
            html.replace_range(start + 1..end, &format!("cid:{}", name.replace('+', "%20")));
        }
    }
    html
}

/// Nobody finds a ticket unread for a message that is gone, unless something else has happened since.
async fn step_back(tx: &Tx, ticket: &ticket::Model, posted: &event::Model, note: bool) -> Result<()> {
    let before = match posted.read() {
        Some(Event::Message(event)) => event.before(),
        _ => None,
    };
    let mut row = ticket::ActiveModel { id: Set(ticket.id), ..Default::default() };
    if let Some(before) = before.filter(|_| ticket.last_event == posted.id) {
        row.last_event = Set(before.event);
    }
    if let Some(before) = before.filter(|_| ticket.last_public_event == posted.id) {
        row.last_public_event = Set(before.public_event);
    }
    if !note {
        row.last_reply_by_customer = Set(last_reply_by_customer(tx, ticket.id).await?);
    }
    if row.is_changed() {
        row.update(tx).await?;
    }
    Ok(())
}
