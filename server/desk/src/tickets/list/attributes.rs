//! Attributes as columns. An attribute is asked for by its name, whichever types have it; what a person may read of it is
//! decided ticket by ticket, and one that they may read nowhere does not exist.

use super::view::View;
use crate::actor::attributes::{ColumnAttribute, column_attributes};
pub(crate) use crate::actor::attributes::{is_offered, offered};
use crate::actor::{Grant, Person};
use crate::catalogue::{Catalogue, IdSet};
use crate::tickets::value;
use crate::{Desk, Result, filter};
use domain::filter::Test;
use domain::listing::{AttributeName, Column};
use domain::tickets::attribute::{CellKind, Kind, SortKey};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, Condition, DbBackend, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// What a column holds: the kind that all of its attributes share, or text.
pub(super) fn kind(person: &Person, catalogue: &Catalogue, column: Column) -> Option<Kind> {
    let Column::Attribute(name) = column else { return None };
    let mut kinds = column_attributes(person, catalogue, name).into_iter().map(|behind| behind.attribute.field.kind);
    let first = kinds.next()?;
    Some(if kinds.all(|kind| kind == first) { first } else { Kind::Text })
}

/// What decides whose attributes a ticket shows.
pub(super) struct Owner {
    pub id: i64,
    pub type_id: i64,
    pub company_id: i64,
    pub reporter_id: i64,
}

/// The texts of `columns`, attributes all, for each ticket that has any. One look-up for all of them.
pub(super) async fn values(
    desk: &Desk,
    person: &Person,
    columns: &[Column],
    tickets: &[Owner],
) -> Result<HashMap<i64, Vec<String>>> {
    let catalogue = desk.catalogue();
    // Which column an attribute fills, by its id.
    let mut places: HashMap<i64, (usize, i64)> = HashMap::new();
    for (place, column) in columns.iter().enumerate() {
        let Column::Attribute(name) = *column else { continue };
        let found = column_attributes(person, &catalogue, name);
        places.extend(found.iter().map(|behind| (behind.attribute.id, (place, behind.type_id))));
    }
    let mut texts: HashMap<i64, Vec<String>> = HashMap::new();
    if places.is_empty() || tickets.is_empty() {
        return Ok(texts);
    }
    let of_tickets = value::Column::TicketId.is_in(tickets.iter().map(|ticket| ticket.id));
    let of_columns = value::Column::AttributeId.is_in(places.keys().copied());
    let found = value::Entity::find().filter(of_tickets).filter(of_columns).all(desk.db().read()).await?;
    let owners: HashMap<i64, &Owner> = tickets.iter().map(|ticket| (ticket.id, ticket)).collect();
    for value in found {
        let (Some(owner), Some((place, type_id))) = (owners.get(&value.ticket_id), places.get(&value.attribute_id))
        else {
            continue;
        };
        let readable = person.reads_attribute(owner.company_id, owner.reporter_id, value.attribute_id);
        if readable && owner.type_id == *type_id {
            texts.entry(owner.id).or_insert_with(|| vec![String::new(); columns.len()])[*place] = value.value;
        }
    }
    Ok(texts)
}

/// What a list is sorted by: numbers by their size, everything else by its letters whatever their case. Nothing comes first,
/// and what the person may not read is nothing.
pub(super) fn sort_key(view: &View<'_>, name: AttributeName) -> Expr {
    let found = column_attributes(view.person, &view.catalogue, name);
    let sort_key = kind(view.person, &view.catalogue, Column::Attribute(name)).map_or(SortKey::Letters, Kind::sort_key);
    let (key, nothing) = match (sort_key, view.backend) {
        (SortKey::Size, backend) => (size(backend), "-9223372036854775807"),
        (SortKey::Letters, DbBackend::Sqlite) => ("lower(v.value)", "''"),
        (SortKey::Letters, _) => ("lower(v.value COLLATE \"C\")", "''"),
    };
    match own_value(view, &found) {
        None => Expr::cust(nothing),
        Some(own) => Expr::cust(format!("COALESCE((SELECT {key} FROM ticket_values v WHERE {own}), {nothing})")),
    }
}

/// Whether the ticket's attribute of this name, as far as the person may read it, is as the test asks.
pub(super) fn having(view: &View<'_>, name: AttributeName, test: &Test) -> Condition {
    let found = column_attributes(view.person, &view.catalogue, name);
    let Some(own) = own_value(view, &found) else { return filter::never() };
    let held = || Expr::cust("v.value");
    let cell = kind(view.person, &view.catalogue, Column::Attribute(name)).map_or(CellKind::Line, Kind::cell);
    let fits = match cell {
        CellKind::Line | CellKind::Lines => filter::text(view.backend, "v.value", test),
        CellKind::Number => filter::whole_number(held(), Expr::cust(size(view.backend)), test),
        CellKind::Day => filter::day(held(), test),
    };
    let values = Query::select()
        .expr(Expr::val(1))
        .from_as(value::Entity, "v")
        .cond_where(Condition::all().add(Expr::cust(own)).add(fits))
        .to_owned();
    Expr::exists(values).into()
}

/// A number that is kept as text.
fn size(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Sqlite => "CAST(v.value AS INTEGER)",
        _ => "CASE WHEN v.value ~ '^-?[0-9]{1,18}$' THEN CAST(v.value AS BIGINT) ELSE 0 END",
    }
}

/// Which row of `ticket_values v` is the ticket's, as far as the person may read it; `None` for an attribute that is nowhere theirs.
fn own_value(view: &View<'_>, found: &[ColumnAttribute<'_>]) -> Option<String> {
    let which: String =
        found.iter().map(|behind| format!(" WHEN {} THEN {}", behind.type_id, behind.attribute.id)).collect();
    if which.is_empty() {
        return None;
    }
    let readable: Vec<String> = view.person.grants.iter().map(|grant| read_by(view.person, grant, found)).collect();
    let readable = readable.join(" OR ");
    Some(format!("v.ticket_id = tickets.id AND v.attribute_id = CASE tickets.type_id{which} END AND ({readable})"))
}

/// Where a grant shows the attribute.
fn read_by(person: &Person, grant: &Grant, found: &[ColumnAttribute<'_>]) -> String {
    let mut conditions = vec!["1 = 1".to_owned()];
    conditions.extend(grant.company_id.map(|id| format!("tickets.company_id = {id}")));
    conditions.extend(grant.own_only.then(|| format!("tickets.reporter_id = {}", person.id)));
    if matches!(grant.rights.attributes.read, IdSet::Some(_)) {
        let covered = found.iter().map(|behind| behind.attribute.id);
        let covered = covered.filter(|id| grant.rights.attributes.read.covers(*id)).chain([-1]);
        let covered: Vec<String> = covered.map(|id| id.to_string()).collect();
        conditions.push(format!("v.attribute_id IN ({})", covered.join(", ")));
    }
    format!("({})", conditions.join(" AND "))
}
