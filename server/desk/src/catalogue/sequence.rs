//! Entity of a sequence: a counter that gives each value once.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sequences")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub prefix: String,
    pub next_value: i64,
}

impl ActiveModelBehavior for ActiveModel {}
