//! Fields and attributes of a ticket whose rows have changed.

use super::Update;
use crate::catalogue::TicketType;
use crate::import::apply::find;
use crate::import::apply::writer::TicketWriter;
use crate::import::record::{Field, TicketRecord};
use crate::scope::{message, ticket};
use crate::tickets::insert::subject_key;
use crate::tickets::{subscribe, value};
use crate::{Error, Result};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

impl TicketWriter<'_> {
    /// A file that knows the reporter's address by now makes an account that cannot be opened one that can, or finds the right one.
    pub(super) async fn update_reporter(&mut self, update: &mut Update<'_>, record: &TicketRecord) -> Result<()> {
        let before = update.before;
        if (&before.reporter, &before.reporter_email) == (&update.now.reporter, &update.now.reporter_email) {
            return Ok(());
        }
        let company = self.companies.find_or_create(self.w, &record.company).await?;
        let (old, new) = (update.ticket.reporter_id, self.people.reporter(self.w, &company, record).await?);
        update.fields.push("reporter".into());
        if old == new {
            return Ok(());
        }
        let row = ticket::ActiveModel { id: Set(update.ticket.id), reporter_id: Set(new), ..Default::default() };
        ticket::Entity::update(row).exec_without_returning(&**self.w).await?;
        let own = message::Entity::update_many().col_expr(message::Column::AuthorId, Expr::value(new));
        let own = own.filter(message::Column::TicketId.eq(update.ticket.id));
        own.filter(message::Column::AuthorId.eq(old)).exec(&**self.w).await?;
        subscribe::add(self.w, update.ticket.id, new).await?;
        update.ticket.reporter_id = new;
        Ok(())
    }

    pub(super) async fn update_fields(
        &mut self,
        update: &mut Update<'_>,
        record: &TicketRecord,
        kind: &TicketType,
    ) -> Result<()> {
        let before = update.before;
        let untouched = update.fields.len();
        let mut row = ticket::ActiveModel { id: Set(update.ticket.id), ..Default::default() };
        if before.subject != record.subject {
            row.subject = Set(record.subject.clone());
            row.subject_key = Set(subject_key(&record.subject));
            update.fields.push("subject".into());
        }
        if before.channel != record.channel {
            row.channel = Set(record.channel.clone());
            update.fields.push("channel".into());
        }
        for field in update.changed() {
            self.set(&mut row, update.ticket.id, record, kind, field).await?;
            update.fields.push(field.name().into());
        }
        if update.fields.len() > untouched {
            ticket::Entity::update(row).exec_without_returning(&**self.w).await?;
        }
        Ok(())
    }

    /// Sets a tracked field as the file says it.
    async fn set(
        &mut self,
        row: &mut ticket::ActiveModel,
        ticket_id: i64,
        record: &TicketRecord,
        kind: &TicketType,
        field: Field,
    ) -> Result<()> {
        let missing = |what: &str| Error::broken(format!("import: {what} of {} was not created", record.reference));
        let catalogue = self.catalogue;
        match field {
            Field::Status => {
                let status = find::status(catalogue, kind, &record.status).ok_or_else(|| missing("status"))?;
                row.status_id = Set(status.id);
                row.closed = Set(status.kind.is_closed());
            }
            Field::Queue => {
                row.queue_id = Set(find::queue(catalogue, &record.queue).ok_or_else(|| missing("queue"))?.id);
            }
            Field::Assignee => {
                let assignee = match &record.assignee {
                    Some(name) => Some(self.agent(record, name).await?),
                    None => None,
                };
                if let Some(id) = assignee {
                    subscribe::add(self.w, ticket_id, id).await?;
                }
                row.assignee_id = Set(assignee);
            }
            Field::Priority => {
                let priority = catalogue.priorities.iter().find(|priority| priority.slug == record.priority);
                let priority = priority.ok_or_else(|| missing("priority"))?;
                row.priority_id = Set(priority.id);
            }
        }
        Ok(())
    }

    pub(super) async fn update_values(
        &self,
        update: &mut Update<'_>,
        record: &TicketRecord,
        kind: &TicketType,
    ) -> Result<()> {
        let (before, now) = (&update.before.attributes, &update.now.attributes);
        let names = before.keys().chain(now.keys().filter(|name| !before.contains_key(*name)));
        let changed: Vec<String> = names.filter(|name| before.get(*name) != now.get(*name)).cloned().collect();
        for name in &changed {
            let places = [find::attribute(kind, name), find::attribute(kind, &find::second_name(name))];
            let places = places.into_iter().flatten().map(|attribute| attribute.id);
            let own = value::Entity::delete_many().filter(value::Column::TicketId.eq(update.ticket.id));
            own.filter(value::Column::AttributeId.is_in(places)).exec(&**self.w).await?;
            let Some(new) = record.attributes.iter().find(|value| value.name == *name) else { continue };
            let (attribute_id, text) =
                find::place(kind, new).ok_or_else(|| Error::broken("an attribute was not created"))?;
            let row = value::ActiveModel {
                ticket_id: Set(update.ticket.id),
                attribute_id: Set(attribute_id),
                value: Set(text),
            };
            value::Entity::insert(row).exec_without_returning(&**self.w).await?;
        }
        update.fields.extend(changed);
        Ok(())
    }
}
