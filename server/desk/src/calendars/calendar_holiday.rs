//! Entity that attaches a list of holidays to a calendar, by the list's slug.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_holidays")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub calendar_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub list: String,
}

impl ActiveModelBehavior for ActiveModel {}
