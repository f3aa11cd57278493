//! The table of sent drafts: what became of each, so that it is sent once.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sent_drafts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// The draft's public id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub draft: String,
    /// Of what was said in it.
    pub fingerprint: Vec<u8>,
    pub ticket_id: i64,
    /// The message's public id; empty where the draft became the ticket itself.
    pub message: String,
    pub sent_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
