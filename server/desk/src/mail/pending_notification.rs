//! Entity of pending notifications: everything on a ticket from an event on is still to be mailed to a person.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    pub event_id: i64,
    pub due_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
