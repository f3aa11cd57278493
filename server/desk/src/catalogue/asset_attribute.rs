//! Entity of an asset attribute: a field that a category of assets has.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "asset_attributes")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub category_id: i64,
    /// Attributes of several categories that have the same name are one column and one filter.
    pub name: String,
    pub label: String,
    pub kind: String,
    pub required: bool,
    pub in_list: bool,
    pub in_filter: bool,
    pub pattern: String,
    pub hint: String,
    pub min_value: Option<i64>,
    pub max_value: Option<i64>,
    pub dictionary_id: Option<i64>,
    pub rank: i64,
}

impl ActiveModelBehavior for ActiveModel {}
