//! Entity of a dictionary entry: one allowed value.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dictionary_entries")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub dictionary_id: i64,
    pub label: String,
    pub rank: i64,
}

impl ActiveModelBehavior for ActiveModel {}
