//! Entity of opening windows of a calendar: minutes of its week since Monday 00:00.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_windows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub calendar_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_minute: i64,
    pub until_minute: i64,
}

impl ActiveModelBehavior for ActiveModel {}
