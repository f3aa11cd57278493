//! Raising a ticket.

use super::behalf::Behalf;
use super::insert::{New, insert};
use super::offer::offers_attribute;
use super::{automatic, mark_read, subscribe, ticket, value};
use crate::catalogue::{Catalogue, Priority, Queue, Status, TicketType};
use crate::conversation::{self, Said, Saying};
use crate::db::Tx;
use crate::drafts::{self, Sending};
use crate::events::{self, Fact, Once, begin, fingerprint};
use crate::files::{Upload, check_count};
use crate::pace::Turn;
use crate::people::Person;
use crate::{Desk, Error, Result, assets, plans};
use domain::events::ticket::{Event, Excepted, Opened};
use domain::refusal::Faults;
use domain::tickets::draft::{Draft, check_subject};
use domain::tickets::{StatusKind, attribute};
use domain::{Fault, Reason, Refusal};
use regex::RegexBuilder;
use sea_orm::{EntityTrait, Set};
use std::collections::BTreeSet;

/// A draft that fits in every respect.
#[derive(Clone)]
struct Checked<'a> {
    subject: String,
    kind: &'a TicketType,
    queue: &'a Queue,
    status: &'a Status,
    priority: &'a Priority,
    description: Said,
    values: Vec<(i64, String)>,
    channel: &'static str,
}

/// Raises a ticket for a contact, or an agent's for whoever has called, and returns its number as shown. With a `key` it is raised
/// once however often it is sent; a draft that was sent before answers with the ticket it became.
///
/// # Errors
/// `Forbidden` with the plan's reason; `Invalid` with everything that is wrong; `NotFound` for a company that is not there;
/// `Conflict` for a key that came with other content; `TooFast`.
pub async fn open(desk: &Desk, person: &Person, draft: &Draft, files: &[Upload], key: &str) -> Result<String> {
    let catalogue = desk.catalogue();
    let prepared = prepare(desk, &catalogue, person, draft).await?;
    let (number, turn) = desk.write(|tx| write(desk, tx, &prepared, person, draft, files, key)).await?;
    turn.into_iter().for_each(Turn::keep);
    Ok(number)
}

/// The number, and the turn that it has taken; what was raised before is not counted again.
async fn write<'a>(
    desk: &'a Desk,
    tx: Tx,
    prepared: &Prepared<'_>,
    person: &Person,
    draft: &Draft,
    files: &[Upload],
    key: &str,
) -> Result<(String, Option<Turn<'a>>)> {
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let pending = match begin(&tx, person, "open", key, print(draft, files), now).await? {
        Once::Before(number) => return Ok((number, None)),
        Once::Now(pending) => pending,
    };
    let said = said(draft, prepared.checked.description.body());
    let sending = match drafts::begin(&tx, person, &draft.begun, &said, !files.is_empty()).await? {
        Sending::Before(sent) if sent.message.is_empty() => {
            return Ok((number_of(&catalogue, &tx, sent.ticket_id).await?, None));
        }
        Sending::Before(_) => return Err(Refusal::Conflict.into()),
        Sending::Now(sending) => sending,
    };
    let turn = desk.pace().take(person, now)?;
    let (id, number) = raise(desk, &catalogue, &tx, person, prepared.clone(), draft, files).await?;
    pending.keep(&tx, &number).await?;
    sending.keep(&tx, id, "", now).await?;
    Ok((number, turn))
}

/// What a draft says, whatever tab it is sent from.
fn said<'a>(draft: &'a Draft, description: &'a str) -> Vec<&'a str> {
    let fields = [&draft.subject, &draft.kind, &draft.queue, &draft.company, &draft.priority, &draft.behalf.reporter];
    let attributes = draft.attributes.iter().flat_map(|(name, text)| [name, text]);
    let texts = fields.into_iter().chain(attributes).chain(&draft.assets).map(String::as_str);
    std::iter::once(description).chain(texts).collect()
}

/// The number of a ticket as shown.
pub(crate) async fn number_of(catalogue: &Catalogue, tx: &Tx, id: i64) -> Result<String> {
    let found = ticket::Entity::find_by_id(id).one(&**tx).await?.ok_or(Refusal::NotFound)?;
    Ok(catalogue.number(found.number))
}

/// A ticket that may be raised as it is.
#[derive(Clone)]
pub(crate) struct Prepared<'a> {
    behalf: Behalf<'a>,
    checked: Checked<'a>,
    exception: Option<String>,
}

impl Prepared<'_> {
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
    draft: &Draft,
) -> Result<Prepared<'a>> {
    let behalf = Behalf::of(desk, person, &draft.company, &draft.behalf.reporter).await?;
    let mut checked = check(catalogue, person, &behalf, draft)?;
    let product = checked.queue.product.as_deref();
    let exception = behalf.may_raise(desk, draft, product).await?;
    checked.queue = plans::team_queue(catalogue, behalf.home(), product).unwrap_or(checked.queue);
    Ok(Prepared { behalf, checked, exception })
}

/// Raises what was prepared, and gives the ticket's id and its number as shown.
pub(crate) async fn raise(
    desk: &Desk,
    catalogue: &Catalogue,
    tx: &Tx,
    person: &Person,
    prepared: Prepared<'_>,
    draft: &Draft,
    files: &[Upload],
) -> Result<(i64, String)> {
    let Prepared { behalf, checked, exception } = prepared;
    let (now, home, reporter_id) = (desk.now(), behalf.home(), behalf.reporter_id(person));
    let place = drafts::new_ticket(draft.begun.window);
    let mut sent = drafts::take(tx, person, place, &draft.begun.uploads).await?;
    sent.extend_from_slice(files);
    check_count(&sent)?;
    drafts::finish(tx, person.id, place, &draft.begun, &draft.description).await?;
    let new = New {
        subject: checked.subject,
        company_id: home.company_id,
        reporter_id,
        assignee_id: None,
        queue_id: checked.queue.id,
        type_id: checked.kind.id,
        status: checked.status,
        priority: checked.priority,
        channel: checked.channel,
        by_customer: !person.works_here(),
    };
    let raised = insert(tx, new, now).await?;
    let (id, number) = (raised.id, catalogue.number(raised.number));
    for (attribute_id, text) in checked.values {
        let row = value::ActiveModel { ticket_id: Set(id), attribute_id: Set(attribute_id), value: Set(text) };
        value::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    assets::link::add(tx, person, id, home.company_id, &draft.assets, now).await?;
    let saying = Saying { author_id: person.id, note: false, said: checked.description, files: &sent, at: now };
    let written = conversation::say(desk, tx, &raised, saying).await?;
    let fact = Fact {
        at: now,
        actor_id: Some(person.id),
        company_id: Some(home.company_id),
        ticket_id: Some(id),
        event: Event::Opened(Opened {
            number: number.clone(),
            channel: raised.channel.clone(),
            mentions: written.mentioned.clone(),
        })
        .into(),
    };
    let opened = events::append(tx, fact).await?;
    subscribe::all(tx, id, &written.mentioned).await?;
    let event = match &checked.queue.auto_answer {
        Some(text) => automatic::answer(tx, home.company_id, id, text, now).await?,
        None => opened,
    };
    let last = match &exception {
        Some(reason) => except(tx, person, &raised, reason, now).await?,
        None => event,
    };
    let row =
        ticket::ActiveModel { id: Set(id), last_event: Set(last), last_public_event: Set(event), ..Default::default() };
    ticket::Entity::update(row).exec_without_returning(&**tx).await?;
    mark_read(tx, person.id, id, last).await?;
    for user_id in BTreeSet::from([person.id, reporter_id]) {
        subscribe::add(tx, id, user_id).await?;
    }
    Ok((id, number))
}

/// Writes down that the plan would not have let the reporter raise it; for the desk alone.
async fn except(tx: &Tx, person: &Person, raised: &ticket::Model, reason: &str, at: i64) -> Result<i64> {
    let fact = Fact {
        at,
        actor_id: Some(person.id),
        company_id: Some(raised.company_id),
        ticket_id: Some(raised.id),
        event: Event::Excepted(Excepted { reason: reason.to_owned() }).into(),
    };
    events::append(tx, fact).await
}

/// What is wrong with a draft whose files were refused already: everything at once.
pub async fn refuse(desk: &Desk, person: &Person, draft: &Draft, files: Vec<Fault>) -> Error {
    let behalf = match Behalf::of(desk, person, &draft.company, &draft.behalf.reporter).await {
        Ok(behalf) => behalf,
        Err(error) => return error,
    };
    let mut faults = match check(&desk.catalogue(), person, &behalf, draft) {
        Err(Error::Refused(Refusal::Invalid(faults))) => faults,
        Err(error) => return error,
        Ok(_) => Vec::new(),
    };
    faults.extend(files);
    Refusal::Invalid(faults).into()
}

fn check<'a>(catalogue: &'a Catalogue, person: &Person, behalf: &Behalf<'_>, draft: &Draft) -> Result<Checked<'a>> {
    let mut faults = Faults::default();
    let company_id = behalf.home().company_id;
    let channel = faults.keep("channel", behalf.channel(&draft.behalf));
    let subject = faults.keep("subject", check_subject(&draft.subject));
    let description = faults.keep("description", Said::read(&draft.description, &draft.html));
    let kind = catalogue.types.iter().find(|kind| kind.slug == draft.kind && behalf.offers_type(person, kind));
    let kind = faults.keep("type", kind.ok_or(missing_or_not_offered(&draft.kind)));
    let queue = catalogue.queues.iter().find(|queue| queue.slug == draft.queue && behalf.offers_queue(person, queue));
    let queue = faults.keep("queue", queue.ok_or(missing_or_not_offered(&draft.queue)));
    let priority = match draft.priority.as_str() {
        "" => Some(catalogue.usual_priority()?),
        slug => faults.keep("priority", catalogue.priorities.iter().find(|p| p.slug == slug).ok_or(Reason::NotOffered)),
    };
    let values = kind.map(|kind| check_values(person, company_id, kind, draft, &mut faults));
    faults.done()?;
    let (Some(subject), Some(description), Some(kind), Some(queue), Some(priority), Some(values), Some(channel)) =
        (subject, description, kind, queue, priority, values, channel)
    else {
        return Err(Error::broken("a draft without faults is complete"));
    };
    let status = catalogue.first_status(kind, &[StatusKind::New, StatusKind::Open])?;
    Ok(Checked { subject, kind, queue, status, priority, description, values, channel })
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
    draft: &Draft,
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
        if let Some(Some(text)) = faults.keep(&name, attribute::check(&known.field, sent, matches_whole)) {
            values.push((known.id, text));
        }
    }
    values
}

/// Whether the pattern matches the whole value. Time and memory are bounded by the engine; a pattern that does not compile
/// within its limits matches nothing.
pub(crate) fn matches_whole(pattern: &str, text: &str) -> bool {
    let whole = RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(1 << 20).build();
    whole.is_ok_and(|regex| regex.is_match(text))
}

fn print(draft: &Draft, files: &[Upload]) -> Vec<u8> {
    let Draft { subject, kind, queue, company, priority, description, html, .. } = draft;
    let behalf = [&draft.behalf.reporter, &draft.behalf.channel, &draft.behalf.exception];
    let fields = [subject, kind, queue, company, priority, description, html].into_iter().chain(behalf);
    let attributes = draft.attributes.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
    let files = files.iter().flat_map(|file| [file.name.as_bytes(), &file.sha256[..]]);
    let uploads = draft.begun.uploads.iter().map(String::as_bytes);
    let assets = draft.assets.iter().map(String::as_bytes);
    let fields = fields.map(|field| field.as_bytes());
    fingerprint(fields.chain(attributes).chain(files).chain(uploads).chain(assets))
}
