//! Unread tickets: open ones with something that a person has not seen, as a condition of a query. What was there before they came is not new to
//! them: a ticket counts from its first change after that.

use crate::actor::{Grant, Person};
use crate::scope::read_cursor::{self, Column as R};
use crate::scope::ticket::{self, Column as T};
use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SubQueryStatement};

/// `changed` is the ticket's last change, in sight of the planner or out of it. That a ticket is open is asked elsewhere.
pub(super) fn unread(person: &Person, changed: &Expr) -> Condition {
    let newest = if person.is_staff() { T::LastEvent } else { T::LastPublicEvent };
    let read = Query::select()
        .column((read_cursor::Entity, R::EventId))
        .from(read_cursor::Entity)
        .and_where(Expr::col((read_cursor::Entity, R::UserId)).eq(person.id))
        .and_where(Expr::col((read_cursor::Entity, R::TicketId)).equals((ticket::Entity, T::Id)))
        .to_owned();
    let read = Func::coalesce([Expr::from(SubQueryStatement::from(read)), Expr::val(0_i64)]);
    was_here(person, changed).add(Expr::col((ticket::Entity, newest)).gt(Expr::expr(read)))
}

/// What [`Person::was_here`] says of a ticket that the person sees.
fn was_here(person: &Person, changed: &Expr) -> Condition {
    let first = person.grants.iter().map(|grant| grant.since).min().unwrap_or_default();
    let condition = Condition::all().add(changed.clone().gte(first));
    if person.grants.iter().all(|grant| grant.since == first) {
        return condition;
    }
    let covered = |grant: &Grant| {
        Condition::all()
            .add_option(grant.company_id.map(|id| Expr::col((ticket::Entity, T::CompanyId)).eq(id)))
            .add_option(grant.own_only.then(|| Expr::col((ticket::Entity, T::ReporterId)).eq(person.id)))
            .add(changed.clone().gte(grant.since))
    };
    condition.add(person.grants.iter().map(covered).fold(Condition::any(), Condition::add))
}
