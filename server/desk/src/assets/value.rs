//! Entity of the value of an attribute on an asset.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "asset_values")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub asset_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub attribute_id: i64,
    pub value: String,
    /// What it sorts and is compared by.
    pub value_key: String,
}

impl ActiveModelBehavior for ActiveModel {}
