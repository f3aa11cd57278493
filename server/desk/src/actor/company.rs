//! The table `companies`: customers of the desk, and the desk itself.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "companies")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub sharing: String,
    pub account_manager_id: Option<i64>,
    /// The customer success manager.
    pub csm_id: Option<i64>,
    /// Where cases go while the plan gives the company a team of its own.
    pub team_queue_id: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
