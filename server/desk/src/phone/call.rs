//! Entity of calls: a callback that somebody has asked for.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calls")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub public_id: String,
    pub ticket_id: i64,
    /// Who is to be called.
    pub user_id: i64,
    pub number: String,
    pub wanted_from: i64,
    pub wanted_until: i64,
    pub created_at: i64,
    /// The agent who will call.
    pub taken_by: Option<i64>,
    pub done_at: Option<i64>,
    /// As `domain::phone::CallOutcome` is written, or empty.
    pub outcome: String,
}

impl ActiveModelBehavior for ActiveModel {}
