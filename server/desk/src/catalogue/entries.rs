//! Entries of the catalogue: what a snapshot holds of each queue, ticket type, status, priority and role.

use super::Rights;
use domain::events::{self, Named};
use domain::people::Kind;
use domain::tickets::attribute::AttributeDefinition;
use domain::tickets::{Badge, StatusKind, WaitsFor};
use std::sync::Arc;

#[derive(Debug)]
pub struct Queue {
    pub id: i64,
    pub slug: String,
    pub parent_id: Option<i64>,
    /// With its parents: `Field service / Print`.
    pub path: String,
    pub customers_may_create: bool,
    pub auto_answer: Option<String>,
    /// What Portico says when a ticket closes here.
    pub auto_answer_closed: Option<String>,
    /// The product that its cases are about: its own, or that of the queue above it.
    pub product: Option<String>,
}

impl Queue {
    /// What the log keeps of it.
    pub(crate) fn named(&self) -> Named {
        Named::new(self.id, &self.path)
    }
}

#[derive(Debug)]
pub struct TicketType {
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub status_set_id: i64,
    pub customers_may_create: bool,
    pub groups: Vec<AttributeGroup>,
}

#[derive(Debug)]
pub struct AttributeGroup {
    pub name: String,
    pub attributes: Vec<Attribute>,
}

#[derive(Debug)]
pub struct Attribute {
    pub id: i64,
    /// Lists may show it as a column.
    pub in_list: bool,
    pub field: AttributeDefinition,
}

#[derive(Debug)]
pub struct Status {
    pub id: i64,
    pub set_id: i64,
    pub slug: String,
    pub kind: StatusKind,
    pub waits_for: Option<WaitsFor>,
    pub badge: Badge,
    /// As customers read it, where that differs.
    pub(super) customers: Option<Badge>,
    /// Its place among the statuses of all sets, which are ordered by kind, then by rank in the set.
    pub place: i64,
}

impl Status {
    pub fn for_customers(&self) -> &Badge {
        self.customers.as_ref().unwrap_or(&self.badge)
    }

    /// What the log keeps of it: its name, and what customers read.
    pub(crate) fn named(&self) -> events::Status {
        events::Status {
            id: Some(self.id),
            label: self.badge.label.clone(),
            customers: self.customers.as_ref().map(|shown| shown.label.clone()),
        }
    }
}

#[derive(Debug)]
pub struct Priority {
    pub id: i64,
    pub slug: String,
    pub badge: Badge,
    pub rank: i64,
}

impl Priority {
    /// What the log keeps of it.
    pub(crate) fn named(&self) -> Named {
        Named::new(self.id, &self.badge.label)
    }
}

#[derive(Debug)]
pub struct Role {
    pub slug: String,
    pub name: String,
    pub kind: Kind,
    pub sees_company: bool,
    pub files_requests: bool,
    pub rights: Arc<Rights>,
}
