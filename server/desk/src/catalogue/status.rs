//! Entity of a ticket status: one of a set.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "statuses")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub set_id: i64,
    pub slug: String,
    pub label: String,
    pub kind: String,
    pub colour: String,
    /// Its place in the set.
    pub rank: i64,
    /// Its place among the statuses of all sets, which no other has.
    pub place: i64,
    /// Whom a ticket waits for; nothing where the desk has to act.
    pub waits_for: Option<String>,
    /// What customers read instead of the label.
    pub customer_name: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
