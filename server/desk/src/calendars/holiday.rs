//! Entity of holidays: one day of a holiday list.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "holidays")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub list_id: i64,
    /// `2026-12-25`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: String,
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
