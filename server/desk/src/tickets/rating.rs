//! The entity of ratings: what the reporter said about a closed ticket.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ratings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: i64,
    pub user_id: i64,
    /// The event of the closing that it is about.
    pub closing: i64,
    /// From 1 to 5, the best.
    pub score: i64,
    pub comment: String,
    pub rated_at: i64,
    /// It has been changed, which it may be once.
    pub changed: bool,
}

impl ActiveModelBehavior for ActiveModel {}
