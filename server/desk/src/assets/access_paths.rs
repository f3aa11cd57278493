//! Access paths: the ways in which assets come to a person. A condition that says them all at once is served by no index, but each of them is:
//! what a person sees is the union of them.

use super::asset::Column;
use super::scope::{at_home, column, readable, seats_of, shared_with, visible_when_found, without_index};
use crate::actor::{Grant, Person};
use crate::catalogue::IdSet;
use sea_orm::sea_query::{ExprTrait, SelectStatement};
use sea_orm::{Condition, DbBackend};

/// One of them: nothing that it finds is hidden from the person.
pub(super) struct AccessPath {
    /// Ids that lead to the assets, as `asset_id`; without them the condition's own index does.
    pub ids: Option<SelectStatement>,
    pub condition: Condition,
    /// The assets of one company, which have an index for each order.
    pub by_company: bool,
}

/// All that the person sees; none at the desk, where it is everything, or all of some categories.
pub(super) fn access_paths(person: &Person, backend: DbBackend) -> Vec<AccessPath> {
    if person.is_staff() {
        return Vec::new();
    }
    let hidden = |of| without_index(backend, of);
    let mut paths = Vec::new();
    for grant in &person.grants {
        // The company finds them; its categories are looked at.
        let Some(company_id) = grant.company_id else { continue };
        let categories = of_company(company_id).condition.add(readable(grant, hidden));
        paths.push(AccessPath { condition: categories, ..of_company(company_id) });
        paths.push(led(shared_with(company_id)));
    }
    paths.extend(own(person).map(|path| AccessPath { condition: path.condition.add(at_home(person, hidden)), ..path }));
    paths
}

/// Whether nothing at all is hidden from the person.
pub(super) fn sees_all(person: &Person) -> bool {
    let all = |grant: &Grant| grant.company_id.is_none() && grant.rights.asset_categories.read == IdSet::All;
    person.grants.iter().any(all)
}

/// What is the person's own, as far as they see it.
pub(super) fn paths_to_own(person: &Person, backend: DbBackend) -> Vec<AccessPath> {
    own(person)
        .map(|path| AccessPath { condition: path.condition.add(visible_when_found(person, backend)), ..path })
        .into()
}

/// What some companies have, and what is shared with them, as far as the person sees it.
pub(super) fn paths_to_companies(person: &Person, backend: DbBackend, company_ids: &[i64]) -> Vec<AccessPath> {
    let seen =
        |path: AccessPath| AccessPath { condition: path.condition.add(visible_when_found(person, backend)), ..path };
    company_ids.iter().flat_map(|id| [of_company(*id), led(shared_with(*id))]).map(seen).collect()
}

fn own(person: &Person) -> [AccessPath; 2] {
    let assigned = Condition::all().add(column(Column::AssigneeId).eq(person.id));
    [AccessPath { ids: None, condition: assigned, by_company: false }, led(seats_of(person))]
}

fn of_company(id: i64) -> AccessPath {
    AccessPath { ids: None, condition: Condition::all().add(column(Column::CompanyId).eq(id)), by_company: true }
}

fn led(ids: SelectStatement) -> AccessPath {
    AccessPath { ids: Some(ids), condition: Condition::all(), by_company: false }
}
