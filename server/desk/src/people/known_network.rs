//! The table `known_networks`: networks that somebody has signed in from.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "known_networks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// A hash of both.
    #[sea_orm(primary_key, auto_increment = false)]
    pub network: Vec<u8>,
    pub seen_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
