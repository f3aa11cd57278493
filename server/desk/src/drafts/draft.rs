//! The table of drafts: at most one per person and place.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "drafts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// 0 or less: a new ticket, with the sign turned the window in which it is written.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: i64,
    /// Stays the same however often it is saved, until it is sent or given up.
    pub public_id: String,
    /// Grows with every change; whoever saves names the one they have seen.
    pub revision: i64,
    pub body: String,
    pub html: String,
    /// JSON: pairs of name and value.
    pub fields: String,
    pub changed_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
