//! Live news: what happened to a ticket, and the ticket as it is after it. Made once for all who hear of it.

use crate::actor::Person;
use crate::catalogue::Catalogue;
use crate::events;
use crate::format_time::format_time;
use crate::{Desk, Result};
use domain::activities::What;
use domain::events::{Event, message, ticket};
use domain::listing::Facts;
use domain::live::TicketUpdate;
use domain::tickets::{Row, WaitsFor};
use jiff::tz::TimeZone;
use sea_orm::{FromQueryResult, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// A row of the log.
#[derive(FromQueryResult)]
pub(super) struct LiveEventRow {
    pub id: i64,
    ticket_id: i64,
    company_id: Option<i64>,
    actor_id: Option<i64>,
    kind: String,
    version: i16,
    public: bool,
    data: String,
    actor: Option<String>,
}

impl LiveEventRow {
    /// `None` for an event that a newer program wrote.
    pub(super) fn parse(self) -> Option<LiveEvent> {
        let event = events::read(&self.kind, self.version, &self.data)?;
        let Self { id, ticket_id, company_id, actor_id, public, actor, .. } = self;
        Some(LiveEvent { id, ticket_id, company_id, actor_id, public, event, actor })
    }
}

/// An event of the log that is published.
#[derive(Clone, Debug)]
pub(super) struct LiveEvent {
    pub id: i64,
    /// 0 for none.
    pub ticket_id: i64,
    pub company_id: Option<i64>,
    pub actor_id: Option<i64>,
    pub public: bool,
    pub event: Event,
    pub actor: Option<String>,
}

impl LiveEvent {
    /// Whether something was said or decided, what opened the ticket included.
    fn tells_more(&self) -> bool {
        matches!(self.event, Event::Ticket(ticket::Event::Opened(_))) || self.event.kind().is_message()
    }

    /// The queue that the ticket has left.
    fn left(&self) -> Option<i64> {
        match &self.event {
            Event::Ticket(ticket::Event::Queue(moved)) => moved.from.as_ref()?.id,
            _ => None,
        }
    }
}

/// The companies of whose plans something has become.
pub(super) fn plans_of(happened: &[LiveEvent]) -> BTreeSet<i64> {
    let of_plan = |logged: &&LiveEvent| matches!(logged.event, Event::Plan(_));
    happened.iter().filter(of_plan).filter_map(|logged| logged.company_id).collect()
}

#[derive(Debug, FromQueryResult)]
struct NewsTicket {
    id: i64,
    number: i64,
    subject: String,
    reference: Option<String>,
    company_id: i64,
    reporter_id: i64,
    assignee_id: Option<i64>,
    queue_id: i64,
    type_id: i64,
    status_id: i64,
    priority_id: i64,
    channel: String,
    closed: bool,
    created_at: i64,
    changed_at: i64,
    last_reply_by_customer: bool,
    company: String,
    company_slug: String,
    reporter: String,
    reporter_slug: String,
    assignee: Option<String>,
    assignee_slug: Option<String>,
    /// Somebody has asked for a call.
    called: bool,
}

#[derive(FromQueryResult)]
struct Concerned {
    ticket_id: i64,
    user_id: i64,
}

#[derive(Debug)]
pub struct News {
    /// Of the events that it tells of, the newest last.
    pub(super) events: Vec<i64>,
    /// Every event up to here is told by this piece of news and those before it; a stream goes on from here.
    pub(super) cursor: i64,
    /// Customers may know.
    pub(super) public: bool,
    pub(super) actor_id: Option<i64>,
    /// Whose inbox it has come into.
    concerned: Vec<i64>,
    mentioned: Vec<i64>,
    /// Who may raise cases by it.
    seated: Option<i64>,
    /// The message that it tells of.
    pub message: Option<String>,
    /// Messages that were taken back.
    pub withdrawn: Vec<String>,
    /// The queue that the ticket has left.
    left: Option<i64>,
    /// Empty for Portico itself.
    pub who: String,
    what: What,
    /// The same for customers, who may know a status by another name.
    what_for_customers: What,
    ticket: NewsTicket,
    facts: Facts,
    row: RowParts,
    written: Mutex<Vec<(NewsReader, Arc<str>)>>,
}

/// What one text of the news depends on: whether agents read it, and where.
#[derive(Debug, PartialEq)]
struct NewsReader {
    is_staff: bool,
    zone: TimeZone,
}

/// What a line of a list shows, but for the instants.
#[derive(Debug)]
struct RowParts {
    status: domain::tickets::Badge,
    status_for_customers: domain::tickets::Badge,
    priority: domain::tickets::Badge,
    queue: String,
    kind: String,
    now: i64,
}

impl News {
    pub fn number(&self) -> &str {
        &self.facts.number
    }

    pub fn subject(&self) -> &str {
        &self.facts.subject
    }

    /// Whether the person may hear of it at all.
    pub(super) fn is_for(&self, person: &Person) -> bool {
        (self.public || person.is_staff()) && self.is_seen_in(person, self.ticket.queue_id)
    }

    /// Whether it has taken the ticket out of the person's sight.
    pub(super) fn has_left(&self, person: &Person) -> bool {
        self.left.is_some_and(|queue| self.is_seen_in(person, queue)) && !self.is_seen_in(person, self.ticket.queue_id)
    }

    fn is_seen_in(&self, person: &Person, queue_id: i64) -> bool {
        person.sees(self.ticket.company_id, self.ticket.reporter_id, queue_id, self.ticket.type_id)
    }

    pub(super) fn concerns(&self, person: &Person) -> bool {
        self.concerned.contains(&person.id)
    }

    /// What happened, to this person.
    pub fn what(&self, person: &Person) -> &What {
        match self.seated {
            _ if self.mentioned.contains(&person.id) => &What::Mentioned,
            Some(seated) if seated == person.id => &What::Seated,
            _ if person.is_staff() => &self.what,
            _ => &self.what_for_customers,
        }
    }

    /// Whether what waits for the person may be another number now: their tickets, and calls that anybody may take.
    pub(super) fn is_work_of(&self, person: &Person) -> bool {
        person.is_staff() && (self.ticket.called || self.is_of(person))
    }

    /// Raised by the person or, at the desk, assigned to them.
    pub(super) fn is_of(&self, person: &Person) -> bool {
        let owner = if person.is_staff() { self.ticket.assignee_id } else { Some(self.ticket.reporter_id) };
        owner == Some(person.id)
    }

    /// The news as `write` puts it, for this person. Kept, because most readers share one.
    pub fn written(&self, person: &Person, write: impl FnOnce(TicketUpdate) -> String) -> Arc<str> {
        let reader = NewsReader { is_staff: person.is_staff(), zone: person.zone.clone() };
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, text)) = written.iter().find(|(known, _)| *known == reader) {
            return text.clone();
        }
        let text: Arc<str> = write(TicketUpdate { facts: self.facts.clone(), row: self.row(&reader) }).into();
        written.push((reader, text.clone()));
        text
    }

    fn row(&self, reader: &NewsReader) -> Row {
        let (ticket, parts, zone) = (&self.ticket, &self.row, &reader.zone);
        let status = if reader.is_staff { &parts.status } else { &parts.status_for_customers };
        Row {
            number: self.facts.number.clone(),
            subject: ticket.subject.clone(),
            status: status.clone(),
            priority: parts.priority.clone(),
            queue: parts.queue.clone(),
            kind: parts.kind.clone(),
            reporter: ticket.reporter.clone(),
            company: ticket.company.clone(),
            assignee: ticket.assignee.clone(),
            channel: ticket.channel.clone(),
            created: format_time(ticket.created_at, parts.now, zone),
            changed: format_time(ticket.changed_at, parts.now, zone),
            unread: false,
            values: Vec::new(),
            hits: Vec::new(),
            found: None,
        }
    }
}

/// One piece of news for each ticket, and another one for what only the desk may know of it.
pub(super) async fn gather(desk: &Desk, happened: &[LiveEvent], cursor: i64) -> Result<Vec<News>> {
    let mut grouped: BTreeMap<(i64, bool), Vec<&LiveEvent>> = BTreeMap::new();
    for logged in happened.iter().filter(|logged| logged.public || logged.event.kind().for_the_desk()) {
        grouped.entry((logged.ticket_id, logged.public)).or_default().push(logged);
    }
    if grouped.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = grouped.keys().map(|(id, _)| id.to_string()).collect();
    let (tickets, concerned) = (tickets(desk, &ids).await?, concerned(desk, &ids, happened).await?);
    let catalogue = desk.catalogue();
    let mut news = Vec::new();
    for ((ticket_id, _), events) in grouped {
        if let Some(ticket) = tickets.iter().find(|ticket| ticket.id == ticket_id) {
            let users = concerned.iter().filter(|row| row.ticket_id == ticket_id).map(|row| row.user_id).collect();
            news.push(news_of(desk, &catalogue, ticket, &events, users, cursor)?);
        }
    }
    news.sort_by_key(|news| news.events.last().copied());
    Ok(news)
}

fn news_of(
    desk: &Desk,
    catalogue: &Catalogue,
    found: &NewsTicket,
    events: &[&LiveEvent],
    concerned: Vec<i64>,
    cursor: i64,
) -> Result<News> {
    let last = events.last().ok_or_else(|| crate::Error::broken("news without an event"))?;
    // What was said counts for more than what was set along with it.
    let withdrawn: Vec<String> = events.iter().filter_map(|logged| withdrawal(&logged.event)).collect();
    let is_gone = |id: &str| withdrawn.iter().any(|gone| gone == id);
    let is_said = |logged: &&&LiveEvent| logged.tells_more() && logged.event.message().is_none_or(|id| !is_gone(id));
    let logged = events.iter().rfind(is_said).unwrap_or(last);
    let left = events.iter().find_map(|logged| logged.left());
    let message = logged.event.message().filter(|id| !is_gone(id)).map(str::to_owned);
    let (status, kind) = (catalogue.status(found.status_id)?, catalogue.ticket_type(found.type_id)?);
    let (queue, priority) = (catalogue.queue(found.queue_id)?, catalogue.priority(found.priority_id)?);
    Ok(News {
        events: events.iter().map(|logged| logged.id).collect(),
        cursor: cursor.min(last.id),
        public: last.public,
        actor_id: logged.actor_id,
        concerned,
        left,
        who: logged.actor.clone().unwrap_or_default(),
        what: catalogue.what(true, &logged.event),
        what_for_customers: catalogue.what(false, &logged.event),
        mentioned: logged.event.mentioned().to_vec(),
        seated: logged.event.seated(),
        message,
        withdrawn,
        facts: Facts {
            number: catalogue.number(found.number),
            subject: found.subject.clone(),
            reference: found.reference.clone(),
            closed: found.closed,
            queues: catalogue.above(found.queue_id),
            kind: kind.slug.clone(),
            status: status.slug.clone(),
            status_kind: status.kind,
            priority: priority.slug.clone(),
            reporter: found.reporter_slug.clone(),
            assignee: found.assignee_slug.clone(),
            channel: found.channel.clone(),
            company: found.company_slug.clone(),
            created_at: found.created_at,
            changed_at: found.changed_at,
            waits_for_customer: status.waits_for == Some(WaitsFor::Customer),
            last_reply_by_customer: found.last_reply_by_customer,
        },
        row: RowParts {
            status: status.badge.clone(),
            status_for_customers: status.for_customers().clone(),
            priority: priority.badge.clone(),
            queue: queue.path.clone(),
            kind: kind.name.clone(),
            now: desk.now(),
        },
        ticket: NewsTicket::copy(found),
        written: Mutex::default(),
    })
}

/// The message that the event takes back.
fn withdrawal(event: &Event) -> Option<String> {
    match event {
        Event::Message(message::Event::Retracted(retracted)) => Some(retracted.message.clone()),
        _ => None,
    }
}

impl NewsTicket {
    fn copy(found: &Self) -> Self {
        Self {
            subject: found.subject.clone(),
            reference: None,
            channel: found.channel.clone(),
            company: found.company.clone(),
            company_slug: String::new(),
            reporter: found.reporter.clone(),
            reporter_slug: String::new(),
            assignee: found.assignee.clone(),
            assignee_slug: None,
            ..*found
        }
    }
}

async fn tickets(desk: &Desk, ids: &[String]) -> Result<Vec<NewsTicket>> {
    let sql = format!(
        "SELECT t.id, t.number, t.subject, t.reference, t.company_id, t.reporter_id, t.assignee_id, t.queue_id, t.type_id, \
         t.status_id, t.priority_id, t.channel, t.closed, t.created_at, t.changed_at, t.last_reply_by_customer, c.name AS company, c.slug AS company_slug, \
         u.name AS reporter, u.slug AS reporter_slug, a.name AS assignee, a.slug AS assignee_slug, \
         EXISTS (SELECT 1 FROM calls k WHERE k.ticket_id = t.id) AS called FROM tickets t JOIN companies c ON c.id = t.company_id \
         JOIN users u ON u.id = t.reporter_id LEFT JOIN users a ON a.id = t.assignee_id WHERE t.id IN ({})",
        ids.join(", ")
    );
    Ok(NewsTicket::find_by_statement(Statement::from_string(desk.db().backend(), sql)).all(desk.db().read()).await?)
}

/// Into whose inboxes these events have come.
async fn concerned(desk: &Desk, tickets: &[String], happened: &[LiveEvent]) -> Result<Vec<Concerned>> {
    let first = happened.iter().map(|event| event.id).min().unwrap_or_default();
    let sql = format!(
        "SELECT ticket_id, user_id FROM activities WHERE ticket_id IN ({}) AND last_event >= {first}",
        tickets.join(", ")
    );
    Ok(Concerned::find_by_statement(Statement::from_string(desk.db().backend(), sql)).all(desk.db().read()).await?)
}
