//! A support plan of a company.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plans")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub company_id: i64,
    pub level: String,
    pub seat_limit: i64,
    pub product: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
