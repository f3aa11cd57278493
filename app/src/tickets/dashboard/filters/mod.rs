//! Filters of the list of tickets: a button each, and under it what can be chosen.

mod period;
mod values;

use super::opener::Opener;
use super::panel::Panel;
use crate::session::use_session;
use crate::ui::opener::Open;
use crate::words::words;
use domain::listing::{Facet, Listing};
use leptos::prelude::*;
pub(super) use period::PeriodForm;
pub(super) use values::Values;
#[cfg(feature = "ssr")]
pub(super) use values::data;

#[component]
pub(super) fn Filters(listing: Memo<Listing>, open: Open) -> impl IntoView {
    let words = &words().list;
    let at_desk = use_session().me.is_some_and(|me| me.kind.is_staff());
    let facet = move |facet: Facet| {
        let count = Signal::derive(move || listing.with(|listing| listing.chosen.of(facet).len()));
        view! { <Opener panel=Panel::Facet(facet) label=label(facet) count listing open /> }
    };
    let dated = Signal::derive(move || usize::from(listing.with(|listing| listing.period.is_some())));
    view! {
        <div class="filters" role="group" aria-label=words.filters>
            {facet(Facet::Queue)} {facet(Facet::Kind)} {facet(Facet::Status)}
            <Opener panel=Panel::Period label=words.period count=dated listing open />
            {facet(Facet::Assignee)} {at_desk.then(|| facet(Facet::Company))}
            <ShowClosed listing />
            {move || listing.with(|listing| listing.is_filtered() || listing.closed).then(|| {
                view! { <a class="button button-quiet" href=listing.with(|listing| listing.reset().address())>{words.reset}</a> }
            })}
        </div>
    }
}

/// How many values narrow the list; closed tickets beside the open ones are one more.
pub(super) fn set(listing: &Listing) -> usize {
    let facets = [Facet::Queue, Facet::Kind, Facet::Status, Facet::Assignee, Facet::Company];
    let chosen: usize = facets.iter().map(|facet| listing.chosen.of(*facet).len()).sum();
    let others = [listing.period.is_some(), listing.closed, listing.filter.is_some()];
    chosen + others.into_iter().filter(|is_set| *is_set).count()
}

pub(super) fn label(facet: Facet) -> &'static str {
    let columns = &words().list.columns;
    match facet {
        Facet::Queue => columns.queue,
        Facet::Kind => columns.kind,
        Facet::Status => columns.status,
        Facet::Assignee => columns.assignee,
        Facet::Company => columns.company,
    }
}

#[component]
fn ShowClosed(listing: Memo<Listing>) -> impl IntoView {
    let words = &words().list;
    let address = move || listing.with(|listing| listing.with(|next| next.closed = !next.closed).address());
    let label = move || if listing.with(|listing| listing.closed) { words.hide_closed } else { words.show_closed };
    view! { <a class="button" href=address>{label}</a> }
}
