//! Date range filter: presets, or a first and a last day.

use crate::ui::navigate::use_navigate_to;
use crate::ui::pages::hidden;
use crate::words::words;
use domain::listing::{Listing, On, Period};
use domain::time::Date;
use leptos::html::Form;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlInputElement};

/// Presets and a range, about the creation or the last change.
#[component]
pub(crate) fn PeriodForm(listing: Memo<Listing>) -> impl IntoView {
    let words = &words().list;
    let go = use_navigate_to();
    let form = NodeRef::<Form>::new();
    let period = move || listing.with(|listing| listing.period);
    let ends = move || period().map_or((None, None), Period::ends);
    let has_preset = move |wanted: Option<Period>| period().filter(|period| period.preset().is_some()) == wanted;
    let has_on = move |wanted: On| listing.with(|listing| listing.on == wanted);
    let others = move || listing.with(|listing| hidden(&listing.without_period().pairs()));
    let apply = move |_| {
        let Some(data) = form.get_untracked().and_then(|form| FormData::new_with_form(&form).ok()) else { return };
        if is_half_typed(&data) {
            return;
        }
        let next = listing.with_untracked(|listing| chosen(listing, &data));
        go.run(next.address());
    };
    let date = move |name: &'static str, label: &'static str, value: Signal<Option<Date>>| {
        let text = move || value.get().map(|date| date.to_string()).unwrap_or_default();
        view! {
            <span class="field">
                <label for=format!("period-{name}")>{label}</label>
                <input class="control" type="date" id=format!("period-{name}") name=name value=untrack(text) prop:value=text />
            </span>
        }
    };
    let (from, to) = (Signal::derive(move || ends().0), Signal::derive(move || ends().1));
    view! {
        <form class="panel-form" method="get" action="/tickets" node_ref=form on:change=apply>
            {others}
            <fieldset class="choices">
                <legend class="visually-hidden">{words.period}</legend>
                <PeriodRadio name="period" value="" label=words.any_time checked=Signal::derive(move || has_preset(None)) />
                {Period::PRESETS.into_iter().map(|preset| {
                    let checked = Signal::derive(move || has_preset(Some(preset)));
                    view! { <PeriodRadio name="period" value=preset.preset().unwrap_or_default() label=(words.preset)(preset) checked /> }
                }).collect_view()}
            </fieldset>
            <div class="field-pair">{date("from", words.from, from)} {date("to", words.to, to)}</div>
            <fieldset class="choices choices-line">
                <legend class="visually-hidden">{words.period_on}</legend>
                <PeriodRadio name="on" value="changed" label=words.on_changed checked=Signal::derive(move || has_on(On::Changed)) />
                <PeriodRadio name="on" value="created" label=words.on_created checked=Signal::derive(move || has_on(On::Created)) />
            </fieldset>
            <p class="panel-foot only-plain"><button class="button button-primary" type="submit">{words.apply}</button></p>
        </form>
    }
}

#[component]
fn PeriodRadio(name: &'static str, value: &'static str, label: &'static str, checked: Signal<bool>) -> impl IntoView {
    let choose = move |_| {
        if name == "period" {
            clear_range();
        }
    };
    view! {
        <label class="check">
            <input type="radio" name=name value=value checked=checked.get_untracked() prop:checked=checked on:change=choose />
            {label}
        </label>
    }
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

/// A browser takes each digit of a year for a year of its own.
fn is_half_typed(data: &FormData) -> bool {
    let dates = ["from", "to"].map(|name| Date::parse(&data.get(name).as_string().unwrap_or_default()));
    dates.into_iter().flatten().any(|date| date.year < 1900)
}

/// The view with what the form holds, read as its address would be.
fn chosen(listing: &Listing, data: &FormData) -> Listing {
    let mut query = listing.without_period().to_query();
    for name in ["period", "from", "to", "on"] {
        let value = data.get(name).as_string().unwrap_or_default();
        query.push_str(&format!("&{name}={value}"));
    }
    Listing::parse(&query).0
}
