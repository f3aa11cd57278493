//! The entity of tickets. The company stands on it, so that a person who moves takes no old ticket along.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tickets")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub number: i64,
    /// Where it was imported from; unique together with the reference.
    pub source: Option<String>,
    pub reference: Option<String>,
    pub subject: String,
    /// The subject folded for sorting.
    pub subject_key: String,
    pub company_id: i64,
    pub reporter_id: i64,
    pub assignee_id: Option<i64>,
    pub queue_id: i64,
    pub type_id: i64,
    /// Of the set that the type uses: lists by status look among those alone.
    pub status_id: i64,
    pub priority_id: i64,
    pub channel: String,
    pub closed: bool,
    pub created_at: i64,
    /// The last change that customers see; a private note leaves it alone.
    pub changed_at: i64,
    pub last_event: i64,
    pub last_public_event: i64,
    /// Who spoke last in public was a customer. Portico's own answers do not count.
    pub last_reply_by_customer: bool,
}

impl ActiveModelBehavior for ActiveModel {}
