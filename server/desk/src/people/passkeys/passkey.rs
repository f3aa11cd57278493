//! The table `passkeys`: public keys of passkeys, whose private halves people's devices keep.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkeys")]
pub struct Model {
    /// What the device calls it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub credential: Vec<u8>,
    pub public_id: String,
    pub user_id: i64,
    /// What the device calls its owner.
    pub handle: Vec<u8>,
    /// What its owner calls it.
    pub name: String,
    /// A COSE_Key (RFC 9052), as the device sent it.
    pub public_key: Vec<u8>,
    /// How often it has signed, where the device counts.
    pub counter: i64,
    pub created_at: i64,
    pub used_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
