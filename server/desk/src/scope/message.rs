//! The entity of messages: a public message or a private note.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub public_id: String,
    pub ticket_id: i64,
    /// None: Portico itself, with a queue's automatic answer.
    pub author_id: Option<i64>,
    pub note: bool,
    /// As plain text, however it was written.
    pub body: String,
    /// With its formatting, clean; None where it has none.
    pub html: Option<String>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
