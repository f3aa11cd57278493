//! Entity of participants in a chat: whether they look at it, type, and how far they have read.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chat_people")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// Until when they count as looking at it.
    pub here_until: i64,
    /// Until when they count as typing.
    pub typing_until: i64,
    /// The last message they have read, by its row number and by its public id.
    pub read_id: i64,
    pub read_message: String,
    pub changed_at: i64,
    /// Grows with every change.
    pub changes: i64,
}

impl ActiveModelBehavior for ActiveModel {}
