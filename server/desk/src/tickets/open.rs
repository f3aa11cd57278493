//! Creating a ticket from a draft.

use super::insert::{NewTicket, insert};
use super::new_ticket_form::offers_attribute;
use super::on_behalf::OnBehalf;
use super::{auto_answer, mark_read, subscribe, value};
use crate::actor::Person;
use crate::catalogue::attribute::matches_whole;
use crate::catalogue::{Catalogue, Priority, Queue, Status, TicketType};
use crate::db::Tx;
use crate::drafts::{self, SendCheck};
use crate::events::{Idempotency, fingerprint, idempotency};
use crate::files::{Upload, check_count};
use crate::messages::{self, MessageBody, NewMessage};
use crate::scope::ticket;
use crate::write::Write;
use crate::{Desk, Error, Result, assets, entitlements, pace};
use domain::events::ticket::{Event, Excepted, Opened};
use domain::refusal::Faults;
use domain::tickets::draft::{TicketDraft, check_subject};
use domain::tickets::{StatusKind, attribute};
use domain::{Fault, Reason, Refusal};
use sea_orm::{EntityTrait, Set};
use std::collections::BTreeSet;

/// A draft that fits in every respect.
#[derive(Clone)]
struct CheckedDraft<'a> {
    subject: String,
    kind: &'a TicketType,
    queue: &'a Queue,
    status: &'a Status,
    priority: &'a Priority,
    description: MessageBody,
    values: Vec<(i64, String)>,
    channel: &'static str,
}

/// Raises a ticket for a contact, or an agent's for whoever has called, and returns its number as shown. With a `key` it is raised
/// once however often it is sent; a draft that was sent before answers with the ticket it became.
///
/// # Errors
/// `Forbidden` with the plan's reason; `Invalid` with everything that is wrong; `NotFound` for a company that is not there;
/// `Conflict` for a key that came with other content; `TooFast`.
pub async fn open(desk: &Desk, person: &Person, draft: &TicketDraft, files: &[Upload], key: &str) -> Result<String> {
    let catalogue = desk.catalogue();
    let prepared = prepare(desk, &catalogue, person, draft).await?;
    let prepared = &prepared;
    desk.write(person, |w| async move { open_in(&w, person, prepared, draft, files, key).await }).await
}

/// The work of [`open`], for a draft that was [prepared](prepare).
pub(crate) async fn open_in(
    w: &Write,
    person: &Person,
    prepared: &PreparedTicket<'_>,
    draft: &TicketDraft,
    files: &[Upload],
    key: &str,
) -> Result<String> {
    let pending = match idempotency::check(w, person.id, "open", key, draft_fingerprint(draft, files), w.now()).await? {
        Idempotency::Seen(number) => return Ok(number),
        Idempotency::New(pending) => pending,
    };
    let texts = draft_texts(draft, prepared.checked.description.body());
    let sending = match drafts::check_sent(w, person, &draft.draft_ref, &texts, !files.is_empty()).await? {
        SendCheck::AlreadySent(sent) if sent.message.is_empty() => {
            return number_of(&w.desk().catalogue(), w, sent.ticket_id).await;
        }
        SendCheck::AlreadySent(_) => return Err(Refusal::Conflict.into()),
        SendCheck::NotSent(sending) => sending,
    };
    pace::consume(w, person)?;
    let (id, number) = raise(w, person, prepared.clone(), draft, files).await?;
    pending.store(w, &number).await?;
    sending.store(w, id, "", w.now()).await?;
    Ok(number)
}

/// What a draft says, whatever tab it is sent from.
fn draft_texts<'a>(draft: &'a TicketDraft, description: &'a str) -> Vec<&'a str> {
    let fields =
        [&draft.subject, &draft.kind, &draft.queue, &draft.company, &draft.priority, &draft.on_behalf.reporter];
    let attributes = draft.attributes.iter().flat_map(|(name, text)| [name, text]);
    let texts = fields.into_iter().chain(attributes).chain(&draft.assets).map(String::as_str);
    std::iter::once(description).chain(texts).collect()
}

/// The number of a ticket as shown.
pub(crate) async fn number_of(catalogue: &Catalogue, tx: &Tx, id: i64) -> Result<String> {
    let found = ticket::Entity::find_by_id(id).one(tx).await?.ok_or(Refusal::NotFound)?;
    Ok(catalogue.number(found.number))
}

/// A ticket that may be raised as it is.
#[derive(Clone)]
pub(crate) struct PreparedTicket<'a> {
    on_behalf: OnBehalf<'a>,
    checked: CheckedDraft<'a>,
    exception: Option<String>,
}

impl PreparedTicket<'_> {
    /// The same, come in by another way.
    pub fn by(mut self, channel: &'static str) -> Self {
        self.checked.channel = channel;
        self
    }
}

/// Asks everything that decides whether a draft becomes a ticket.
///
/// # Errors
/// As [`open`].
pub(crate) async fn prepare<'a>(
    desk: &Desk,
    catalogue: &'a Catalogue,
    person: &'a Person,
    draft: &TicketDraft,
) -> Result<PreparedTicket<'a>> {
    let on_behalf = OnBehalf::of(desk, person, &draft.company, &draft.on_behalf.reporter).await?;
    let mut checked = check(catalogue, person, &on_behalf, draft)?;
    let product = checked.queue.product.as_deref();
    let exception = on_behalf.may_raise(desk, draft, product).await?;
    checked.queue = entitlements::team_queue(catalogue, on_behalf.home(), product).unwrap_or(checked.queue);
    Ok(PreparedTicket { on_behalf, checked, exception })
}

/// Raises what was prepared, and gives the ticket's id and its number as shown.
pub(crate) async fn raise(
    w: &Write,
    person: &Person,
    prepared: PreparedTicket<'_>,
    draft: &TicketDraft,
    files: &[Upload],
) -> Result<(i64, String)> {
    let PreparedTicket { on_behalf, checked, exception } = prepared;
    let (home, reporter_id) = (on_behalf.home(), on_behalf.reporter_id(person));
    let place = drafts::new_ticket(draft.draft_ref.window);
    let mut sent = drafts::load_uploads(w, person, place, &draft.draft_ref.uploads).await?;
    sent.extend_from_slice(files);
    check_count(&sent)?;
    drafts::finish(w, person.id, place, &draft.draft_ref, &draft.description).await?;
    let new = NewTicket {
        subject: checked.subject,
        company_id: home.company_id,
        reporter_id,
        assignee_id: None,
        queue_id: checked.queue.id,
        type_id: checked.kind.id,
        status: checked.status,
        priority: checked.priority,
        channel: checked.channel,
        by_customer: !person.is_staff(),
    };
    let raised = insert(w, new).await?;
    let (id, number) = (raised.id, w.desk().catalogue().number(raised.number));
    for (attribute_id, text) in checked.values {
        let row = value::ActiveModel { ticket_id: Set(id), attribute_id: Set(attribute_id), value: Set(text) };
        value::Entity::insert(row).exec_without_returning(&**w).await?;
    }
    assets::link::add(w, person, id, home.company_id, &draft.assets).await?;
    let saying = NewMessage { author_id: person.id, note: false, body: checked.description, files: &sent };
    let written = messages::post(w, &raised, saying).await?;
    let opened =
        Opened { number: number.clone(), channel: raised.channel.clone(), mentions: written.mentioned.clone() };
    let opened = w.record(raised.new_event(w, Event::Opened(opened))).await?;
    subscribe::all(w, id, &written.mentioned).await?;
    let event = match &checked.queue.auto_answer {
        Some(text) => auto_answer::write(w, &raised, text, w.now()).await?,
        None => opened,
    };
    // That the plan would not have let the reporter raise it is for the desk alone.
    let last = match exception {
        Some(reason) => w.record(raised.new_event(w, Event::Excepted(Excepted { reason }))).await?,
        None => event,
    };
    let row =
        ticket::ActiveModel { id: Set(id), last_event: Set(last), last_public_event: Set(event), ..Default::default() };
    ticket::Entity::update(row).exec_without_returning(&**w).await?;
    mark_read(w, person.id, id, last).await?;
    for user_id in BTreeSet::from([person.id, reporter_id]) {
        subscribe::add(w, id, user_id).await?;
    }
    Ok((id, number))
}

/// What is wrong with a draft whose files were refused already: everything at once.
pub async fn refuse(desk: &Desk, person: &Person, draft: &TicketDraft, files: Vec<Fault>) -> Error {
    let on_behalf = match OnBehalf::of(desk, person, &draft.company, &draft.on_behalf.reporter).await {
        Ok(on_behalf) => on_behalf,
        Err(error) => return error,
    };
    let mut faults = match check(&desk.catalogue(), person, &on_behalf, draft) {
        Err(Error::Refused(Refusal::Invalid(faults))) => faults,
        Err(error) => return error,
        Ok(_) => Vec::new(),
    };
    faults.extend(files);
    Refusal::Invalid(faults).into()
}

fn check<'a>(
    catalogue: &'a Catalogue,
    person: &Person,
    on_behalf: &OnBehalf<'_>,
    draft: &TicketDraft,
) -> Result<CheckedDraft<'a>> {
    let mut faults = Faults::default();
    let company_id = on_behalf.home().company_id;
    let channel = faults.check_field("channel", on_behalf.channel(&draft.on_behalf));
    let subject = faults.check_field("subject", check_subject(&draft.subject));
    let description = faults.check_field("description", MessageBody::from_form(&draft.description, &draft.html));
    let kind = catalogue.types.iter().find(|kind| kind.slug == draft.kind && on_behalf.offers_type(person, kind));
    let kind = faults.check_field("type", kind.ok_or(missing_or_not_offered(&draft.kind)));
    let queue =
        catalogue.queues.iter().find(|queue| queue.slug == draft.queue && on_behalf.offers_queue(person, queue));
    let queue = faults.check_field("queue", queue.ok_or(missing_or_not_offered(&draft.queue)));
    let priority = match draft.priority.as_str() {
        "" => Some(catalogue.usual_priority()?),
        slug => faults
            .check_field("priority", catalogue.priorities.iter().find(|p| p.slug == slug).ok_or(Reason::NotOffered)),
    };
    let values = kind.map(|kind| check_values(person, company_id, kind, draft, &mut faults));
    faults.into_result()?;
    let (Some(subject), Some(description), Some(kind), Some(queue), Some(priority), Some(values), Some(channel)) =
        (subject, description, kind, queue, priority, values, channel)
    else {
        return Err(Error::broken("a draft without faults is complete"));
    };
    let status = catalogue.first_status(kind, &[StatusKind::New, StatusKind::Open])?;
    Ok(CheckedDraft { subject, kind, queue, status, priority, description, values, channel })
}

fn missing_or_not_offered(slug: &str) -> Reason {
    if slug.is_empty() { Reason::Missing } else { Reason::NotOffered }
}

/// Checks the attributes that this person is offered. Values of others are left alone: a form without JavaScript sends the
/// fields of every type.
fn check_values(
    person: &Person,
    company_id: i64,
    kind: &TicketType,
    draft: &TicketDraft,
    faults: &mut Faults,
) -> Vec<(i64, String)> {
    let offered: Vec<_> = kind
        .groups
        .iter()
        .flat_map(|group| &group.attributes)
        .filter(|attribute| offers_attribute(person, company_id, attribute.id))
        .collect();
    let mut values = Vec::new();
    for known in &offered {
        let sent =
            draft.attributes.iter().rev().find(|(name, _)| *name == known.field.name).map_or("", |(_, text)| text);
        let name = format!("attr.{}", known.field.name);
        if let Some(Some(text)) = faults.check_field(&name, attribute::check(&known.field, sent, matches_whole)) {
            values.push((known.id, text));
        }
    }
    values
}

fn draft_fingerprint(draft: &TicketDraft, files: &[Upload]) -> Vec<u8> {
    let TicketDraft { subject, kind, queue, company, priority, description, html, .. } = draft;
    let on_behalf = [&draft.on_behalf.reporter, &draft.on_behalf.channel, &draft.on_behalf.exception];
    let fields = [subject, kind, queue, company, priority, description, html].into_iter().chain(on_behalf);
    let attributes = draft.attributes.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
    let files = files.iter().flat_map(|file| [file.name.as_bytes(), &file.sha256[..]]);
    let uploads = draft.draft_ref.uploads.iter().map(String::as_bytes);
    let assets = draft.assets.iter().map(String::as_bytes);
    let fields = fields.map(|field| field.as_bytes());
    fingerprint(fields.chain(attributes).chain(files).chain(uploads).chain(assets))
}
