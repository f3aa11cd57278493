//! `/assets/{id}`: an asset with its seats, shares and history.

use super::calls::ShowAsset;
use super::list::filters::Listed;
use super::picture::picture;
use crate::page::{PageAddress, use_page_data};
use crate::scroll_restoration::restore_scroll;
use crate::session::{use_form_state, use_session};
use crate::ui::badge::Badge;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::icon::Icon;
use crate::ui::problem::ProblemPage;
use crate::ui::time::{Ago, At};
use crate::words::words;
use domain::assets::AssetDetails;
use domain::tickets::Choice;
use domain::time::format_day;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(AssetRoute: AssetPage in portal, loads = data);

fn data(address: &PageAddress) -> ShowAsset {
    ShowAsset { id: address.param("id") }
}

#[component]
fn AssetPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(asset) => view! { <Shown asset /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(asset: AssetDetails) -> impl IntoView {
    let words = words();
    let address = format!("/assets/{}", asset.id);
    let raises = use_session().me.is_some_and(|me| me.may_raise);
    let title = format!("{} · {}", asset.name, words.product);
    restore_scroll();
    view! {
        <Title text=title />
        <article class="ticket asset">
            <header class="ticket-head">
                <p class="ticket-number asset-kind"><Icon path=picture(&asset.category) />{asset.category.clone()}</p>
                <h1>{asset.name.clone()}</h1>
                <div class="ticket-actions">
                    {asset.may_update.then(|| view! { <a class="button" href=format!("{address}/edit")>{words.assets().edit}</a> })}
                    {raises.then(|| view! {
                        <a class="button button-primary" href=format!("/tickets/new?asset={}", asset.id)>{words.assets().raise}</a>
                    })}
                </div>
            </header>
            <div class="ticket-body">
                <div class="asset-main">
                    {asset.seats.map(|_| view! { <Seats asset=asset.clone() address=address.clone() /> })}
                    <Shares asset=asset.clone() address />
                    <About asset=asset.clone() />
                    {(!asset.history.is_empty()).then(|| view! { <History asset=asset.clone() /> })}
                </div>
                <Facts asset />
            </div>
        </article>
    }
}

#[component]
fn Facts(asset: AssetDetails) -> impl IntoView {
    let words = words().assets();
    let fact = |name: String, value: String| view! { <div class="fact"><dt>{name}</dt><dd>{value}</dd></div> };
    let known = |name: &str, value: String| fact(words.columns.of(name).unwrap_or_default().to_owned(), value);
    view! {
        <aside class="details" aria-label=words.details>
            <h2>{words.details}</h2>
            <dl>
                {known("category", asset.category)}
                {(!asset.identifier.is_empty()).then(|| known("identifier", asset.identifier))}
                {known("company", asset.company)}
                {known("assigned", asset.assignee.unwrap_or_else(|| words.nobody.to_owned()))}
                {asset.seats.map(|seats| known("seats", (words.seats)(seats)))}
                <div class="fact"><dt>{words.columns.created}</dt><dd><At at=asset.created /></dd></div>
                <div class="fact"><dt>{words.columns.changed}</dt><dd><At at=asset.changed /></dd></div>
            </dl>
            {(!asset.values.is_empty()).then(|| view! {
                <h2>{words.attributes}</h2>
                <dl>{asset.values.into_iter().map(|(name, value)| fact(name, format_day(&value))).collect_view()}</dl>
            })}
        </aside>
    }
}

/// Who uses a licence; those at the desk hand its seats out.
#[component]
fn Seats(asset: AssetDetails, address: String) -> impl IntoView {
    let words = words().assets();
    let action = format!("{address}/seats");
    let refusal = Signal::stored(use_form_state(&action).and_then(|form_state| form_state.refusal));
    let arranges = asset.companies.is_some();
    view! {
        <section class="asset-part">
            <h2>{words.holders}</h2>
            {asset.seats.map(|seats| view! {
                <p class="asset-seats">{(words.seats)(seats)}</p>
                <progress class="asset-meter" max=seats.total.to_string() value=seats.used.to_string() aria-hidden="true"></progress>
            })}
            {asset.holders.is_empty().then(|| view! { <p class="muted">{words.no_holders}</p> })}
            <TakenOff items=asset.holders action=action.clone() name="leaver" remove_label=arranges.then_some(words.take) />
            {asset.candidates.map(|people| view! {
                <form class="asset-add" method="post" action=action.clone()>
                    <Field name="holder" label=words.give control=Control::Select(people) refusal required=true />
                    <button class="button" type="submit">{words.give}</button>
                </form>
            })}
            {(arranges && asset.seats.is_some_and(|seats| seats.free() == 0)).then(|| view! { <p class="muted">{words.full}</p> })}
            <FormProblem refusal />
        </section>
    }
}

/// With whom it is shared: a customer hears of their own company only.
#[component]
fn Shares(asset: AssetDetails, address: String) -> impl IntoView {
    let words = words().assets();
    let Some(companies) = asset.companies else {
        return (!asset.shared.is_empty()).then(|| view! { <p class="notice">{words.shared}</p> }).into_any();
    };
    let action = format!("{address}/shares");
    let form_state = use_form_state(&action);
    let typed = form_state.as_ref().map(|form_state| form_state.value("company").to_owned()).unwrap_or_default();
    let refusal = Signal::stored(form_state.and_then(|form_state| form_state.refusal));
    view! {
        <section class="asset-part">
            <h2>{words.shared_with}</h2>
            {asset.shared.is_empty().then(|| view! { <p class="muted">{words.nobody}</p> })}
            <TakenOff items=asset.shared action=action.clone() name="without" remove_label=Some(words.unshare) />
            <form class="asset-add" method="post" action=action>
                <Listed name="company" label=words.columns.company choices=companies value=typed required=true />
                <button class="button" type="submit">{words.share}</button>
            </form>
            <FormProblem refusal />
        </section>
    }
    .into_any()
}

/// Names, each with a button that takes it off where that is allowed.
#[component]
fn TakenOff(
    items: Vec<Choice>,
    action: String,
    name: &'static str,
    remove_label: Option<fn(&str) -> String>,
) -> impl IntoView {
    let item = move |choice: Choice| {
        let button = remove_label.map(|remove_label| {
            let label = remove_label(&choice.label);
            view! {
                <form method="post" action=action.clone()>
                    <button class="icon-button" type="submit" name=name value=choice.slug aria-label=label>"×"</button>
                </form>
            }
        });
        view! { <li><span>{choice.label}</span>{button}</li> }
    };
    view! { <ul class="asset-items">{items.into_iter().map(item).collect_view()}</ul> }
}

#[component]
fn About(asset: AssetDetails) -> impl IntoView {
    let words = words().assets();
    view! {
        <section class="asset-part">
            <h2>{words.tickets}</h2>
            {asset.tickets.is_empty().then(|| view! { <p class="muted">{words.no_tickets}</p> })}
            <ul class="asset-items">
                {asset.tickets.into_iter().map(|ticket| view! {
                    <li>
                        <a href=format!("/tickets/{}", ticket.number)>{format!("{} {}", ticket.number, ticket.subject)}</a>
                        <Badge label=ticket.status />
                        <Ago at=ticket.changed />
                    </li>
                }).collect_view()}
            </ul>
            {asset.more_tickets.then(|| view! { <p class="muted">{words.more_tickets}</p> })}
        </section>
    }
}

#[component]
fn History(asset: AssetDetails) -> impl IntoView {
    let words = words().assets();
    view! {
        <section class="asset-part">
            <h2>{words.history}</h2>
            <ol class="asset-items asset-history">
                {asset.history.into_iter().map(|line| view! {
                    <li><span>{(words.line)(&line.who, &line.what)}</span> <At at=line.at /></li>
                }).collect_view()}
            </ol>
        </section>
    }
}
