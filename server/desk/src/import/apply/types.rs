//! Creates the ticket types and statuses that the desk lacks.

use super::find;
use super::slug::{free, slug};
use crate::Result;
use crate::catalogue::{Catalogue, status, status_order, status_set, ticket_type};
use crate::db::Tx;
use crate::import::record::{StatusName, TicketRecord};
use domain::tickets::{StatusKind, WaitsFor, customer_name};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use std::collections::HashSet;

/// Creates missing types with a status set of their own, and appends missing statuses to the sets of the others. Returns
/// whether there were any.
pub(super) async fn create_missing(
    tx: &Tx,
    catalogue: &Catalogue,
    statuses: &[StatusName],
    records: &[&TicketRecord],
) -> Result<bool> {
    let mut met = HashSet::new();
    let mut grown = false;
    for record in records {
        if !met.insert(record.ticket_type.to_lowercase()) {
            continue;
        }
        match find::ticket_type(catalogue, &record.ticket_type) {
            None => {
                let rank = catalogue.types.len() + met.len();
                create(tx, &record.ticket_type, i64::try_from(rank).unwrap_or(i64::MAX), statuses).await?;
                grown = true;
            }
            Some(kind) => {
                let missing: Vec<&StatusName> =
                    statuses.iter().filter(|status| find::status(catalogue, kind, status).is_none()).collect();
                append(tx, kind.status_set_id, &missing).await?;
                grown |= !missing.is_empty();
            }
        }
    }
    Ok(grown)
}

/// Customers are not offered the new type.
async fn create(tx: &Tx, called: &str, rank: i64, statuses: &[StatusName]) -> Result<()> {
    let base = slug(called, "type");
    let name = if base == called { capitalised(&called.replace('-', " ")) } else { called.to_owned() };
    let set_slug = free::<status_set::Entity>(tx, status_set::Column::Slug, base.clone()).await?;
    let set = status_set::ActiveModel { slug: Set(set_slug), name: Set(name.clone()), ..Default::default() };
    let set_id = set.insert(tx).await?.id;
    let row = ticket_type::ActiveModel {
        slug: Set(free::<ticket_type::Entity>(tx, ticket_type::Column::Slug, base).await?),
        name: Set(name),
        status_set_id: Set(set_id),
        customers_may_create: Set(false),
        rank: Set(rank),
        ..Default::default()
    };
    row.insert(tx).await?;
    append(tx, set_id, &statuses.iter().collect::<Vec<_>>()).await
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Puts statuses at the end of a set.
async fn append(tx: &Tx, set_id: i64, statuses: &[&StatusName]) -> Result<()> {
    let own = status::Entity::find().filter(status::Column::SetId.eq(set_id));
    let last = own.order_by_desc(status::Column::Rank).one(tx).await?;
    let first_free = last.map_or(0, |status| status.rank + 1);
    let rows = (first_free..).zip(statuses).map(|(rank, name)| status::ActiveModel {
        set_id: Set(set_id),
        slug: Set(name.slug.clone()),
        label: Set(name.label.clone()),
        kind: Set(name.kind.as_str().into()),
        colour: Set(colour(name.kind).into()),
        rank: Set(rank),
        waits_for: Set(waits_for(name).map(|party| party.as_str().into())),
        customer_name: Set(shown_to_customers(name)),
        ..Default::default()
    });
    status_order::add(tx, rows.collect()).await
}

/// Whom the mapping says it waits for, or its name does.
fn waits_for(name: &StatusName) -> Option<WaitsFor> {
    let by_name = (name.kind == StatusKind::Waiting).then(|| WaitsFor::of_label(&name.label));
    name.waits_for.or(by_name)
}

fn shown_to_customers(name: &StatusName) -> Option<String> {
    let waits = waits_for(name) == Some(WaitsFor::Customer);
    let by_name = || customer_name(&name.label).filter(|_| waits).map(str::to_owned);
    name.customer_name.clone().or_else(by_name)
}

fn colour(kind: StatusKind) -> &'static str {
    match kind {
        StatusKind::New => "blue",
        StatusKind::Open => "teal",
        StatusKind::Waiting => "amber",
        StatusKind::Solved => "green",
        StatusKind::Closed => "grey",
    }
}
