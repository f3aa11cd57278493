//! Entity of agents at the chat desk: availability and capacity.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chat_desk")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// Takes chats.
    pub available: bool,
    /// Chats at the same time.
    pub capacity: i64,
    /// When a page of theirs was last heard of.
    pub seen_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
