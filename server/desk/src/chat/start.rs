//! Starting a chat: a ticket with its first message, in the line.

use super::chat;
use super::door::{Line, admit, running};
use crate::actor::Person;
use crate::conversation::{self, Reply, ReplyActions};
use crate::drafts::{self, Sending};
use crate::events::{Once, begin, fingerprint, lock};
use crate::files::{Upload, check_count};
use crate::messages::{self, Said, Saying};
use crate::scope::ticket;
use crate::tickets::insert::{NewTicket, insert};
use crate::tickets::open::number_of;
use crate::tickets::{change, mark_read, subscribe};
use crate::write::Write;
use crate::{Desk, Error, Result, pace};
use domain::Refusal;
use domain::chat::CHANNEL;
use domain::drafts::Begun;
use domain::events::ticket::{Event, Opened};
use domain::text::is_blank;
use domain::tickets::StatusKind;
use sea_orm::{EntityTrait, Set};

/// The first message of a chat.
pub struct Begin {
    /// Its slug; empty for the only one.
    pub company: String,
    pub body: String,
    /// The same with its formatting; empty where there is none.
    pub html: String,
    pub files: Vec<Upload>,
    pub begun: Begun,
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
pub async fn start(desk: &Desk, person: &Person, first: Begin) -> Result<String> {
    let catalogue = desk.catalogue();
    let line = match admit(desk, person, &catalogue, &first.company).await {
        Ok(line) => Ok(line),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(error) => return Err(error),
    };
    let (draft, line) = (&first, &line);
    let started = desk.write(person, |w| async move { write(&w, person, draft, line).await }).await?;
    match started {
        Started::In(number) => Ok(number),
        Started::Before { number, ahead } => go_on(desk, person, number, first, ahead).await,
    }
}

enum Started {
    /// The chat that the message is in.
    In(String),
    /// One of the person's runs already. `ahead` are the files that were sent ahead of the first message.
    Before { number: String, ahead: Vec<Upload> },
}

async fn write(w: &Write, person: &Person, first: &Begin, line: &Result<Line<'_>, Refusal>) -> Result<Started> {
    let catalogue = w.desk().catalogue();
    lock(w, person.id).await?;
    let now = w.now();
    let pending = match begin(w, person.id, "chat", &first.key, print(first), now).await? {
        Once::Before(number) => return Ok(Started::In(number)),
        Once::Now(pending) => pending,
    };
    let said = Said::with_files(&first.body, &first.html, !first.files.is_empty() || !first.begun.uploads.is_empty());
    let text = said.as_ref().map(Said::body).unwrap_or_default();
    let sending = match drafts::begin(w, person, &first.begun, &[text, ""], !first.files.is_empty()).await? {
        Sending::Before(sent) => return Ok(Started::In(number_of(&catalogue, w, sent.ticket_id).await?)),
        Sending::Now(sending) => sending,
    };
    if let Some(number) = running(&**w, person, company(person, &first.company)).await? {
        let ahead = drafts::take(w, person, drafts::new_ticket(first.begun.window), &first.begun.uploads).await?;
        // They hang on nothing yet, and are taken by the message.
        w.discard();
        return Ok(Started::Before { number: catalogue.number(number), ahead });
    }
    let line = line.as_ref().map_err(Clone::clone)?;
    pace::take(w, person)?;
    let raised = open(w, person, line, first, said?).await?;
    let number = catalogue.number(raised.number);
    pending.keep(w, &number).await?;
    sending.keep(w, raised.id, "", now).await?;
    Ok(Started::In(number))
}

/// Raises the chat's ticket with its first message.
async fn open(w: &Write, person: &Person, line: &Line<'_>, first: &Begin, said: Said) -> Result<ticket::Model> {
    let place = drafts::new_ticket(first.begun.window);
    let mut files = drafts::take(w, person, place, &first.begun.uploads).await?;
    files.extend_from_slice(&first.files);
    check_count(&files)?;
    drafts::finish(w, person.id, place, &first.begun, &first.body).await?;
    let raised = raise(w, person, line, subject(&said, &files)).await?;
    let saying = Saying { author_id: person.id, note: false, said, files: &files };
    let written = messages::say(w, &raised, saying).await?;
    let opened = Opened {
        number: w.desk().catalogue().number(raised.number),
        channel: raised.channel.clone(),
        mentions: written.mentioned.clone(),
    };
    wait(w, &raised).await?;
    let event = w.record(raised.fact(w, Event::Opened(opened))).await?;
    subscribe::all(w, raised.id, &written.mentioned).await?;
    change::touch(w, &raised, event).await?;
    mark_read(w, person.id, raised.id, event).await?;
    subscribe::add(w, raised.id, person.id).await?;
    super::said::wrote(w, raised.id, person.id, &written.id).await?;
    Ok(raised)
}

fn company(person: &Person, slug: &str) -> Option<i64> {
    person.companies.iter().find(|home| home.slug == slug).map(|home| home.company_id)
}

/// Nothing that was written is lost because a chat runs already.
async fn go_on(desk: &Desk, person: &Person, number: String, first: Begin, mut files: Vec<Upload>) -> Result<String> {
    let Begin { body, html, begun, key, .. } = first;
    files.extend(first.files);
    let nothing = is_blank(&body) && is_blank(&html) && files.is_empty();
    if !nothing {
        let of_draft = Begun { draft: begun.draft.clone(), ..Begun::default() };
        let text = body.clone();
        let actions = ReplyActions::default();
        let reply = Reply { body, html, note: false, files, begun: of_draft, key, actions };
        conversation::reply(desk, person, &number, reply).await?;
        let (begun, text) = (&begun, &text);
        desk.write(person, |w| async move {
            drafts::finish(&w, person.id, drafts::new_ticket(begun.window), begun, text).await
        })
        .await?;
    }
    Ok(number)
}

fn print(first: &Begin) -> Vec<u8> {
    let files = first.files.iter().flat_map(|file| [file.name.as_bytes(), &file.sha256[..]]);
    let uploads = first.begun.uploads.iter().map(String::as_bytes);
    let texts = [&first.company, &first.body, &first.html].map(|text| text.as_bytes());
    fingerprint(texts.into_iter().chain(files).chain(uploads))
}

/// How the first message begins, or what its first file is called.
fn subject(said: &Said, files: &[Upload]) -> String {
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

async fn raise(w: &Write, person: &Person, line: &Line<'_>, subject: String) -> Result<ticket::Model> {
    let catalogue = w.desk().catalogue();
    let new = NewTicket {
        subject,
        company_id: line.home.company_id,
        reporter_id: person.id,
        assignee_id: None,
        queue_id: line.queue.id,
        type_id: line.kind.id,
        status: catalogue.first_status(line.kind, &[StatusKind::New, StatusKind::Open])?,
        priority: catalogue.usual_priority()?,
        channel: CHANNEL,
        by_customer: true,
    };
    insert(w, new).await
}

async fn wait(w: &Write, ticket: &ticket::Model) -> Result<()> {
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
