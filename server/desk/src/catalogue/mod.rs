//! The catalogue: queues, ticket types, statuses, priorities, roles and rights. Small, read at every request and changed
//! rarely, so it is kept in memory and read again when its version changes.
//!
//! Invariant: a status has two names. [`Status::shown_to`] and, for events, [`Catalogue::status_name`] give customers
//! the one that is meant for them; [`Status::badge`] is the desk's.

pub mod asset_attribute;
pub mod asset_category;
pub mod attribute;
pub mod attribute_group;
pub mod dictionary;
pub mod dictionary_entry;
pub mod level;
pub mod priority;
pub mod product;
pub mod queue;
pub mod right;
pub mod role;
pub mod sequence;
pub mod setting;
pub mod status;
pub mod status_set;
pub mod ticket_type;

mod assets;
mod entries;
mod labels;
mod load;
mod rights;
pub(crate) mod status_order;

pub use assets::{AssetAttribute, AssetCategory};
pub use entries::{Attribute, AttributeGroup, Priority, Queue, Role, Status, TicketType};
pub(crate) use load::SHARED_NAMES;
pub use rights::{IdSet, Rights, Target};

use crate::db::Tx;
use crate::error::{Error, Result};
use domain::calendar::Calendar;
use domain::events;
use domain::people::person_name::SharedNames;
use domain::plans::Level;
use domain::tickets::{StatusKind, WaitsFor};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// A snapshot of the catalogue.
#[derive(Debug, Default)]
pub struct Catalogue {
    pub version: i64,
    /// What stands before a ticket's number.
    pub prefix: String,
    /// The desk shows invented data and says so.
    pub demo: bool,
    /// In tree order: children follow their parent.
    pub queues: Vec<Queue>,
    pub types: Vec<TicketType>,
    /// By place.
    pub statuses: Vec<Status>,
    /// From the least to the most pressing.
    pub priorities: Vec<Priority>,
    pub roles: HashMap<i64, Role>,
    /// By rank.
    pub asset_categories: Vec<AssetCategory>,
    /// Levels of support, from the smallest.
    pub levels: Vec<Level>,
    /// Slug and name of what may have plans of its own, by name.
    pub products: Vec<(String, String)>,
    /// Words that no contact is called by.
    pub shared_names: SharedNames,
    /// When chat is answered; `None` where no such calendar is kept.
    pub chat_hours: Option<Calendar>,
    /// Queue and type of the tickets that plan requests become.
    pub plan_desk: Option<(i64, i64)>,
}

/// The slug of the priority that a ticket has where none was chosen.
pub(crate) const USUAL: &str = "normal";

impl Catalogue {
    /// Whether chat is answered at this instant.
    pub fn chat_is_open(&self, at: i64) -> bool {
        self.chat_hours.as_ref().is_some_and(|hours| hours.is_open(at))
    }

    pub fn queue(&self, id: i64) -> Result<&Queue> {
        self.queues.iter().find(|queue| queue.id == id).ok_or_else(|| Error::broken(format!("queue {id}")))
    }

    pub fn ticket_type(&self, id: i64) -> Result<&TicketType> {
        self.types.iter().find(|kind| kind.id == id).ok_or_else(|| Error::broken(format!("ticket type {id}")))
    }

    pub fn status(&self, id: i64) -> Result<&Status> {
        self.statuses.iter().find(|status| status.id == id).ok_or_else(|| Error::broken(format!("status {id}")))
    }

    /// What agents or customers read where an event tells of a status. One that has got a name for customers since is shown to them
    /// by it, in older events too.
    pub(crate) fn status_name<'a>(&'a self, is_staff: bool, recorded: &'a events::Status) -> &'a str {
        if is_staff {
            return &recorded.label;
        }
        if let Some(name) = &recorded.customers {
            return name;
        }
        let is_it = |status: &&Status| match recorded.id {
            Some(id) => status.id == id,
            None => status.badge.label == recorded.label,
        };
        let named = self.statuses.iter().filter(|status| status.customers.is_some()).find(is_it);
        named.map_or(&recorded.label, |status| &status.for_customers().label)
    }

    /// The statuses that wait for customers.
    pub(crate) fn waiting_for_customers(&self) -> impl Iterator<Item = i64> {
        let waiting = self.statuses.iter().filter(|status| status.waits_for == Some(WaitsFor::Customer));
        waiting.map(|status| status.id)
    }

    /// Whether those of a role may answer and change tickets of this queue and type.
    pub fn answers(&self, role_id: Option<i64>, queue_id: i64, type_id: i64) -> bool {
        role_id.and_then(|id| self.roles.get(&id)).is_some_and(|role| {
            let rights = &role.rights;
            role.kind.is_staff() && rights.queues.update.covers(queue_id) && rights.types.update.covers(type_id)
        })
    }

    pub fn priority(&self, id: i64) -> Result<&Priority> {
        self.priorities.iter().find(|priority| priority.id == id).ok_or_else(|| Error::broken(format!("priority {id}")))
    }

    /// A queue and all below it.
    pub fn below(&self, id: i64) -> Vec<i64> {
        below(&self.queues, id)
    }

    /// Slugs of a queue and of all above it.
    pub(crate) fn above(&self, id: i64) -> Vec<String> {
        let mut slugs = Vec::new();
        let mut next = self.queue(id).ok();
        while let Some(queue) = next {
            slugs.push(queue.slug.clone());
            next = queue.parent_id.and_then(|parent| self.queue(parent).ok());
        }
        slugs
    }

    /// The statuses that a ticket of this type goes through, by place.
    pub fn statuses_of(&self, kind: &TicketType) -> impl Iterator<Item = &Status> {
        let set = kind.status_set_id;
        self.statuses.iter().filter(move |status| status.set_id == set)
    }

    /// The first status of one of `kinds`, tried in their order.
    pub fn first_status(&self, kind: &TicketType, kinds: &[StatusKind]) -> Result<&Status> {
        let found = kinds.iter().find_map(|wanted| self.statuses_of(kind).find(|status| status.kind == *wanted));
        found.ok_or_else(|| Error::broken(format!("type {} has no status of {kinds:?}", kind.slug)))
    }

    /// The priority of a ticket for which none was chosen.
    pub fn usual_priority(&self) -> Result<&Priority> {
        let normal = self.priorities.iter().find(|priority| priority.slug == USUAL);
        normal.or(self.priorities.first()).ok_or_else(|| Error::broken("there is no priority"))
    }

    pub fn asset_category(&self, id: i64) -> Result<&AssetCategory> {
        let found = self.asset_categories.iter().find(|category| category.id == id);
        found.ok_or_else(|| Error::broken(format!("asset category {id}")))
    }

    pub fn level(&self, name: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.name == name)
    }

    /// What a product is called; empty for none.
    pub fn product_name(&self, slug: &str) -> &str {
        self.products.iter().find(|(known, _)| known == slug).map_or("", |(_, name)| name)
    }

    /// How a ticket's number is shown.
    pub fn number(&self, number: i64) -> String {
        domain::tickets::number::write(&self.prefix, number)
    }
}

/// A queue and all below it, of queues in tree order: children follow their parent.
fn below(queues: &[Queue], id: i64) -> Vec<i64> {
    let mut ids = vec![id];
    for queue in queues {
        if queue.parent_id.is_some_and(|parent| ids.contains(&parent)) {
            ids.push(queue.id);
        }
    }
    ids
}

/// Tells every server process that its snapshot is old.
pub(crate) async fn touch(tx: &Tx) -> Result<()> {
    tx.execute_unprepared("UPDATE sequences SET next_value = next_value + 1 WHERE name = 'catalogue'").await?;
    Ok(())
}
