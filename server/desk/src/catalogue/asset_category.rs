//! Entity of an asset category.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "asset_categories")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub slug: String,
    pub name: String,
    /// Its assets have seats.
    pub licences: bool,
    pub rank: i64,
}

impl ActiveModelBehavior for ActiveModel {}
