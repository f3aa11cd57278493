//! Authorisation scope of assets: which a person may see, as a condition of every query on them, and what they may do to one they see.
//!
//! Invariant: an asset is seen by whom it is assigned to or who has a seat of it, by company roles that read its
//! category, and by companies it is shared with. Linked to a ticket it shows to those who see both. Its links, seats
//! and shares are no public events.

use super::asset::{self, Column};
use super::{seat, share};
use crate::actor::{Grant, Person};
use crate::catalogue::{IdSet, Rights};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, DbBackend, Iden};

/// What is assigned to the person, or what they hold a seat of; what their company role reads; and what others share with
/// their company. At the desk: what the role reads. Nothing at all without a grant.
pub(crate) fn visible(person: &Person) -> Condition {
    seen_by(person, column)
}

/// The same for rows that something else has found: as a condition that no index is chosen for.
pub(super) fn visible_when_found(person: &Person, backend: DbBackend) -> Condition {
    seen_by(person, |of| without_index(backend, of))
}

fn seen_by(person: &Person, column: impl Fn(Column) -> Expr) -> Condition {
    let mut seen = Condition::any().add_option(person.grants.is_empty().then(|| column(Column::Id).eq(-1)));
    for grant in &person.grants {
        seen = seen.add(readable(grant, &column));
        if let Some(company_id) = grant.company_id {
            seen = seen.add(column(Column::Id).in_subquery(shared_with(company_id)));
        }
    }
    if person.is_staff() {
        return seen;
    }
    seen.add(Condition::all().add(column(Column::AssigneeId).eq(person.id)).add(at_home(person, &column)))
        .add(Condition::all().add(column(Column::Id).in_subquery(seats_of(person))).add(at_home(person, &column)))
}

/// Of one of the person's own companies.
pub(super) fn at_home(person: &Person, column: impl Fn(Column) -> Expr) -> SimpleExpr {
    column(Column::CompanyId).is_in(person.companies.iter().map(|home| home.company_id))
}

/// What a grant's role reads of its company.
pub(super) fn readable(grant: &Grant, column: impl Fn(Column) -> Expr) -> Condition {
    let categories = match &grant.rights.asset_categories.read {
        IdSet::All => None,
        IdSet::Some(ids) => Some(column(Column::CategoryId).is_in(ids.iter().copied())),
    };
    Condition::all().add_option(grant.company_id.map(|id| column(Column::CompanyId).eq(id))).add_option(categories)
}

pub(super) fn column(column: Column) -> Expr {
    Expr::col((asset::Entity, column))
}

/// SQLite's unary plus keeps a column's indexes out of the planner's sight.
pub(super) fn without_index(backend: DbBackend, of: Column) -> Expr {
    match backend {
        DbBackend::Sqlite => Expr::cust(format!("+\"assets\".\"{}\"", of.unquoted())),
        _ => column(of),
    }
}

/// Assigned to the person, or a licence of which they hold a seat.
pub(super) fn own_when_found(person: &Person, backend: DbBackend) -> Condition {
    let assigned = without_index(backend, Column::AssigneeId).eq(person.id);
    Condition::any().add(assigned).add(without_index(backend, Column::Id).in_subquery(seats_of(person)))
}

pub(crate) fn shared_with(company_id: i64) -> SelectStatement {
    let mut shared = Query::select();
    shared.column(share::Column::AssetId).from(share::Entity).and_where(share::Column::CompanyId.eq(company_id));
    shared
}

pub(super) fn seats_of(person: &Person) -> SelectStatement {
    let mut seats = Query::select();
    seats.column(seat::Column::AssetId).from(seat::Entity).and_where(seat::Column::UserId.eq(person.id));
    seats
}

/// The grants that speak for an asset: those of its company or, where it belongs to none of the person's, all.
fn grants<'a>(person: &'a Person, asset: &asset::Model) -> impl Iterator<Item = &'a Grant> {
    let own = person.companies.iter().any(|home| home.company_id == asset.company_id);
    let company_id = asset.company_id;
    person.grants.iter().filter(move |grant| !own || grant.company_id == Some(company_id))
}

/// Whether the person may change an asset they see. What is only shared with a company is not theirs to change.
pub(crate) fn may_update(person: &Person, asset: &asset::Model) -> bool {
    let theirs = |grant: &&Grant| grant.company_id.is_none_or(|id| id == asset.company_id);
    person.grants.iter().filter(theirs).any(|grant| grant.rights.asset_categories.update.covers(asset.category_id))
}

pub(crate) fn reads_attribute(person: &Person, asset: &asset::Model, id: i64) -> bool {
    grants(person, asset).any(|grant| grant.rights.asset_attributes.read.covers(id))
}

pub(crate) fn updates_attribute(person: &Person, asset: &asset::Model, id: i64) -> bool {
    grants(person, asset).any(|grant| grant.rights.asset_attributes.update.covers(id))
}

/// Whether every role of the person covers it: what a whole list may show and be narrowed by.
pub(super) fn everywhere(person: &Person, covers: impl Fn(&Rights) -> bool) -> bool {
    !person.grants.is_empty() && person.grants.iter().all(|grant| covers(&grant.rights))
}
