use super::event;
use crate::db::Tx;
use crate::{Result, activities};
use sea_orm::{EntityTrait, Set};
use serde_json::{Value, json};

/// Something that happened.
pub(crate) struct Fact {
    pub at: i64,
    pub actor_id: Option<i64>,
    pub company_id: Option<i64>,
    pub ticket_id: Option<i64>,
    pub kind: &'static str,
    /// Customers who see the ticket may know.
    pub public: bool,
    pub data: Value,
}

impl Fact {
    /// Something about a person alone, for the audit.
    pub(crate) fn of_person(at: i64, user_id: i64, kind: &'static str) -> Self {
        Self { at, actor_id: Some(user_id), company_id: None, ticket_id: None, kind, public: false, data: json!({}) }
    }
}

/// Appends to the log, tells those whom it concerns, and returns the event's id.
pub(crate) async fn append(tx: &Tx, fact: Fact) -> Result<i64> {
    let row = event::ActiveModel {
        at: Set(fact.at),
        actor_id: Set(fact.actor_id),
        company_id: Set(fact.company_id),
        ticket_id: Set(fact.ticket_id),
        kind: Set(fact.kind.to_owned()),
        public: Set(fact.public),
        data: Set(fact.data.to_string()),
        ..Default::default()
    };
    let event = event::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    activities::write(tx, event, &fact).await?;
    Ok(event)
}
