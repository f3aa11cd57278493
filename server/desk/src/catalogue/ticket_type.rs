//! Entity of a ticket type, with attributes and statuses of its own.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket_types")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub status_set_id: i64,
    pub customers_may_create: bool,
    pub rank: i64,
}

impl ActiveModelBehavior for ActiveModel {}
