//! The table `sign_in_tries`: counters of wrong sign-ins lately, by login, by network, and by both.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_tries")]
pub struct Model {
    /// A hash; empty for whatever login.
    #[sea_orm(primary_key, auto_increment = false)]
    pub login: Vec<u8>,
    /// A hash; empty for wherever from.
    #[sea_orm(primary_key, auto_increment = false)]
    pub network: Vec<u8>,
    pub tries: i64,
    pub since: i64,
}

impl ActiveModelBehavior for ActiveModel {}
