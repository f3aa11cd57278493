//! Messages of a ticket whose rows have changed.

use super::Update;
use crate::Result;
use crate::import::apply::writer::TicketWriter;
use crate::import::record::{MessageRecord, TicketRecord};
use crate::scope::message;
use crate::tickets::load::BulkEvent;
use domain::events::message::{Event, MessagePosted};
use domain::events::ticket::NOTES;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

impl TicketWriter<'_> {
    /// Returns the public ids of the file's messages in their order. What the file no longer tells stays.
    pub(super) async fn update_messages(
        &mut self,
        update: &mut Update<'_>,
        record: &TicketRecord,
    ) -> Result<Vec<String>> {
        let mut ids = Vec::with_capacity(record.messages.len());
        let matched = update.before.match_messages(&update.now);
        for (message, found) in record.messages.iter().zip(matched) {
            let same = matches!(found, Some((_, true)));
            ids.push(match found {
                Some((id, true)) => id,
                Some((id, false)) => self.rewrite(id, &message.body).await?,
                None => self.add(update, record, message).await?,
            });
            let field = if message.note { NOTES } else { "messages" };
            if !same && !update.fields.iter().any(|known| known == field) {
                update.fields.push(field.into());
            }
        }
        Ok(ids)
    }

    async fn rewrite(&self, public_id: String, body: &str) -> Result<String> {
        let change = message::ActiveModel { body: Set(body.to_owned()), html: Set(None), ..Default::default() };
        let own = message::Entity::update_many().set(change).filter(message::Column::PublicId.eq(public_id.as_str()));
        own.exec(&**self.w).await?;
        Ok(public_id)
    }

    async fn add(&mut self, update: &mut Update<'_>, record: &TicketRecord, message: &MessageRecord) -> Result<String> {
        let said = self.message(record, message, update.ticket.reporter_id).await?;
        let row = message::ActiveModel {
            public_id: Set(said.public_id.clone()),
            ticket_id: Set(update.ticket.id),
            author_id: Set(Some(said.author_id)),
            note: Set(said.note),
            body: Set(said.body),
            html: Set(None),
            created_at: Set(said.at),
            ..Default::default()
        };
        message::Entity::insert(row).exec_without_returning(&**self.w).await?;
        let event = Event::of(MessagePosted::plain(&said.public_id), said.note).into();
        self.insert_event(update, BulkEvent { at: said.at, actor_id: Some(said.author_id), event }).await?;
        Ok(said.public_id)
    }
}
