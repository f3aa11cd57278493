//! The ways in which assets come to a person. A condition that says them all at once is served by no index, but each of them is:
//! what a person sees is the union of them.

use super::asset::Column;
use super::scope::{at_home, column, readable, seats_of, shared_with, unseen, visible_when_found};
use crate::actor::{Grant, Person};
use crate::catalogue::Reach;
use sea_orm::sea_query::{ExprTrait, SelectStatement};
use sea_orm::{Condition, DbBackend};

/// One of them: nothing that it finds is hidden from the person.
pub(super) struct Way {
    /// Ids that lead to the assets, as `asset_id`; without them the condition's own index does.
    pub ids: Option<SelectStatement>,
    pub condition: Condition,
    /// The assets of one company, which have an index for each order.
    pub by_company: bool,
}

/// All that the person sees; none at the desk, where it is everything, or all of some categories.
pub(super) fn ways(person: &Person, backend: DbBackend) -> Vec<Way> {
    if person.is_staff() {
        return Vec::new();
    }
    let hidden = |of| unseen(backend, of);
    let mut ways = Vec::new();
    for grant in &person.grants {
        // The company finds them; its categories are looked at.
        let Some(company_id) = grant.company_id else { continue };
        let categories = of_company(company_id).condition.add(readable(grant, hidden));
        ways.push(Way { condition: categories, ..of_company(company_id) });
        ways.push(led(shared_with(company_id)));
    }
    ways.extend(own(person).map(|way| Way { condition: way.condition.add(at_home(person, hidden)), ..way }));
    ways
}

/// Whether nothing at all is hidden from the person.
pub(super) fn sees_all(person: &Person) -> bool {
    let all = |grant: &Grant| grant.company_id.is_none() && grant.rights.asset_categories.read == Reach::All;
    person.grants.iter().any(all)
}

/// What is the person's own, as far as they see it.
pub(super) fn ways_to_own(person: &Person, backend: DbBackend) -> Vec<Way> {
    own(person).map(|way| Way { condition: way.condition.add(visible_when_found(person, backend)), ..way }).into()
}

/// What some companies have, and what is shared with them, as far as the person sees it.
pub(super) fn ways_to_companies(person: &Person, backend: DbBackend, company_ids: &[i64]) -> Vec<Way> {
    let seen = |way: Way| Way { condition: way.condition.add(visible_when_found(person, backend)), ..way };
    company_ids.iter().flat_map(|id| [of_company(*id), led(shared_with(*id))]).map(seen).collect()
}

fn own(person: &Person) -> [Way; 2] {
    let assigned = Condition::all().add(column(Column::AssigneeId).eq(person.id));
    [Way { ids: None, condition: assigned, by_company: false }, led(seats_of(person))]
}

fn of_company(id: i64) -> Way {
    Way { ids: None, condition: Condition::all().add(column(Column::CompanyId).eq(id)), by_company: true }
}

fn led(ids: SelectStatement) -> Way {
    Way { ids: Some(ids), condition: Condition::all(), by_company: false }
}
