//! Writer of imported tickets: turns a record into a ticket of this desk.

use super::companies::Companies;
use super::find;
use super::people::People;
use crate::catalogue::{Catalogue, TicketType};
use crate::import::mapping::Mapping;
use crate::import::record::{Author, MessageRecord, TicketRecord};
use crate::tickets::load::{BulkMessage, BulkTicket};
use crate::write::Write;
use crate::{Error, Result, random};

/// What writing a record needs: the transaction, the mapping, the catalogue, and who is known so far.
pub(super) struct TicketWriter<'a> {
    pub w: &'a Write,
    pub mapping: &'a Mapping,
    /// Holds whatever the records need.
    pub catalogue: &'a Catalogue,
    pub companies: Companies,
    pub people: People,
}

impl<'a> TicketWriter<'a> {
    pub(super) async fn ticket(&mut self, record: &TicketRecord) -> Result<BulkTicket<'a>> {
        let missing = |what: &str| Error::broken(format!("import: {what} of {} was not created", record.reference));
        let catalogue = self.catalogue;
        let kind = find::ticket_type(catalogue, &record.ticket_type).ok_or_else(|| missing("type"))?;
        let status = find::status(catalogue, kind, &record.status).ok_or_else(|| missing("status"))?;
        let priority = catalogue.priorities.iter().find(|priority| priority.slug == record.priority);
        let company = self.companies.find_or_create(self.w, &record.company).await?;
        let reporter_id = self.people.reporter(self.w, &company, record).await?;
        Ok(BulkTicket {
            origin: Some((self.mapping.source.clone(), record.reference.clone())),
            subject: record.subject.clone(),
            company_id: company.id,
            reporter_id,
            assignee_id: match &record.assignee {
                Some(name) => Some(self.agent(record, name).await?),
                None => None,
            },
            queue_id: find::queue(catalogue, &record.queue).ok_or_else(|| missing("queue"))?.id,
            type_id: kind.id,
            status,
            priority: priority.ok_or_else(|| missing("priority"))?,
            channel: record.channel.clone(),
            created_at: record.created_at,
            changed_at: record.changed_at,
            values: values(kind, record).ok_or_else(|| missing("attribute"))?,
            messages: self.messages(record, reporter_id).await?,
            events: self.history(record, kind, reporter_id).await?,
            read_by: Vec::new(),
        })
    }

    /// The conversation; where the file begins with a note or says nothing, the subject opens it.
    async fn messages(&mut self, record: &TicketRecord, reporter_id: i64) -> Result<Vec<BulkMessage>> {
        let mut messages = Vec::with_capacity(record.messages.len() + 1);
        if record.messages.first().is_none_or(|first| first.note) {
            let body = record.subject.clone();
            let opening = MessageRecord { at: record.created_at, author: Author::Reporter, note: false, body };
            messages.push(self.message(record, &opening, reporter_id).await?);
        }
        for message in &record.messages {
            messages.push(self.message(record, message, reporter_id).await?);
        }
        Ok(messages)
    }

    pub(super) async fn agent(&mut self, record: &TicketRecord, name: &str) -> Result<i64> {
        self.people.agent(self.w, name, record.agents.get(name).map(String::as_str)).await
    }

    pub(super) async fn message(
        &mut self,
        record: &TicketRecord,
        message: &MessageRecord,
        reporter_id: i64,
    ) -> Result<BulkMessage> {
        Ok(BulkMessage {
            public_id: random::id(),
            author_id: match &message.author {
                Author::Reporter => reporter_id,
                Author::Agent(name) => self.agent(record, name).await?,
            },
            by_customer: matches!(message.author, Author::Reporter),
            note: message.note,
            at: message.at,
            body: message.body.clone(),
            files: Vec::new(),
        })
    }
}

fn values(kind: &TicketType, record: &TicketRecord) -> Option<Vec<(i64, String)>> {
    record.attributes.iter().map(|value| find::place(kind, value)).collect()
}
