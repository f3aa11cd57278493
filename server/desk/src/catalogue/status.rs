//! One status of a set.

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
    pub rank: i64,
}

impl ActiveModelBehavior for ActiveModel {}
