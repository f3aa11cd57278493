//! Filters of the list of assets, in one form: chosen together and applied at once.

use super::address::{PATH, apply};
use crate::assets::calls::AssetFilters;
use crate::page::use_page_data;
use crate::ui::navigate::use_navigate_to;
use crate::ui::pages::hidden;
use crate::words::words;
use domain::assets::{self, FilterField};
use domain::listing::{ListUrl, On, Period};
use domain::tickets::attribute::{AttributeDefinition, FilterKind};
use domain::tickets::{Choice, Total};
use leptos::prelude::*;

#[component]
pub(super) fn Filters(place: Memo<ListUrl>) -> impl IntoView {
    use_page_data(|_| AssetFilters {}).show(
        || view! { <p class="panel-wait">{words().list.counting}</p> }.into_any(),
        RwSignal::new(false),
        move |answer| match answer {
            // The controls show what the address says, also after a chip was taken off.
            Ok(filters) => (move || view! { <Fields filters=filters.clone() place=place.get() /> }).into_any(),
            Err(error) => view! { <p class="notice notice-danger" role="alert">{error.to_string()}</p> }.into_any(),
        },
    )
}

#[component]
fn Fields(filters: assets::Filters, place: ListUrl) -> impl IntoView {
    let words = words();
    let go = use_navigate_to();
    let own = |name: &str| {
        name.starts_with(assets::ATTRIBUTE) || ["category", "company", "period", "from", "to", "on"].contains(&name)
    };
    let mut rest = place.clone().without(&[]).pairs;
    rest.retain(|(name, _)| !own(name));
    let value = |name: &str| place.value(name).to_owned();
    let presets: Vec<Choice> = Period::PRESETS
        .into_iter()
        .map(|preset| choice(preset.preset().unwrap_or_default(), (words.list.preset)(preset)))
        .collect();
    let categories = filters.categories.into_iter();
    let categories = categories.map(|(known, total)| counted(known.slug, &known.label, total)).collect();
    let on = [(On::Changed, words.list.on_changed), (On::Created, words.list.on_created)];
    let on: Vec<Choice> = on.into_iter().map(|(on, label)| choice(on.as_str(), label)).collect();
    view! {
        <form class="panel-form asset-filters" method="get" action=PATH on:submit=move |event| apply(&event, go)>
            {hidden(&rest)}
            {select("category", words.assets().columns.category, categories, value("category"), true)}
            {(!filters.companies.is_empty()).then(|| view! {
                <Listed name="company" label=words.assets().columns.company choices=filters.companies value=value("company") />
            })}
            {filters.fields.into_iter().map(|known| attribute(known, &place)).collect_view()}
            {select("period", words.list.period, presets, value("period"), true)}
            <div class="field-pair">
                {input("from", words.list.from.to_owned(), "date", value("from"))}
                {input("to", words.list.to.to_owned(), "date", value("to"))}
            </div>
            {select("on", words.list.period_on, on, value("on"), false)}
            <p class="panel-foot"><button class="button button-primary" type="submit">{words.list.apply}</button></p>
        </form>
    }
}

fn choice(slug: &str, label: &str) -> Choice {
    Choice { slug: slug.to_owned(), label: label.to_owned() }
}

/// With how many assets it leaves.
fn counted(slug: String, label: &str, total: Total) -> Choice {
    Choice { label: format!("{label} ({})", (words().list.count)(total)), slug }
}

fn attribute(known: FilterField, place: &ListUrl) -> AnyView {
    let FilterField { field, counts } = known;
    let words = words().assets();
    let name = format!("{}{}", assets::ATTRIBUTE, field.name);
    let value = place.value(&name).to_owned();
    match field.kind.filter() {
        FilterKind::Entries => {
            let counts = counts.into_iter().map(Some).chain(std::iter::repeat(None));
            let option = |(entry, count): (&String, Option<u64>)| match count {
                Some(count) => counted(entry.clone(), entry, Total { count, exact: true }),
                None => choice(entry, entry),
            };
            // What nothing has leads nowhere.
            let leads = |(entry, count): &(&String, Option<u64>)| *count != Some(0) || **entry == value;
            let entries = field.entries.iter().zip(counts).filter(leads).map(option).collect();
            select(&name, &field.label, entries, value, true).into_any()
        }
        FilterKind::Days => range(&field, &name, "date", place).into_any(),
        FilterKind::Numbers => range(&field, &name, "number", place).into_any(),
        FilterKind::Beginning => input(&name, (words.begins)(&field.label), "text", value).into_any(),
    }
}

/// The two ends of a range of numbers or days.
fn range(field: &AttributeDefinition, name: &str, kind: &'static str, place: &ListUrl) -> impl IntoView + use<> {
    let words = words().assets();
    let (from, to) = (format!("{name}.from"), format!("{name}.to"));
    let (least, most) = (place.value(&from).to_owned(), place.value(&to).to_owned());
    view! {
        <div class="field-pair">
            {input(&from, (words.at_least)(&field.label), kind, least)}
            {input(&to, (words.at_most)(&field.label), kind, most)}
        </div>
    }
}

fn select(name: &str, label: &str, choices: Vec<Choice>, value: String, any: bool) -> impl IntoView + use<> {
    let id = format!("filter-{name}");
    let options = choices.into_iter().map(|choice| {
        let selected = choice.slug == value;
        view! { <option value=choice.slug selected=selected>{choice.label}</option> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label.to_owned()}</label>
            <select class="control" id=id name=name.to_owned()>
                {any.then(|| view! { <option value="">{words().assets().any}</option> })}
                {options.collect_view()}
            </select>
        </div>
    }
}

fn input(name: &str, label: String, kind: &'static str, value: String) -> impl IntoView + use<> {
    let id = format!("filter-{}", name.replace('.', "-"));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input class="control" id=id name=name.to_owned() type=kind value=value maxlength="200" />
        </div>
    }
}

/// A text with suggestions: of many companies a part is typed, and one that is not suggested is named whole.
#[component]
pub(crate) fn Listed(
    name: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
    value: String,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let id = format!("list-{name}");
    let list = format!("{id}-choices");
    view! {
        <div class="field">
            <label for=id.clone() class:required=required>{label}</label>
            <input class="control" id=id name=name list=list.clone() value=value required=required autocomplete="off" />
            <datalist id=list>
                {choices.into_iter().map(|choice| view! { <option value=choice.slug>{choice.label}</option> }).collect_view()}
            </datalist>
        </div>
    }
}
