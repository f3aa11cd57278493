//! Replying to a ticket: an answer or a private note, with what an agent sets along with it.

use crate::actor::Person;
use crate::drafts::{self, SendCheck};
use crate::events::{Idempotency, fingerprint, idempotency};
use crate::files::Upload;
use crate::messages::{MessageBody, NewMessage, post};
use crate::scope::{find_for_update, ticket};
use crate::tickets::{self, change, reopening, subscribe};
use crate::write::Write;
use crate::{Desk, Result, chat, files, pace};
use domain::Refusal;
use domain::chat::CHANNEL;
use domain::conversation::Cause;
use domain::drafts::DraftRef;
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
    pub draft_ref: DraftRef,
    /// Empty or an idempotency key: sent twice, it makes one message.
    pub key: String,
    pub actions: ReplyActions,
}

/// What an agent sets on the ticket together with an answer or a note: *Send and set to …*. It is one write with the message, under the
/// same idempotency key, and takes the place of what an answer changes by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplyActions {
    /// A status' slug; `None` leaves it to what an answer changes by itself.
    pub status: Option<String>,
    /// The status that their page showed; `None` where that is not known.
    pub seen_status: Option<String>,
    /// The ticket becomes theirs.
    pub assign: bool,
}

impl ReplyActions {
    fn is_empty(&self) -> bool {
        self.status.is_none() && !self.assign
    }
}

/// Adds a message or a note and returns its public id. An agent's first answer assigns the ticket to them; a customer's answer
/// reopens a solved ticket and ends the waiting for customers, and for nobody else. A draft that was sent before answers with the message it became.
///
/// # Errors
/// `NotFound`; `Forbidden`, also for a customer who sets something; `Invalid`, also for a status that is not offered or that somebody
/// else has changed meanwhile; `TooFast`; `Conflict` for a key or a draft that came with other content.
pub async fn reply(desk: &Desk, person: &Person, number: &str, reply: Reply) -> Result<String> {
    let reply = &reply;
    desk.write(person, |w| async move { reply_in(&w, person, number, reply).await }).await
}

/// The work of [`reply`].
pub(crate) async fn reply_in(w: &Write, person: &Person, number: &str, reply: &Reply) -> Result<String> {
    let ticket = find_for_update(w, person, number).await?;
    // Now that nobody else writes here, and never before what was said last: messages stand in the order in which they came.
    let now = if ticket.channel == CHANNEL { w.now_from(ticket.changed_at) } else { w.now() };
    if (reply.note || !reply.actions.is_empty()) && !person.is_staff() {
        return Err(Refusal::Forbidden(Because::AgentsOnly).into());
    }
    let body = MessageBody::with_files(
        &reply.body,
        &reply.html,
        !reply.files.is_empty() || !reply.draft_ref.uploads.is_empty(),
    )?;
    let print = print(reply, body.body());
    let pending =
        match idempotency::check(w, person.id, &format!("reply {}", ticket.id), &reply.key, print, now).await? {
            Idempotency::Seen(answer) => return Ok(answer),
            Idempotency::New(pending) => pending,
        };
    let note = if reply.note { "note" } else { "" };
    let sending =
        match drafts::check_sent(w, person, &reply.draft_ref, &[body.body(), note], !reply.files.is_empty()).await? {
            SendCheck::AlreadySent(sent) if sent.ticket_id == ticket.id && !sent.message.is_empty() => {
                return Ok(sent.message);
            }
            SendCheck::AlreadySent(_) => return Err(Refusal::Conflict.into()),
            SendCheck::NotSent(sending) => sending,
        };
    reopening::check(w, person, &ticket).await?;
    let actions = &reply.actions;
    let status = change::offered_status(w, &ticket, actions.status.as_ref(), actions.seen_status.as_ref()).await?;
    pace::consume(w, person)?;
    let message = add(w, person, &ticket, reply, body, status).await?;
    pending.store(w, &message).await?;
    sending.store(w, ticket.id, &message, now).await?;
    Ok(message)
}

/// Adds the message with everything that follows from it, and returns its public id. `status` is the one that was chosen with it.
async fn add(
    w: &Write,
    person: &Person,
    ticket: &ticket::Model,
    reply: &Reply,
    body: MessageBody,
    status: Option<i64>,
) -> Result<String> {
    let mut files = drafts::load_uploads(w, person, ticket.id, &reply.draft_ref.uploads).await?;
    files.extend_from_slice(&reply.files);
    files::check_count(&files)?;
    drafts::finish(w, person.id, ticket.id, &reply.draft_ref, &reply.body).await?;
    let message = NewMessage { author_id: person.id, note: reply.note, body, files: &files };
    let written = post(w, ticket, message).await?;
    let posted = w.record(ticket.new_event(w, message::Event::of(written.event_data(ticket), reply.note))).await?;
    subscribe::all(w, ticket.id, &written.mentioned).await?;
    let changed = follow_up(w, person, ticket, reply, (written.id.as_str(), status)).await?;
    let (event, spoke) = (changed.unwrap_or(posted), Some(person).filter(|_| !reply.note));
    bump(w, ticket, event, spoke).await?;
    if reply.note && changed.is_some() {
        change::touch(w, ticket, event).await?;
    }
    if ticket.channel == CHANNEL {
        // Whoever talks in a chat has read it up to their own words.
        tickets::mark_read(w, person.id, ticket.id, event).await?;
    } else {
        tickets::acted(w, person, ticket, event).await?;
    }
    subscribe::add(w, ticket.id, person.id).await?;
    Ok(written.id)
}

/// Writes a private note about what an agent does beside the conversation, in the write that does it.
pub(crate) async fn note_down(w: &Write, person: &Person, on: &ticket::Model, body: MessageBody) -> Result<()> {
    let written = post(w, on, NewMessage { author_id: person.id, note: true, body, files: &[] }).await?;
    let event = w.record(on.new_event(w, message::Event::Noted(written.event_data(on)))).await?;
    bump(w, on, event, None).await?;
    tickets::acted(w, person, on, event).await?;
    subscribe::add(w, on.id, person.id).await
}

/// The fingerprint of the request, for its idempotency key. A message alone has the one that it always had, so that one which was sent
/// before an upgrade is known after it.
fn print(reply: &Reply, body: &str) -> Vec<u8> {
    let note: &[u8] = if reply.note { b"note" } else { b"" };
    let files = reply.files.iter().flat_map(|file| [file.name.as_bytes(), &file.sha256]);
    let uploads = reply.draft_ref.uploads.iter().map(String::as_bytes);
    let actions = &reply.actions;
    let assign: &[u8] = if actions.assign { b"assign" } else { b"" };
    let set = [actions.status.as_deref().unwrap_or_default().as_bytes(), assign];
    let set = set.into_iter().filter(|_| !actions.is_empty());
    fingerprint([body.as_bytes(), reply.html.as_bytes(), note].into_iter().chain(files).chain(uploads).chain(set))
}

/// What is changed besides the conversation: what the agent has chosen and, where they have not, what follows from an answer by itself.
/// Returns the last event.
async fn follow_up(
    w: &Write,
    person: &Person,
    ticket: &ticket::Model,
    reply: &Reply,
    (message, status): (&str, Option<i64>),
) -> Result<Option<i64>> {
    let accepted = if reply.note { None } else { chat::on_reply(w, person, ticket, message).await? };
    // A chat that was accepted has become the agent's, and open.
    let now = match accepted {
        Some(_) => ticket::Entity::find_by_id(ticket.id).one(&**w).await?,
        None => None,
    };
    let mut ticket = now.unwrap_or_else(|| ticket.clone());
    let by_itself = accepted.is_none() && !reply.note;
    let assigned = assign_by_reply(w, person, &ticket, reply.actions.assign, by_itself).await?;
    let moved = match status {
        Some(id) if id == ticket.status_id => None,
        Some(id) => {
            let catalogue = w.desk().catalogue();
            Some(change::set_status(w, None, &mut ticket, catalogue.status(id)?).await?)
        }
        None if by_itself => status_by_reply(w, person, &ticket).await?,
        None => None,
    };
    Ok(moved.or(assigned).or(accepted))
}

/// The ticket becomes the agent's who wants it, or who is the first to answer. Returns the event.
async fn assign_by_reply(
    w: &Write,
    person: &Person,
    ticket: &ticket::Model,
    wanted: bool,
    by_itself: bool,
) -> Result<Option<i64>> {
    if wanted && ticket.assignee_id != Some(person.id) {
        return change::assign(w, ticket, Some(person.named())).await.map(Some);
    }
    if by_itself && person.is_staff() && ticket.assignee_id.is_none() {
        return change::assign_to_actor(w, person, ticket, Cause::Reply).await.map(Some);
    }
    Ok(None)
}

/// The status that follows from an answer. Returns the last event.
async fn status_by_reply(w: &Write, person: &Person, ticket: &ticket::Model) -> Result<Option<i64>> {
    let catalogue = w.desk().catalogue();
    let status = catalogue.status(ticket.status_id)?;
    let kinds: &[StatusKind] = if person.is_staff() {
        if status.kind == StatusKind::New { &[StatusKind::Open] } else { &[] }
    } else if status.kind.is_closed() || status.waits_for == Some(WaitsFor::Customer) {
        &[StatusKind::Open, StatusKind::New]
    } else {
        &[]
    };
    if kinds.is_empty() {
        return Ok(None);
    }
    change::move_on(w, Some(Cause::Reply), ticket, kinds).await
}

/// The ticket has something new: a note, or what somebody said for all to read.
async fn bump(w: &Write, ticket: &ticket::Model, event: i64, spoke: Option<&Person>) -> Result<()> {
    let mut row = ticket::ActiveModel { id: Set(ticket.id), last_event: Set(event), ..Default::default() };
    if let Some(person) = spoke {
        row.last_public_event = Set(event);
        row.last_reply_by_customer = Set(!person.is_staff());
        row.changed_at = Set(w.now().max(ticket.changed_at));
    }
    ticket::Entity::update(row).exec_without_returning(&**w).await?;
    Ok(())
}
