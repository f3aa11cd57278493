//! Support plans: who may raise cases, and the requests to change that.

pub mod calls;
mod form;
mod inbox;
mod manage;
mod page;
mod request;
mod request_lines;
mod setup;

pub(crate) use form::PlanFormRoute;
pub(crate) use page::PlanRoute;
pub(crate) use request::PlanRequestRoute;
pub(crate) use request_lines::RequestLines;
pub(crate) use setup::PlanSetupRoute;

use domain::plans::PlanOf;
use leptos::prelude::*;

/// A plan's seats, one mark each; the words beside it say the same.
#[component]
fn Seats(used: i64, limit: i64) -> impl IntoView {
    let marks = (0..limit.max(used).min(24)).map(move |place| {
        let class = if place >= limit {
            "seat seat-over"
        } else if place < used {
            "seat seat-taken"
        } else {
            "seat"
        };
        view! { <span class=class></span> }
    });
    view! {
        <p class="plan-seats">
            <span class="seats" aria-hidden="true">{marks.collect_view()}</span>
            {(crate::words::words().plans().seats)(used, limit)}
        </p>
    }
}

/// The address of a form about this plan.
fn form_address(company: &str, product: &str, kind: &str, contact: &str) -> String {
    let pairs = [("company", company), ("product", product), ("kind", kind), ("contact", contact)];
    let start = domain::listing::ListUrl::parse("/plan/requests/new", "");
    pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .fold(start, |place, (name, value)| place.with(name, value))
        .address()
}

/// What a plan is called.
fn plan_name(plan: &PlanOf) -> String {
    (crate::words::words().plans().support)(&plan.level, &plan.named)
}
