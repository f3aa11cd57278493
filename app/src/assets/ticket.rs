//! Assets linked to a ticket, and the forms that link and unlink them.

use super::beside;
use super::picker::AssetPicker;
#[cfg(feature = "ssr")]
use crate::page::PageRequest;
use crate::session::use_form_state;
use crate::ui::field::FormProblem;
use crate::ui::query::use_query;
use crate::ui::submit::Submit;
use crate::words::words;
use domain::assets::LinkedAsset;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The parameter of an address that opens the form.
const LINK: &str = "link";

/// Where the assets of a ticket are sent.
fn action(number: &str) -> String {
    format!("/tickets/{number}/assets")
}

/// What the form offers at first, where the address opens it or it comes back.
#[cfg(feature = "ssr")]
pub(crate) async fn prefetch(request: &PageRequest, number: &str) {
    if request.address.query(LINK).is_some() || request.form_state(&action(number)).is_some() {
        super::picker::prefetch(request, number, "", &[]).await;
    }
}

#[component]
pub(crate) fn TicketAssets(
    number: String,
    linked: Memo<Vec<LinkedAsset>>,
    may: Memo<bool>,
    changed: Callback<&'static str>,
) -> impl IntoView {
    let words = words();
    let number = StoredValue::new(number);
    let page = number.with_value(|number| format!("/tickets/{number}"));
    let asked = use_query().with_untracked(|query| query.get(LINK)).is_some();
    let returned = use_form_state(&number.with_value(|number| action(number)));
    let open = RwSignal::new(asked || returned.is_some());
    let way = format!("{page}?{LINK}=assets");
    let show = move |event: MouseEvent| {
        event.prevent_default();
        open.set(true);
    };
    let refusal = returned.and_then(|form_state| form_state.refusal);
    view! {
        <section class="ticket-assets" aria-label=words.assets().linked>
            <h2>{words.assets().linked}</h2>
            {move || {
                let linked = linked.get();
                let none = linked.is_empty().then(|| view! { <p class="muted">{words.assets().none_linked}</p> });
                let may = may.get();
                let items = linked.into_iter().map(|asset| view! { <Item asset number=number.get_value() may changed /> });
                view! { {none} <ul class="asset-items">{items.collect_view()}</ul> }
            }}
            {move || {
                let way = way.clone();
                let refusal = refusal.clone();
                match (may.get(), open.get()) {
                    (false, _) => ().into_any(),
                    (_, false) => view! { <a class="button button-quiet" href=way on:click=show>{words.assets().link_hint}</a> }.into_any(),
                    _ => view! { <LinkForm number=number.get_value() refusal changed /> }.into_any(),
                }
            }}
        </section>
    }
}

#[component]
fn Item(asset: LinkedAsset, number: String, may: bool, changed: Callback<&'static str>) -> impl IntoView {
    let words = words();
    let submit = Submit::new(None, move |_| changed.run(words.ticket().saved));
    let details = beside(&asset);
    let unlink = (words.assets().unlink)(&asset.name);
    let id = asset.id.clone();
    let button = may.then(|| view! {
        <form method="post" action=format!("/tickets/{number}/assets/unlink") on:submit=move |event| submit.send(event)>
            <input type="hidden" name="asset" value=id />
            <button class="icon-button" type="submit" aria-label=unlink disabled=move || submit.busy.get()>"×"</button>
        </form>
    });
    view! {
        <li>
            <span><a href=format!("/assets/{}", asset.id)>{asset.name}</a><small>{details}</small></span>
            {button}
        </li>
    }
}

#[component]
fn LinkForm(number: String, refusal: Option<domain::Refusal>, changed: Callback<&'static str>) -> impl IntoView {
    let words = words();
    let sent = RwSignal::new(0u32);
    let submit = Submit::new(refusal, move |_| {
        sent.update(|n| *n += 1);
        changed.run(words.ticket().saved);
    });
    let action = action(&number);
    view! {
        <form class="asset-link" method="post" action=action on:submit=move |event| submit.send(event)>
            <AssetPicker number first=Signal::stored(String::new()) sent />
            <FormProblem refusal=submit.refusal />
            <button class="button" type="submit" disabled=move || submit.busy.get()>{words.assets().link}</button>
        </form>
    }
}
