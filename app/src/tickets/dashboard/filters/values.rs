//! Values of a filter as checkboxes with counts, and a search among them.

use crate::page::use_page_data;
use crate::tickets::calls::OfferedValues;
use crate::ui::navigate::use_navigate_to;
use crate::ui::pages::hidden;
use crate::ui::query::use_query;
use crate::words::words;
use domain::listing::{Facet, Listing};
use domain::tickets::{FacetValues, FilterValue};
use leptos::prelude::*;

/// The values of a filter with the number of tickets that each holds. A change is shown at once; without JavaScript the
/// button does it.
#[component]
pub(crate) fn Values(facet: Facet, listing: Memo<Listing>) -> impl IntoView {
    let words = &words().list;
    let sought = use_query().with_untracked(|query| query.get("find")).unwrap_or_default();
    let find = RwSignal::new(sought.clone());
    let offered = use_page_data(move |_| listing.with(|listing| data(listing, facet, find.get())));
    let counting = move || view! { <p class="panel-wait">{words.counting}</p> }.into_any();
    let offered = offered.show(counting, RwSignal::new(false), move |answer| match answer {
        Ok(offered) => view! { <Choices offered listing /> }.into_any(),
        Err(error) => view! { <p class="notice notice-danger" role="alert">{error.to_string()}</p> }.into_any(),
    });
    let others = move || listing.with(|listing| hidden(&listing.with(|next| next.chosen.clear(facet)).pairs()));
    view! {
        <form class="panel-form" method="get" action="/tickets">
            {others}
            {narrows(facet).then(|| view! {
                <input class="control" type="search" name="find" value=sought placeholder=words.find aria-label=words.find autocomplete="off"
                    on:input=move |event| find.set(event_target_value(&event)) />
            })}
            {offered}
            <p class="panel-foot only-plain">
                {narrows(facet).then(|| view! { <button class="button" type="submit" name="open" value=facet.as_str()>{words.narrow}</button> })}
                <button class="button button-primary" type="submit">{words.apply}</button>
            </p>
        </form>
    }
}

/// Whether there may be so many values that one looks for them by name.
fn narrows(facet: Facet) -> bool {
    matches!(facet, Facet::Company | Facet::Assignee)
}

/// The view that a filter's numbers are about. What is chosen in it changes none of them; of long lists it decides who stays in
/// sight.
fn counted_in(listing: &Listing, facet: Facet) -> String {
    let rest = listing.with(|next| {
        if !narrows(facet) {
            next.chosen.clear(facet);
        }
    });
    rest.to_query()
}

/// What the filter offers in a view, narrowed to names that hold `find`.
pub(crate) fn data(listing: &Listing, facet: Facet, find: String) -> OfferedValues {
    OfferedValues { query: counted_in(listing, facet), facet, find }
}

#[component]
fn Choices(offered: FacetValues, listing: Memo<Listing>) -> impl IntoView {
    let words = &words().list;
    let FacetValues { facet, values, more } = offered;
    if values.is_empty() {
        return view! { <p class="panel-wait">{words.no_values}</p> }.into_any();
    }
    view! {
        <ul class="choices">{values.into_iter().map(|value| view! { <ValueCheck facet value listing /> }).collect_view()}</ul>
        {more.then(|| view! { <p class="panel-wait">{words.more_values}</p> })}
    }
    .into_any()
}

#[component]
fn ValueCheck(facet: Facet, value: FilterValue, listing: Memo<Listing>) -> impl IntoView {
    let words = &words().list;
    let go = use_navigate_to();
    let FilterValue { slug, label, depth, holds } = value;
    let label = if label.is_empty() { words.unassigned.to_owned() } else { label };
    let count = (words.count)(holds);
    let (chosen, toggled) = (slug.clone(), slug.clone());
    let checked = listing.with_untracked(|listing| listing.chosen.holds(facet, &slug));
    let toggle = move |_| {
        let next = listing.with_untracked(|listing| listing.with(|next| next.chosen.toggle(facet, &toggled)));
        go.run(next.address());
    };
    view! {
        <li class=format!("choice depth-{}", depth.min(4)) class:is-empty={holds.count == 0}>
            <label class="check">
                <input type="checkbox" name=facet.as_str() value=slug checked=checked
                    prop:checked=move || listing.with(|listing| listing.chosen.holds(facet, &chosen)) on:change=toggle />
                <span class="choice-name">{label}</span>
                <span class="choice-count">{count}</span>
            </label>
        </li>
    }
}
