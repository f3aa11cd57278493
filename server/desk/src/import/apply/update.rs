//! Updates tickets of an earlier run whose rows have changed: what has changed in the file changes here, and what was changed here otherwise
//! stays. Nobody is told of it by mail, as of nothing that an import brings.

mod fields;
mod messages;

use super::snapshot::Snapshot;
use super::writer::TicketWriter;
use crate::catalogue::TicketType;
use crate::events::{NewEvent, event};
use crate::import::imported;
use crate::import::record::{ChangeRecord, Field, TicketRecord};
use crate::messages::last_reply_by_customer;
use crate::scope::ticket;
use crate::search::Extent;
use crate::tickets::load::BulkEvent;
use crate::{Error, Result};
use domain::events::ticket::{self as log, ImportUpdated};
use sea_orm::sea_query::LockType;
use sea_orm::{EntityTrait, QuerySelect, Set};

/// A ticket of an earlier run, and what the file said then.
pub(super) struct KnownTicket {
    pub ticket_id: i64,
    pub said: Snapshot,
}

/// A ticket while it is brought up to date.
struct Update<'k> {
    ticket: ticket::Model,
    before: &'k Snapshot,
    now: Snapshot,
    /// The last event, and the last one that customers may know.
    last: Option<i64>,
    last_public: Option<i64>,
    /// What has changed, for the log.
    fields: Vec<String>,
}

impl TicketWriter<'_> {
    pub(super) async fn update(&mut self, record: &TicketRecord, known: &KnownTicket) -> Result<()> {
        let w = self.w;
        let found = ticket::Entity::find_by_id(known.ticket_id).lock(LockType::NoKeyUpdate).one(&**w).await?;
        let ticket = found.ok_or_else(|| Error::broken("an imported ticket is gone"))?;
        let kind = self.catalogue.ticket_type(ticket.type_id)?;
        let now = Snapshot::of(record);
        let mut update = Update { ticket, before: &known.said, now, last: None, last_public: None, fields: Vec::new() };
        self.update_reporter(&mut update, record).await?;
        self.update_fields(&mut update, record, kind).await?;
        self.update_values(&mut update, record, kind).await?;
        let ids = self.update_messages(&mut update, record).await?;
        self.update_history(&mut update, record, kind).await?;
        let event = log::Event::ImportUpdated(ImportUpdated { fields: update.fields.clone() }).into();
        self.insert_event(&mut update, BulkEvent { at: record.changed_at, actor_id: None, event }).await?;
        self.touch(&update, record).await?;
        imported::Entity::update(update.now.with_ids(ids).row(known.ticket_id)?).exec(&**w).await?;
        w.index(known.ticket_id, Extent::Whole);
        Ok(())
    }

    /// The lines of changes that the file tells of for the first time, or of those that it only shows.
    async fn update_history(
        &mut self,
        update: &mut Update<'_>,
        record: &TicketRecord,
        kind: &TicketType,
    ) -> Result<()> {
        let new_changes = record.changes.get(update.before.changes..).unwrap_or_default();
        let shown =
            update.changed().into_iter().filter(|field| new_changes.iter().all(|change| change.field != *field));
        let shown = shown.map(|field| ChangeRecord {
            at: record.changed_at,
            by: None,
            field,
            from: update.before.state[field as usize].clone(),
            to: update.now.state[field as usize].clone(),
        });
        let changes: Vec<ChangeRecord> = new_changes.iter().cloned().chain(shown).collect();
        for line in self.timeline_events(record, &changes, kind, update.ticket.reporter_id).await? {
            self.insert_event(update, line).await?;
        }
        Ok(())
    }

    async fn insert_event(&self, update: &mut Update<'_>, happened: BulkEvent) -> Result<()> {
        let BulkEvent { at, actor_id, event } = happened;
        let (company_id, ticket_id) = (Some(update.ticket.company_id), Some(update.ticket.id));
        let new_event = NewEvent { at, actor_id, company_id, ticket_id, event };
        update.last = Some(event::Entity::insert(new_event.row()?).exec(&**self.w).await?.last_insert_id);
        if new_event.event.is_public() {
            update.last_public = update.last;
        }
        Ok(())
    }

    async fn touch(&self, update: &Update<'_>, record: &TicketRecord) -> Result<()> {
        let mut row = ticket::ActiveModel { id: Set(update.ticket.id), ..Default::default() };
        if let Some(last) = update.last {
            row.last_event = Set(last);
        }
        if let Some(last) = update.last_public {
            row.last_public_event = Set(last);
            row.changed_at = Set(record.changed_at.max(update.ticket.changed_at));
            row.last_reply_by_customer = Set(last_reply_by_customer(self.w, update.ticket.id).await?);
        }
        ticket::Entity::update(row).exec_without_returning(&**self.w).await?;
        Ok(())
    }
}

impl Update<'_> {
    /// The tracked fields that the file says something else of.
    fn changed(&self) -> Vec<Field> {
        let differs = |field: &Field| self.before.state[*field as usize] != self.now.state[*field as usize];
        Field::ALL.into_iter().filter(differs).collect()
    }
}
