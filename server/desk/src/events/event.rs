//! The table of events: something that happened. Written in the transaction of the change, never altered.

use domain::events::Event;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub at: i64,
    /// None: Portico itself, or an import.
    pub actor_id: Option<i64>,
    pub company_id: Option<i64>,
    pub ticket_id: Option<i64>,
    /// As [`domain::events::Kind::as_str`] writes it.
    pub kind: String,
    /// Customers may know.
    pub public: bool,
    /// JSON, by kind.
    pub data: String,
    /// Of the shape of the data: see [`domain::events::Kind::version`].
    pub version: i16,
}

impl Model {
    /// What happened; `None` where a newer program wrote it and this one does not know it.
    pub fn read(&self) -> Option<Event> {
        super::read(&self.kind, self.version, &self.data)
    }
}

impl ActiveModelBehavior for ActiveModel {}
