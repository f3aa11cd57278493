//! Entity of an attribute group: attributes shown under one title.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attribute_groups")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub type_id: i64,
    pub name: String,
    pub rank: i64,
}

impl ActiveModelBehavior for ActiveModel {}
