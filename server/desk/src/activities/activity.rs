//! The table of activities: what is new for a person on one ticket.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// The newest event that concerns the person.
    pub last_event: i64,
    /// The event that the entry tells of: what was said counts for more than what was set.
    pub told_event: i64,
    pub told_message: bool,
    /// Events since the person last saw it.
    pub count: i64,
    /// When the newest event was.
    pub at: i64,
    pub unread: bool,
    /// Taken out of the inbox until something new happens.
    pub removed: bool,
}

impl ActiveModelBehavior for ActiveModel {}
