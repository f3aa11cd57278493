//! Answering a ticket.

use super::{Said, Saying, say};
use crate::db::Tx;
use crate::drafts::{self, Sending};
use crate::events::{self, Fact, Once, begin, fingerprint};
use crate::files::Upload;
use crate::pace::Turn;
use crate::people::Person;
use crate::tickets::reopening::{self, TooLate};
use crate::tickets::{self, change, subscribe, ticket};
use crate::{Desk, Result, chat, files};
use domain::Refusal;
use domain::chat::CHANNEL;
use domain::conversation::Cause;
use domain::drafts::Begun;
use domain::events::message;
use domain::refusal::Because;
use domain::tickets::{StatusKind, WaitsFor};
use sea_orm::{EntityTrait, Set};

/// What a person wrote.
pub struct Reply {
    pub body: String,
    /// The same with its formatting; empty where there is none.
    pub html: String,
    /// A private note; only agents write and see them.
    pub note: bool,
    pub files: Vec<Upload>,
    pub begun: Begun,
    /// Empty or an idempotency key: sent twice, it makes one message.
    pub key: String,
}

/// Adds a message or a note and returns its public id. An agent's first answer assigns the ticket to them; a customer's answer
/// reopens a solved ticket and ends the waiting for customers, and for nobody else. A draft that was sent before answers with the message it became.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `TooFast`, or `Conflict` for a key or a draft that came with other content.
pub async fn reply(desk: &Desk, person: &Person, number: &str, reply: Reply) -> Result<String> {
    match desk.write(|tx| write(desk, tx, person, number, &reply)).await? {
        Outcome::Said { message, turn } => {
            turn.into_iter().for_each(Turn::keep);
            Ok(message)
        }
        Outcome::TooLate(too_late) => Err(reopening::refuse(desk, person, too_late).await),
    }
}

enum Outcome<'a> {
    Said {
        message: String,
        /// Of what is counted; what was said before is not counted again.
        turn: Option<Turn<'a>>,
    },
    /// The answer would open a ticket again that was closed long ago.
    TooLate(TooLate),
}

async fn write<'a>(desk: &'a Desk, tx: Tx, person: &Person, number: &str, reply: &Reply) -> Result<Outcome<'a>> {
    let before = |message| Ok(Outcome::Said { message, turn: None });
    let ticket = tickets::find_for_update(&tx, person, number).await?;
    // Now that nobody else writes here, and never before what was said last: messages stand in the order in which they came.
    let now = if ticket.channel == CHANNEL { desk.now().max(ticket.changed_at) } else { desk.now() };
    if reply.note && !person.works_here() {
        return Err(Refusal::Forbidden(Because::AgentsOnly).into());
    }
    let said = Said::with_files(&reply.body, &reply.html, !reply.files.is_empty() || !reply.begun.uploads.is_empty())?;
    let print = print(reply, said.body());
    let pending = match begin(&tx, person, &format!("reply {}", ticket.id), &reply.key, print, now).await? {
        Once::Before(answer) => return before(answer),
        Once::Now(pending) => pending,
    };
    let note = if reply.note { "note" } else { "" };
    let sending = match drafts::begin(&tx, person, &reply.begun, &[said.body(), note], !reply.files.is_empty()).await? {
        Sending::Before(sent) if sent.ticket_id == ticket.id && !sent.message.is_empty() => {
            return before(sent.message);
        }
        Sending::Before(_) => return Err(Refusal::Conflict.into()),
        Sending::Now(sending) => sending,
    };
    if let Some(too_late) = reopening::denied(desk, &*tx, person, &ticket).await? {
        tx.discard();
        return Ok(Outcome::TooLate(too_late));
    }
    let turn = desk.pace().take(person, now)?;
    let message = add(desk, &tx, person, &ticket, reply, said, now).await?;
    pending.keep(&tx, &message).await?;
    sending.keep(&tx, ticket.id, &message, now).await?;
    Ok(Outcome::Said { message, turn })
}

/// Adds the message with everything that follows from it, and returns its public id.
async fn add(
    desk: &Desk,
    tx: &Tx,
    person: &Person,
    ticket: &ticket::Model,
    reply: &Reply,
    said: Said,
    now: i64,
) -> Result<String> {
    let mut files = drafts::take(tx, person, ticket.id, &reply.begun.uploads).await?;
    files.extend_from_slice(&reply.files);
    files::check_count(&files)?;
    drafts::finish(tx, person.id, ticket.id, &reply.begun, &reply.body).await?;
    let saying = Saying { author_id: person.id, note: reply.note, said, files: &files, at: now };
    let written = say(desk, tx, ticket, saying).await?;
    let fact = Fact {
        at: now,
        actor_id: Some(person.id),
        company_id: Some(ticket.company_id),
        ticket_id: Some(ticket.id),
        event: message::Event::of(written.said(ticket), reply.note).into(),
    };
    let event = events::append(tx, fact).await?;
    subscribe::all(tx, ticket.id, &written.mentioned).await?;
    let event =
        if reply.note { event } else { follow_up(desk, tx, person, ticket, &written.id, now).await?.unwrap_or(event) };
    let spoke = if reply.note { None } else { Some(person) };
    bump(tx, ticket, event, spoke, now).await?;
    if ticket.channel == CHANNEL {
        // Whoever talks in a chat has read it up to their own words.
        tickets::mark_read(tx, person.id, ticket.id, event).await?;
    } else {
        tickets::acted(tx, person, ticket, event).await?;
    }
    subscribe::add(tx, ticket.id, person.id).await?;
    Ok(written.id)
}

/// What an agent does beside the conversation, noted in it.
pub(crate) struct Noting<'a> {
    pub person: &'a Person,
    pub on: &'a ticket::Model,
    pub said: Said,
    pub at: i64,
}

/// Writes a private note in the transaction of what it tells of.
pub(crate) async fn note_down(desk: &Desk, tx: &Tx, noting: Noting<'_>) -> Result<()> {
    let Noting { person, on, said, at } = noting;
    let written = say(desk, tx, on, Saying { author_id: person.id, note: true, said, files: &[], at }).await?;
    let fact = Fact {
        at,
        actor_id: Some(person.id),
        company_id: Some(on.company_id),
        ticket_id: Some(on.id),
        event: message::Event::Noted(written.said(on)).into(),
    };
    let event = events::append(tx, fact).await?;
    bump(tx, on, event, None, at).await?;
    tickets::acted(tx, person, on, event).await?;
    subscribe::add(tx, on.id, person.id).await
}

fn print(reply: &Reply, body: &str) -> Vec<u8> {
    let note: &[u8] = if reply.note { b"note" } else { b"" };
    let files = reply.files.iter().flat_map(|file| [file.name.as_bytes(), &file.sha256]);
    let uploads = reply.begun.uploads.iter().map(String::as_bytes);
    fingerprint([body.as_bytes(), reply.html.as_bytes(), note].into_iter().chain(files).chain(uploads))
}

/// What an answer changes besides the conversation; the id of the last event it caused.
async fn follow_up(
    desk: &Desk,
    tx: &Tx,
    person: &Person,
    ticket: &ticket::Model,
    message: &str,
    now: i64,
) -> Result<Option<i64>> {
    let catalogue = desk.catalogue();
    if let Some(event) = chat::said(&catalogue, tx, person, ticket, message, now).await? {
        return Ok(Some(event));
    }
    let status = catalogue.status(ticket.status_id)?;
    let mut last = None;
    if person.works_here() {
        if ticket.assignee_id.is_none() {
            last = Some(change::take_by(tx, person, ticket, Cause::Reply, now).await?);
        }
        if status.kind == StatusKind::New {
            last = change::move_on_by(&catalogue, tx, (person, Cause::Reply), ticket, &[StatusKind::Open], now)
                .await?
                .or(last);
        }
    } else if status.kind.is_closed() || status.waits_for == Some(WaitsFor::Customer) {
        let kinds = [StatusKind::Open, StatusKind::New];
        last = change::move_on_by(&catalogue, tx, (person, Cause::Reply), ticket, &kinds, now).await?;
    }
    Ok(last)
}

/// The ticket has something new: a note, or what somebody said for all to read.
async fn bump(tx: &Tx, ticket: &ticket::Model, event: i64, spoke: Option<&Person>, now: i64) -> Result<()> {
    let mut row = ticket::ActiveModel { id: Set(ticket.id), last_event: Set(event), ..Default::default() };
    if let Some(person) = spoke {
        row.last_public_event = Set(event);
        row.last_reply_by_customer = Set(!person.works_here());
        row.changed_at = Set(now.max(ticket.changed_at));
    }
    ticket::Entity::update(row).exec_without_returning(&**tx).await?;
    Ok(())
}
