//! Entity of an imported ticket: the snapshot of what the file said when it was last imported.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imported")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: i64,
    /// JSON; see `apply/snapshot.rs`.
    pub said: String,
}

impl ActiveModelBehavior for ActiveModel {}
