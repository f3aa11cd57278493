//! An event that is about to be recorded, and the row that the log keeps of it.

use super::event;
use crate::db::Tx;
use crate::{Error, Result};
use domain::events::Event;
use sea_orm::{EntityTrait, Set};

/// An event to be recorded: what happened, when, by whom and where.
pub(crate) struct NewEvent {
    /// Unix milliseconds.
    pub at: i64,
    /// None: Portico itself, or an import.
    pub actor_id: Option<i64>,
    pub company_id: Option<i64>,
    pub ticket_id: Option<i64>,
    pub event: Event,
}

impl NewEvent {
    /// An event about a person alone, for the audit.
    pub(crate) fn of_person(at: i64, user_id: i64, event: impl Into<Event>) -> Self {
        Self { at, actor_id: Some(user_id), company_id: None, ticket_id: None, event: event.into() }
    }

    /// The same about a company.
    pub(crate) fn of_company(self, company_id: i64) -> Self {
        Self { company_id: Some(company_id), ..self }
    }

    /// The same about a ticket of a company.
    pub(crate) fn on_ticket(self, company_id: i64, ticket_id: i64) -> Self {
        Self { company_id: Some(company_id), ticket_id: Some(ticket_id), ..self }
    }

    /// The row that the log keeps of it.
    ///
    /// # Errors
    /// `Broken` for data that JSON cannot hold.
    pub(crate) fn row(&self) -> Result<event::ActiveModel> {
        let (kind, event) = (self.event.kind(), &self.event);
        let data = serde_json::to_string(&event.data()).map_err(|error| Error::broken(error.to_string()))?;
        Ok(event::ActiveModel {
            at: Set(self.at),
            actor_id: Set(self.actor_id),
            company_id: Set(self.company_id),
            ticket_id: Set(self.ticket_id),
            kind: Set(kind.as_str().to_owned()),
            public: Set(event.is_public()),
            data: Set(data),
            version: Set(kind.version()),
            ..Default::default()
        })
    }
}

/// Appends an event to the log and returns its id. What follows from the event is seen to by [`crate::write::Write::record`], which
/// everything else calls.
pub(crate) async fn record(tx: &Tx, new_event: &NewEvent) -> Result<i64> {
    Ok(event::Entity::insert(new_event.row()?).exec(tx).await?.last_insert_id)
}
