//! The table `half_sign_ins`: sign-ins whose password was right and that wait for their second step. They are no sessions and open nothing.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "half_sign_ins")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    pub user_id: i64,
    /// "Remember me".
    pub lasting: bool,
    pub expires_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
