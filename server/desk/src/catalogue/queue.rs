//! Entity of a queue; queues form a tree.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "queues")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub parent_id: Option<i64>,
    pub rank: i64,
    pub customers_may_create: bool,
    pub auto_answer: Option<String>,
    /// The same when a ticket closes.
    pub auto_answer_closed: Option<String>,
    /// The slug of the product that its cases are about; `None`: as the queue above it.
    pub product: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
