use super::super::panel::hidden;
use crate::ui::go::use_go;
use crate::words::words;
use domain::listing::{Listing, On, Period};
use domain::time::Date;
use leptos::html::Form;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlInputElement};

/// Presets and a range, about the creation or the last change.
#[component]
pub(super) fn PeriodForm(listing: Memo<Listing>) -> impl IntoView {
    let words = &words().list;
    let go = use_go();
    let form = NodeRef::<Form>::new();
    let (period, on) = listing.with_untracked(|listing| (listing.period, listing.on));
    let (from, to) = period.map_or((None, None), Period::ends);
    let others = move || listing.with(|listing| hidden(&without_period(listing).pairs()));
    let apply = move |_| {
        let Some(data) = form.get_untracked().and_then(|form| FormData::new_with_form(&form).ok()) else { return };
        let next = listing.with_untracked(|listing| chosen(listing, &data));
        go.run(next.address());
    };
    let radio = move |name: &'static str, value: &'static str, checked: bool, label: &'static str| {
        let choose = move |_| {
            if name == "period" {
                clear_range();
            }
        };
        view! { <label class="check"><input type="radio" name=name value=value checked=checked on:change=choose />{label}</label> }
    };
    let is_range = from.is_some() || to.is_some();
    let date = move |name: &'static str, value: Option<Date>, label: &'static str| {
        view! {
            <span class="field">
                <label for=format!("period-{name}")>{label}</label>
                <input class="control" type="date" id=format!("period-{name}") name=name value=value.map(|date| date.to_string()) />
            </span>
        }
    };
    view! {
        <form class="panel-form" method="get" action="/tickets" node_ref=form on:change=apply>
            {others}
            <fieldset class="choices">
                <legend class="visually-hidden">{words.period}</legend>
                {radio("period", "", period.is_none() || is_range, words.any_time)}
                {Period::PRESETS.into_iter().map(|known| {
                    let name = known.preset().unwrap_or_default();
                    radio("period", name, period == Some(known), (words.preset)(known))
                }).collect_view()}
            </fieldset>
            <div class="field-pair">{date("from", from, words.from)} {date("to", to, words.to)}</div>
            <fieldset class="choices choices-line">
                <legend class="visually-hidden">{words.period_on}</legend>
                {radio("on", "changed", on == On::Changed, words.on_changed)}
                {radio("on", "created", on == On::Created, words.on_created)}
            </fieldset>
            <p class="panel-foot only-plain"><button class="button button-primary" type="submit">{words.apply}</button></p>
        </form>
    }
}

fn without_period(listing: &Listing) -> Listing {
    listing.with(|next| {
        next.period = None;
        next.on = On::default();
    })
}

/// A preset takes the range's place.
fn clear_range() {
    for id in ["period-from", "period-to"] {
        let field = document().get_element_by_id(id).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field {
            field.set_value("");
        }
    }
}

/// The view with what the form holds, read as its address would be.
fn chosen(listing: &Listing, data: &FormData) -> Listing {
    let mut query = without_period(listing).to_query();
    for name in ["period", "from", "to", "on"] {
        let value = data.get(name).as_string().unwrap_or_default();
        query.push_str(&format!("&{name}={value}"));
    }
    Listing::parse(&query).0
}
