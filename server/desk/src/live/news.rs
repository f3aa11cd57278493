//! Live news: what happened to a ticket, and the ticket as it is after it. Made once for all who hear of it.

mod gather;

pub(super) use gather::gather;

use crate::actor::Person;
use crate::format_time::format_time;
use domain::activities::What;
use domain::listing::Facts;
use domain::live::TicketUpdate;
use domain::tickets::Row;
use jiff::tz::TimeZone;
use sea_orm::FromQueryResult;
use std::sync::{Arc, Mutex, PoisonError};

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
