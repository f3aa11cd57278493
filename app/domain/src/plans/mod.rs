//! Support plans: who may raise cases, and how that changes.

pub mod choose;
mod page;
mod request;
mod request_page;
pub mod setup;

pub use page::{
    CompanyPlan, History, Level, ManagerContact, PlanContact, PlanHistoryEvent, PlanIndex, PlanOverview,
    PlanPermissions, PlanSettings, RequestInbox, RequestLine, Shown, Task, TermStatus,
};
pub use request::{FIELD_MAX, RequestDraft, RequestKind, RequestState, RequestText};
pub use request_page::{ContactRequestForm, PlanOf, RequestFormOffer, RequestPage, RequestPermissions};

use serde::{Deserialize, Serialize};

/// Contacts of one plan that a page shows, and a plan may have.
pub const SEATS_MAX: i64 = 500;

/// How long a plan runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// Its last moment; `None` for a plan without an end.
    pub ends_at: Option<i64>,
    /// For so long after its end it still counts, in milliseconds.
    pub grace: i64,
    /// Stopped by the provider.
    pub suspended: bool,
}

/// How a plan stands at some moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    Active,
    /// Past its end, and still good until then.
    Grace {
        until: i64,
    },
    Ended,
    Suspended,
}

impl Term {
    pub fn at(self, now: i64) -> Running {
        match self.ends_at {
            _ if self.suspended => Running::Suspended,
            Some(end) if now > end.saturating_add(self.grace) => Running::Ended,
            Some(end) if now > end => Running::Grace { until: end.saturating_add(self.grace) },
            _ => Running::Active,
        }
    }
}

/// One plan of a company, as it stands for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entitlement {
    /// The product's slug; `None` for the plan of everything else.
    pub product: Option<String>,
    pub level: String,
    /// The person holds a seat of it.
    pub seated: bool,
    /// That seat waits: there are more contacts than seats, and nobody has chosen in time whom to keep.
    pub rests: bool,
    pub term: Term,
}

/// Which condition for raising a case failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RaiseDenied {
    /// The company has no plan that covers this.
    NoPlan,
    /// The plan that covers this gives the person no seat, and no other one does.
    NoSeat,
    /// The person has a seat, but of the plan for something else.
    OtherProduct,
    /// The person's seat waits until the company has chosen whom to keep.
    Rests,
    Ended,
    Suspended,
}

/// The plan that a case about `product` falls under.
pub fn covering<'a>(plans: &'a [Entitlement], product: Option<&str>) -> Option<&'a Entitlement> {
    let own = plans.iter().find(|plan| product.is_some() && plan.product.as_deref() == product);
    own.or_else(|| plans.iter().find(|plan| plan.product.is_none()))
}

/// Whether a person may raise a case about `product`, by whatever channel: the product's own plan decides where there is one,
/// otherwise the plan of everything else. Reading, answering and following need no seat.
///
/// # Errors
/// The condition that failed.
pub fn may_raise(plans: &[Entitlement], product: Option<&str>, now: i64) -> Result<(), RaiseDenied> {
    let Some(plan) = covering(plans, product) else {
        return Err(if plans.iter().any(|plan| plan.seated) { RaiseDenied::OtherProduct } else { RaiseDenied::NoPlan });
    };
    match plan.term.at(now) {
        Running::Suspended => Err(RaiseDenied::Suspended),
        Running::Ended => Err(RaiseDenied::Ended),
        _ if plan.seated && plan.rests => Err(RaiseDenied::Rests),
        _ if plan.seated => Ok(()),
        _ if plans.iter().any(|plan| plan.seated) => Err(RaiseDenied::OtherProduct),
        _ => Err(RaiseDenied::NoSeat),
    }
}

/// Whether a person may raise some case; otherwise the reason that is easiest to mend.
///
/// # Errors
/// As [`may_raise`].
pub fn may_raise_something(plans: &[Entitlement], now: i64) -> Result<(), RaiseDenied> {
    let mut denied = RaiseDenied::NoPlan;
    for plan in plans {
        match (plan.seated, plan.term.at(now)) {
            (true, Running::Active | Running::Grace { .. }) if plan.rests => denied = RaiseDenied::Rests,
            (true, Running::Active | Running::Grace { .. }) => return Ok(()),
            _ if denied == RaiseDenied::Rests => {}
            (true, Running::Suspended) => denied = RaiseDenied::Suspended,
            (true, Running::Ended) if denied != RaiseDenied::Suspended => denied = RaiseDenied::Ended,
            (false, _) if denied == RaiseDenied::NoPlan => denied = RaiseDenied::NoSeat,
            _ => {}
        }
    }
    Err(denied)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000;

    fn plan(product: Option<&str>, seated: bool) -> Entitlement {
        Entitlement {
            product: product.map(str::to_owned),
            level: "Standard".into(),
            seated,
            rests: false,
            term: Term { ends_at: None, grace: 10, suspended: false },
        }
    }

    fn ending(end: i64) -> Entitlement {
        Entitlement { term: Term { ends_at: Some(end), grace: 10, suspended: false }, ..plan(None, true) }
    }

    #[test]
    fn a_seat_and_a_plan_are_both_needed() {
        assert_eq!(may_raise(&[plan(None, true)], None, NOW), Ok(()));
        assert_eq!(may_raise(&[plan(None, false)], None, NOW), Err(RaiseDenied::NoSeat));
        assert_eq!(may_raise(&[], None, NOW), Err(RaiseDenied::NoPlan));
        assert_eq!(may_raise_something(&[plan(None, false)], NOW), Err(RaiseDenied::NoSeat));
    }

    #[test]
    fn a_product_with_a_plan_of_its_own_has_contacts_of_its_own() {
        let plans = [plan(None, true), plan(Some("handhelds"), false)];
        assert_eq!(may_raise(&plans, None, NOW), Ok(()));
        assert_eq!(may_raise(&plans, Some("label-studio"), NOW), Ok(()), "covered by the plan of everything else");
        assert_eq!(may_raise(&plans, Some("handhelds"), NOW), Err(RaiseDenied::OtherProduct));
        let plans = [plan(Some("handhelds"), true)];
        assert_eq!(may_raise(&plans, Some("handhelds"), NOW), Ok(()));
        assert_eq!(may_raise(&plans, None, NOW), Err(RaiseDenied::OtherProduct));
        assert_eq!(may_raise_something(&plans, NOW), Ok(()));
    }

    #[test]
    fn a_seat_that_waits_raises_nothing_and_another_one_still_does() {
        let rests = |product| Entitlement { rests: true, ..plan(product, true) };
        assert_eq!(may_raise(&[rests(None)], None, NOW), Err(RaiseDenied::Rests));
        assert_eq!(may_raise_something(&[rests(None)], NOW), Err(RaiseDenied::Rests));
        let plans = [rests(None), plan(Some("handhelds"), true)];
        assert_eq!(may_raise(&plans, Some("handhelds"), NOW), Ok(()));
        assert_eq!(may_raise(&plans, None, NOW), Err(RaiseDenied::Rests));
        assert_eq!(may_raise_something(&plans, NOW), Ok(()));
    }

    #[test]
    fn a_plan_ends_after_its_grace_and_stops_when_suspended() {
        assert_eq!(ending(NOW).term.at(NOW), Running::Active);
        assert_eq!(ending(NOW - 1).term.at(NOW), Running::Grace { until: NOW + 9 });
        assert_eq!(ending(NOW - 11).term.at(NOW), Running::Ended);
        assert_eq!(may_raise(&[ending(NOW - 1)], None, NOW), Ok(()));
        assert_eq!(may_raise(&[ending(NOW - 11)], None, NOW), Err(RaiseDenied::Ended));
        let mut stopped = ending(NOW + 5);
        stopped.term.suspended = true;
        assert_eq!(may_raise(std::slice::from_ref(&stopped), None, NOW), Err(RaiseDenied::Suspended));
        assert_eq!(may_raise_something(&[stopped, plan(Some("x"), true)], NOW), Ok(()));
        assert_eq!(ending(i64::MAX).term.at(NOW), Running::Active);
    }
}
