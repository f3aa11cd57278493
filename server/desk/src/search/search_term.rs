//! The table of search terms: a lexeme that stands in the index of tickets, or has stood there.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_terms")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub term: String,
}

impl ActiveModelBehavior for ActiveModel {}
