//! Loading the catalogue from the database.

use super::assets::load_categories;
use super::{
    Attribute, AttributeGroup, Catalogue, Priority, Queue, Rights, Role, Status, Target, TicketType, USUAL, attribute,
    attribute_group, below, dictionary_entry, level, priority, product, queue, right, role, sequence, setting, status,
    ticket_type,
};
use crate::error::{Error, Result};
use domain::people::Kind;
use domain::people::person_name::SharedNames;
use domain::plans::Level;
use domain::tickets::attribute::{AttributeDefinition, Kind as AttributeKind};
use domain::tickets::{Badge, PLAIN, StatusKind, WaitsFor};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use std::collections::HashMap;
use std::sync::Arc;

/// The setting that holds names that are no person's, where the desk keeps a list of its own.
pub(crate) const SHARED_NAMES: &str = "plans.shared_names";

impl Catalogue {
    /// Reads everything; a few dozen rows. Without the calendars, which `Desk` adds.
    pub(crate) async fn load(db: &impl ConnectionTrait) -> Result<Self> {
        // The version comes first: a change in between makes the next request read again.
        let counter = sequence::Entity::find_by_id("catalogue".to_owned()).one(db).await?;
        let tickets = sequence::Entity::find_by_id("tickets".to_owned()).one(db).await?;
        let plan_desk = plan_desk(db).await?;
        let demo = setting::Entity::find_by_id("demo".to_owned()).one(db).await?;
        let shared_names = named(db, SHARED_NAMES).await?;
        let queues = in_tree_order(queue::Entity::find().order_by_asc(queue::Column::Rank).all(db).await?);
        let roles = load_roles(db, &queues).await?;
        Ok(Self {
            version: counter.map_or(0, |row| row.next_value),
            prefix: tickets.map_or_else(String::new, |row| row.prefix),
            demo: demo.is_some(),
            queues,
            chat_hours: None,
            plan_desk,
            types: load_types(db).await?,
            statuses: load_statuses(db).await?,
            priorities: load_priorities(db).await?,
            roles,
            asset_categories: load_categories(db).await?,
            levels: load_levels(db).await?,
            products: load_products(db).await?,
            shared_names: shared_names.map_or_else(SharedNames::standard, |text| SharedNames::parse(&text)),
        })
    }
}

fn in_tree_order(rows: Vec<queue::Model>) -> Vec<Queue> {
    let mut ordered = Vec::with_capacity(rows.len());
    descend(&rows, None, ("", None), &mut ordered);
    ordered
}

fn descend(rows: &[queue::Model], parent: Option<i64>, above: (&str, Option<&String>), ordered: &mut Vec<Queue>) {
    let (above, product) = above;
    for row in rows.iter().filter(|row| row.parent_id == parent) {
        let path = if above.is_empty() { row.name.clone() } else { format!("{above} / {}", row.name) };
        let product = row.product.as_ref().or(product);
        ordered.push(Queue {
            id: row.id,
            slug: row.slug.clone(),
            parent_id: row.parent_id,
            path: path.clone(),
            customers_may_create: row.customers_may_create,
            auto_answer: row.auto_answer.clone(),
            auto_answer_closed: row.auto_answer_closed.clone(),
            product: product.cloned(),
        });
        descend(rows, Some(row.id), (&path, product), ordered);
    }
}

/// What the settings name, otherwise the first queue and the first type.
async fn plan_desk(db: &impl ConnectionTrait) -> Result<Option<(i64, i64)>> {
    let queue = named(db, "plan_queue").await?;
    let queues = queue::Entity::find().order_by_asc(queue::Column::Rank).all(db).await?;
    let queue = queues.iter().find(|row| Some(&row.slug) == queue.as_ref()).or(queues.first());
    let kind = named(db, "plan_type").await?;
    let types = ticket_type::Entity::find().order_by_asc(ticket_type::Column::Rank).all(db).await?;
    let kind = types.iter().find(|row| Some(&row.slug) == kind.as_ref()).or(types.first());
    Ok(queue.zip(kind).map(|(queue, kind)| (queue.id, kind.id)))
}

async fn named(db: &impl ConnectionTrait, setting: &str) -> Result<Option<String>> {
    Ok(setting::Entity::find_by_id(setting.to_owned()).one(db).await?.map(|row| row.value))
}

async fn load_roles(db: &impl ConnectionTrait, queues: &[Queue]) -> Result<HashMap<i64, Role>> {
    let rights = right::Entity::find().all(db).await?;
    let mut roles = HashMap::new();
    for row in role::Entity::find().all(db).await? {
        let kind = Kind::parse(&row.kind).ok_or_else(|| Error::broken(format!("role kind {}", row.kind)))?;
        let mut granted = Rights::default();
        for right in rights.iter().filter(|right| right.role_id == row.id) {
            // A newer version of the program may share the database: what it grants is not guessed at.
            match Target::parse(&right.target) {
                Some(target) => granted.grant(target, reached(target, right.target_id, queues), right.updates),
                None => tracing::error!(role = %row.slug, right = %right.target, "an unknown right grants nothing"),
            }
        }
        let role = Role {
            slug: row.slug,
            name: row.name,
            kind,
            sees_company: row.sees_company,
            files_requests: row.files_requests,
            rights: Arc::new(granted),
        };
        roles.insert(row.id, role);
    }
    Ok(roles)
}

/// A right on a queue covers the queues below it.
fn reached(target: Target, id: Option<i64>, queues: &[Queue]) -> Option<Vec<i64>> {
    let id = id?;
    Some(if target == Target::Queue { below(queues, id) } else { vec![id] })
}

/// The levels of support, from the smallest.
async fn load_levels(db: &impl ConnectionTrait) -> Result<Vec<Level>> {
    let rows = level::Entity::find().order_by_asc(level::Column::Rank).all(db).await?;
    let level =
        |row: level::Model| Level { name: row.name, seats: row.seats, phone: row.phone, dedicated: row.dedicated };
    Ok(rows.into_iter().map(level).collect())
}

/// Slug and name of each product, by name.
async fn load_products(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>> {
    let rows = product::Entity::find().order_by_asc(product::Column::Name).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.name)).collect())
}

async fn load_statuses(db: &impl ConnectionTrait) -> Result<Vec<Status>> {
    let mut statuses = Vec::new();
    for row in status::Entity::find().order_by_asc(status::Column::Place).all(db).await? {
        let kind = StatusKind::parse(&row.kind).ok_or_else(|| Error::broken(format!("status kind {}", row.kind)))?;
        // Whom nobody knows it waits for, nobody ends the waiting for.
        let waits_for = row.waits_for.as_deref().and_then(WaitsFor::parse);
        let customers = row.customer_name.map(|label| Badge { label, colour: row.colour.clone() });
        let badge = Badge { label: row.label, colour: row.colour };
        statuses.push(Status {
            id: row.id,
            set_id: row.set_id,
            slug: row.slug,
            kind,
            waits_for,
            badge,
            customers,
            place: row.place,
        });
    }
    Ok(statuses)
}

async fn load_priorities(db: &impl ConnectionTrait) -> Result<Vec<Priority>> {
    let rows = priority::Entity::find().order_by_asc(priority::Column::Rank).all(db).await?;
    // Nothing coloured says what is as usual.
    let colour = |row: &priority::Model| if row.slug == USUAL { PLAIN.to_owned() } else { row.colour.clone() };
    let badge = |row: &priority::Model| Badge { label: row.label.clone(), colour: colour(row) };
    Ok(rows
        .into_iter()
        .map(|row| Priority { badge: badge(&row), id: row.id, slug: row.slug, rank: row.rank })
        .collect())
}

async fn load_types(db: &impl ConnectionTrait) -> Result<Vec<TicketType>> {
    let types = ticket_type::Entity::find().order_by_asc(ticket_type::Column::Rank).all(db).await?;
    let groups = attribute_group::Entity::find().order_by_asc(attribute_group::Column::Rank).all(db).await?;
    let attributes = attribute::Entity::find().order_by_asc(attribute::Column::Rank).all(db).await?;
    let entries = dictionary_entry::Entity::find().order_by_asc(dictionary_entry::Column::Rank).all(db).await?;
    let mut fields: HashMap<i64, Vec<Attribute>> = HashMap::new();
    for row in attributes {
        fields.entry(row.group_id).or_default().push(Attribute {
            id: row.id,
            in_list: row.in_list,
            field: field(row, &entries)?,
        });
    }
    let mut titled: HashMap<i64, Vec<AttributeGroup>> = HashMap::new();
    for row in groups {
        let attributes = fields.remove(&row.id).unwrap_or_default();
        titled.entry(row.type_id).or_default().push(AttributeGroup { name: row.name, attributes });
    }
    let with_groups = |row: ticket_type::Model| TicketType {
        groups: titled.remove(&row.id).unwrap_or_default(),
        id: row.id,
        slug: row.slug,
        name: row.name,
        status_set_id: row.status_set_id,
        customers_may_create: row.customers_may_create,
    };
    Ok(types.into_iter().map(with_groups).collect())
}

fn field(row: attribute::Model, entries: &[dictionary_entry::Model]) -> Result<AttributeDefinition> {
    let kind = AttributeKind::parse(&row.kind).ok_or_else(|| Error::broken(format!("attribute kind {}", row.kind)))?;
    let own = entries.iter().filter(|entry| Some(entry.dictionary_id) == row.dictionary_id);
    Ok(AttributeDefinition {
        name: row.name,
        label: row.label,
        kind,
        required: row.required,
        pattern: row.pattern,
        hint: row.hint,
        min: row.min_value,
        max: row.max_value,
        entries: own.map(|entry| entry.label.clone()).collect(),
    })
}
