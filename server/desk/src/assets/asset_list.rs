//! Entity of the column settings of a person for the list of assets.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "asset_lists")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// As in the list's address; empty for the usual ones.
    pub columns: String,
    /// What the search box looks through; empty for the usual fields.
    pub search_in: String,
}

impl ActiveModelBehavior for ActiveModel {}
