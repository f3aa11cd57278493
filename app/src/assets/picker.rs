//! Asset picker: assets are searched for and ticked, as checkboxes of a form, so that what is ticked is sent with it.

use super::beside;
use super::calls::ChooseAssets;
#[cfg(feature = "ssr")]
use crate::page::PageRequest;
use crate::page::use_page_data_again;
use crate::words::words;
use domain::assets::{AssetChoices, LinkedAsset};
use leptos::prelude::*;

#[component]
pub(crate) fn AssetPicker(
    /// Of the ticket; empty for a new one.
    number: String,
    /// Of a new ticket that an agent raises for somebody; empty otherwise.
    #[prop(optional)]
    company: String,
    /// Ids of those that are chosen at first or later from elsewhere, with commas between them.
    #[prop(into)]
    first: Signal<String>,
    /// Counts up when what was chosen has been sent.
    #[prop(into)]
    sent: Signal<u32>,
) -> impl IntoView {
    let words = words().assets();
    let find = RwSignal::new(String::new());
    let chosen = RwSignal::new(Vec::<LinkedAsset>::new());
    let taken = StoredValue::new(String::new());
    let named = first;
    let asked = move |find, ids| ChooseAssets { number: number.clone(), find, ids, company: company.clone() };
    let offered = use_page_data_again(move |_| asked(find.get(), first.get()), move || sent.get());
    Effect::new(move |before: Option<u32>| {
        let sent = sent.get();
        if before.is_some_and(|before| before != sent) {
            chosen.set(Vec::new());
            find.set(String::new());
        }
        sent
    });
    let offered = offered.show(
        || ().into_any(),
        RwSignal::new(false),
        move |answer| match answer {
            Ok(AssetChoices { first, found }) => {
                // What is chosen stays, whatever is looked for next.
                let mut rows = chosen.get_untracked();
                let named = named.get_untracked();
                if sent.get_untracked() == 0 && taken.with_value(|taken| *taken != named) {
                    taken.set_value(named);
                    add(&mut rows, first);
                }
                chosen.set(rows.clone());
                let ticked = rows.len();
                add(&mut rows, found);
                view! { <Boxes rows ticked chosen /> }.into_any()
            }
            Err(error) => view! { <p class="notice notice-danger" role="alert">{error.to_string()}</p> }.into_any(),
        },
    );
    view! {
        <input class="control only-scripted" type="search" prop:value=find placeholder=words.find aria-label=words.find autocomplete="off"
            on:input=move |event| find.set(event_target_value(&event)) />
        {offered}
    }
}

/// What is offered at first.
#[cfg(feature = "ssr")]
pub(crate) async fn prefetch(request: &PageRequest, number: &str, company: &str, first: &[String]) {
    let (number, company) = (number.to_owned(), company.to_owned());
    request.fetch(ChooseAssets { number, find: String::new(), ids: first.join(","), company }).await;
}

/// Adds those that are not there yet.
fn add(rows: &mut Vec<LinkedAsset>, more: Vec<LinkedAsset>) {
    for asset in more {
        if rows.iter().all(|row| row.id != asset.id) {
            rows.push(asset);
        }
    }
}

#[component]
fn Boxes(rows: Vec<LinkedAsset>, ticked: usize, chosen: RwSignal<Vec<LinkedAsset>>) -> impl IntoView {
    let nothing = rows.is_empty().then(|| view! { <p class="muted">{words().assets().none_found}</p> });
    let row = move |(n, asset): (usize, LinkedAsset)| {
        let (id, name, details) = (asset.id.clone(), asset.name.clone(), beside(&asset));
        let turn = move |event| {
            let on = event_target_checked(&event);
            chosen.update(|rows| {
                rows.retain(|row| row.id != asset.id);
                if on {
                    rows.push(asset.clone());
                }
            });
        };
        view! {
            <li>
                <label class="check">
                    <input type="checkbox" name="asset" value=id checked=n < ticked on:change=turn />
                    <span class="choice-name">{name}<small>{details}</small></span>
                </label>
            </li>
        }
    };
    view! { <ul class="choices asset-choices">{rows.into_iter().enumerate().map(row).collect_view()}</ul> {nothing} }
}
