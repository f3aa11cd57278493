//! Row-level access: which tickets a person may see, as a condition of every query on them.
//!
//! Invariant: whatever a person asks about tickets carries [`visible`], and a change goes through
//! `scope::find_for_update`, which also asks for the right to update. So a ticket that they may not see and one that
//! doesn't exist are the same `NotFound`.

use super::ticket::Column;
use crate::actor::{Grant, Person};
use crate::catalogue::{IdSet, Rights};
use sea_orm::{ColumnTrait, Condition};

/// Tickets that at least one of the person's grants covers; nothing at all without a grant.
pub(crate) fn visible(person: &Person) -> Condition {
    within_grants(person, |rights| (&rights.queues.read, &rights.types.read))
}

/// Tickets that the person may change.
pub(crate) fn updatable(person: &Person) -> Condition {
    within_grants(person, |rights| (&rights.queues.update, &rights.types.update))
}

fn within_grants(person: &Person, pick: fn(&Rights) -> (&IdSet, &IdSet)) -> Condition {
    let grants = person.grants.iter().map(|grant| covered(person, grant, pick));
    grants.fold(Condition::any(), Condition::add).add_option(person.grants.is_empty().then(|| Column::Id.eq(-1)))
}

fn covered(person: &Person, grant: &Grant, pick: fn(&Rights) -> (&IdSet, &IdSet)) -> Condition {
    let (queues, types) = pick(&grant.rights);
    Condition::all()
        .add_option(grant.company_id.map(|id| Column::CompanyId.eq(id)))
        .add_option(grant.own_only.then(|| Column::ReporterId.eq(person.id)))
        .add_option(within(Column::QueueId, queues))
        .add_option(within(Column::TypeId, types))
}

fn within(column: Column, reach: &IdSet) -> Option<sea_orm::sea_query::SimpleExpr> {
    match reach {
        IdSet::All => None,
        IdSet::Some(ids) => Some(column.is_in(ids.iter().copied())),
    }
}
