//! Entity of an asset: what a company owns, has in use or is licensed for. The company is the owner's; the provider's assets are shared.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assets")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub public_id: String,
    pub category_id: i64,
    pub company_id: i64,
    pub name: String,
    /// The name folded for sorting.
    pub name_key: String,
    /// A serial number, tag or key; empty for none.
    pub identifier: String,
    pub identifier_key: String,
    pub assignee_id: Option<i64>,
    /// Of a licence: how many may use it.
    pub seats: Option<i64>,
    /// How many rows of `asset_seats` there are.
    pub seats_used: i64,
    pub created_at: i64,
    pub changed_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
