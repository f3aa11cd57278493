//! Entity of a permission: one right of a role.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rights")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub role_id: i64,
    /// A [`Target`](crate::catalogue::Target) by name.
    pub target: String,
    /// None: all of them.
    pub target_id: Option<i64>,
    /// Update implies read.
    pub updates: bool,
}

impl ActiveModelBehavior for ActiveModel {}
