//! Entity of a priority; a higher rank is more pressing, and no two have the same.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "priorities")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub slug: String,
    pub label: String,
    pub colour: String,
    pub rank: i64,
}

impl ActiveModelBehavior for ActiveModel {}
