//! The table `sessions`: browsers that are signed in.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// SHA-256 of the cookie: a stolen database signs nobody in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    pub user_id: i64,
    pub created_at: i64,
    pub used_at: i64,
    pub expires_at: i64,
    /// "Remember me".
    pub lasting: bool,
    /// What the browser said it was.
    pub device: String,
}

impl ActiveModelBehavior for ActiveModel {}
