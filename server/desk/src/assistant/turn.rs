//! Entity of a turn: a question to the assistant, with its answer.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assistant_turns")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: i64,
    pub asked_at: i64,
    pub question: String,
    /// JSON.
    pub answer: String,
}

impl ActiveModelBehavior for ActiveModel {}
