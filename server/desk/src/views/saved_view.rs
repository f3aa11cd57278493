//! The entity of saved views.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_views")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub slug: String,
    pub owner_id: i64,
    /// `me`, `team` or `everyone`.
    pub audience: String,
    /// The role that makes the team.
    pub role_id: Option<i64>,
    pub name: String,
    /// The address's query string.
    pub query: String,
    /// Orders an owner's views.
    pub place: i64,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
