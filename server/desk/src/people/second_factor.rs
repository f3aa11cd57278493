//! The table `second_factors`: TOTP secrets, which somebody's program for codes shares with the desk.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    pub secret: Vec<u8>,
    /// A first code has shown that the program has the secret.
    pub confirmed: bool,
    /// The half minute of the last code that was taken.
    pub last_step: i64,
    /// Wrong codes since an instant.
    pub tries: i64,
    pub tries_since: i64,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
