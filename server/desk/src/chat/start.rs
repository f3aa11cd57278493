//! Starting a chat: a ticket with its first message, in the queue.

use super::chat;
use super::eligibility::{EligibleCompany, admit, running};
use crate::actor::Person;
use crate::conversation::{self, Reply, ReplyActions};
use crate::drafts::{self, SendCheck};
use crate::events::{Idempotency, fingerprint, idempotency, lock};
use crate::files::{Upload, check_count};
use crate::messages::{self, MessageBody, NewMessage};
use crate::scope::ticket;
use crate::tickets::insert::{NewTicket, insert};
use crate::tickets::open::number_of;
use crate::tickets::{change, mark_read, subscribe};
use crate::write::Write;
use crate::{Desk, Error, Result, pace};
use domain::Refusal;
use domain::chat::CHANNEL;
use domain::drafts::DraftRef;
use domain::events::ticket::{Event, Opened};
use domain::text::is_blank;
use domain::tickets::StatusKind;
use sea_orm::{EntityTrait, Set};

/// The first message of a chat.
pub struct FirstMessage {
    /// Its slug; empty for the only one.
    pub company: String,
    pub body: String,
    /// The same with its formatting; empty where there is none.
    pub html: String,
    pub files: Vec<Upload>,
    pub draft_ref: DraftRef,
    /// Empty or an idempotency key: sent twice, it starts one chat.
    pub key: String,
}

/// Characters of the first message that become the ticket's subject.
const SUBJECT: usize = 80;

/// Starts a chat and returns its number as shown. Where one of the person's runs already, the message is said there. A draft that
/// was sent before answers with the chat that it is in.
///
/// # Errors
/// `Forbidden` with the condition that is not met; `Invalid`; `Conflict` for a key that came with other content.
pub async fn start(desk: &Desk, person: &Person, first: FirstMessage) -> Result<String> {
    let catalogue = desk.catalogue();
    let eligible = match admit(desk, person, &catalogue, &first.company).await {
        Ok(eligible) => Ok(eligible),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(error) => return Err(error),
    };
    let (draft, eligible) = (&first, &eligible);
    let started = desk.write(person, |w| async move { write(&w, person, draft, eligible).await }).await?;
    match started {
        Started::In(number) => Ok(number),
        Started::Before { number, ahead } => post_to_running(desk, person, number, first, ahead).await,
    }
}

enum Started {
    /// The chat that the message is in.
    In(String),
    /// One of the person's runs already. `ahead` are the files that were sent ahead of the first message.
    Before { number: String, ahead: Vec<Upload> },
}

async fn write(
    w: &Write,
    person: &Person,
    first: &FirstMessage,
    eligible: &Result<EligibleCompany<'_>, Refusal>,
) -> Result<Started> {
    let catalogue = w.desk().catalogue();
    lock(w, person.id).await?;
    let now = w.now();
    let pending = match idempotency::check(w, person.id, "chat", &first.key, request_fingerprint(first), now).await? {
        Idempotency::Seen(number) => return Ok(Started::In(number)),
        Idempotency::New(pending) => pending,
    };
    let said = MessageBody::with_files(
        &first.body,
        &first.html,
        !first.files.is_empty() || !first.draft_ref.uploads.is_empty(),
    );
    let text = said.as_ref().map(MessageBody::body).unwrap_or_default();
    let sending = match drafts::check_sent(w, person, &first.draft_ref, &[text, ""], !first.files.is_empty()).await? {
        SendCheck::AlreadySent(sent) => return Ok(Started::In(number_of(&catalogue, w, sent.ticket_id).await?)),
        SendCheck::NotSent(sending) => sending,
    };
    if let Some(number) = running(&**w, person, company(person, &first.company)).await? {
        let ahead =
            drafts::load_uploads(w, person, drafts::new_ticket(first.draft_ref.window), &first.draft_ref.uploads)
                .await?;
        // They hang on nothing yet, and are taken by the message.
        w.discard();
        return Ok(Started::Before { number: catalogue.number(number), ahead });
    }
    let eligible = eligible.as_ref().map_err(Clone::clone)?;
    pace::consume(w, person)?;
    let raised = open(w, person, eligible, first, said?).await?;
    let number = catalogue.number(raised.number);
    pending.store(w, &number).await?;
    sending.store(w, raised.id, "", now).await?;
    Ok(Started::In(number))
}

/// Raises the chat's ticket with its first message.
async fn open(
    w: &Write,
    person: &Person,
    eligible: &EligibleCompany<'_>,
    first: &FirstMessage,
    said: MessageBody,
) -> Result<ticket::Model> {
    let place = drafts::new_ticket(first.draft_ref.window);
    let mut files = drafts::load_uploads(w, person, place, &first.draft_ref.uploads).await?;
    files.extend_from_slice(&first.files);
    check_count(&files)?;
    drafts::finish(w, person.id, place, &first.draft_ref, &first.body).await?;
    let raised = insert_ticket(w, person, eligible, subject(&said, &files)).await?;
    let saying = NewMessage { author_id: person.id, note: false, body: said, files: &files };
    let written = messages::post(w, &raised, saying).await?;
    let opened = Opened {
        number: w.desk().catalogue().number(raised.number),
        channel: raised.channel.clone(),
        mentions: written.mentioned.clone(),
    };
    insert_chat(w, &raised).await?;
    let event = w.record(raised.new_event(w, Event::Opened(opened))).await?;
    subscribe::all(w, raised.id, &written.mentioned).await?;
    change::touch(w, &raised, event).await?;
    mark_read(w, person.id, raised.id, event).await?;
    subscribe::add(w, raised.id, person.id).await?;
    super::ticket_hooks::mark_author_present(w, raised.id, person.id, &written.id).await?;
    Ok(raised)
}

fn company(person: &Person, slug: &str) -> Option<i64> {
    person.companies.iter().find(|home| home.slug == slug).map(|home| home.company_id)
}

/// Nothing that was written is lost because a chat runs already.
async fn post_to_running(
    desk: &Desk,
    person: &Person,
    number: String,
    first: FirstMessage,
    mut files: Vec<Upload>,
) -> Result<String> {
    let FirstMessage { body, html, draft_ref, key, .. } = first;
    files.extend(first.files);
    let nothing = is_blank(&body) && is_blank(&html) && files.is_empty();
    if !nothing {
        let of_draft = DraftRef { draft: draft_ref.draft.clone(), ..DraftRef::default() };
        let text = body.clone();
        let actions = ReplyActions::default();
        let reply = Reply { body, html, note: false, files, draft_ref: of_draft, key, actions };
        conversation::reply(desk, person, &number, reply).await?;
        let (draft_ref, text) = (&draft_ref, &text);
        desk.write(person, |w| async move {
            drafts::finish(&w, person.id, drafts::new_ticket(draft_ref.window), draft_ref, text).await
        })
        .await?;
    }
    Ok(number)
}

fn request_fingerprint(first: &FirstMessage) -> Vec<u8> {
    let files = first.files.iter().flat_map(|file| [file.name.as_bytes(), &file.sha256[..]]);
    let uploads = first.draft_ref.uploads.iter().map(String::as_bytes);
    let texts = [&first.company, &first.body, &first.html].map(|text| text.as_bytes());
    fingerprint(texts.into_iter().chain(files).chain(uploads))
}

/// How the first message begins, or what its first file is called.
fn subject(said: &MessageBody, files: &[Upload]) -> String {
    let line = said.body().lines().map(str::trim).find(|line| !is_blank(line));
    let line = line.or_else(|| files.first().map(|file| file.name.as_str())).unwrap_or("…");
    match line.char_indices().nth(SUBJECT) {
        None => line.to_owned(),
        Some((end, _)) => {
            let cut = &line[..end];
            let word = cut.rfind(' ').filter(|place| *place > end / 2).map_or(cut, |place| &cut[..place]);
            format!("{}…", word.trim_end())
        }
    }
}

async fn insert_ticket(
    w: &Write,
    person: &Person,
    eligible: &EligibleCompany<'_>,
    subject: String,
) -> Result<ticket::Model> {
    let catalogue = w.desk().catalogue();
    let new = NewTicket {
        subject,
        company_id: eligible.home.company_id,
        reporter_id: person.id,
        assignee_id: None,
        queue_id: eligible.queue.id,
        type_id: eligible.kind.id,
        status: catalogue.first_status(eligible.kind, &[StatusKind::New, StatusKind::Open])?,
        priority: catalogue.usual_priority()?,
        channel: CHANNEL,
        by_customer: true,
    };
    insert(w, new).await
}

async fn insert_chat(w: &Write, ticket: &ticket::Model) -> Result<()> {
    let now = w.now();
    let row = chat::ActiveModel {
        ticket_id: Set(ticket.id),
        company_id: Set(ticket.company_id),
        customer_id: Set(ticket.reporter_id),
        queue_id: Set(ticket.queue_id),
        stage: Set(chat::WAITING.into()),
        asked_at: Set(now),
        said_at: Set(now),
        said_by_customer: Set(true),
        customer_at: Set(now),
        ..Default::default()
    };
    chat::Entity::insert(row).exec_without_returning(&**w).await?;
    Ok(())
}
