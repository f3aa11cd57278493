//! Entity of a plan level: what a level of support gives.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_levels")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    /// Seats of a new plan of this level.
    pub seats: i64,
    pub phone: bool,
    /// Cases go to a team of the company's own.
    pub dedicated: bool,
    pub rank: i64,
}

impl ActiveModelBehavior for ActiveModel {}
