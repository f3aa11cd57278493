//! Entity of chats: the row beside a ticket that is, or was, a live chat.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chats")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: i64,
    pub company_id: i64,
    pub customer_id: i64,
    /// The queue in which it waits.
    pub queue_id: i64,
    /// `waiting`, `open` or `ended`.
    pub stage: String,
    pub agent_id: Option<i64>,
    pub asked_at: i64,
    /// By an agent, the last time.
    pub accepted_at: Option<i64>,
    /// How long it waited the first time.
    pub waited: Option<i64>,
    pub ended_at: Option<i64>,
    /// None: by Portico itself.
    pub ended_by: Option<i64>,
    pub said_at: i64,
    pub said_by_customer: bool,
    /// When the customer was last heard of.
    pub customer_at: i64,
    /// When an event recorded that the agent has gone.
    pub lost_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

pub(super) const WAITING: &str = "waiting";
pub(super) const OPEN: &str = "open";
pub(super) const ENDED: &str = "ended";

impl Model {
    pub(super) fn is_waiting(&self) -> bool {
        self.stage == WAITING
    }

    pub(super) fn is_open(&self) -> bool {
        self.stage == OPEN
    }

    pub(super) fn is_over(&self) -> bool {
        self.stage == ENDED
    }
}
