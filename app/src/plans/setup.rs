//! `/admin/plans`: levels, products, where cases and requests go, how the desk is reached, and what is no person's name.

use super::calls::PlanSetup;
use crate::page::{PageAddress, use_page_data};
use crate::session::{FormState, use_form_state};
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::words::plan_setup::plan_setup as texts;
use crate::words::words;
use domain::plans::SEATS_MAX;
use domain::plans::setup::{LINE_MAX, Leading, NAME_MAX, OfferedLevel, Setup, WORDS_MAX};
use domain::tickets::Choice;
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/plans";

crate::page::page!(PlanSetupRoute: PlanSetupPage in desk, loads = data);

fn data(_: &PageAddress) -> PlanSetup {
    PlanSetup {}
}

#[component]
fn PlanSetupPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(setup) => view! { <Shown setup /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(setup: Setup) -> impl IntoView {
    let (words, texts) = (words(), texts());
    let done = use_query().with_untracked(|query| query.get("done").is_some());
    let products = setup.products.clone();
    view! {
        <Title text=format!("{} · {}", texts.title, words.product) />
        <section class="people person plan-setup">
            <p class="person-back"><a href="/plan">"‹ " {words.plans().title}</a></p>
            <h1>{texts.title}</h1>
            {done.then(|| view! { <p class="notice" role="status">{texts.saved}</p> })}
            <section class="card">
                <h2>{texts.levels}</h2>
                <p class="muted">{texts.levels_lead}</p>
                {setup.levels.into_iter().map(|kept| view! { <LevelForm kept=Some(kept) /> }).collect_view()}
                <LevelForm kept=None />
            </section>
            <section class="card">
                <h2>{texts.products}</h2>
                <p class="muted">{texts.products_lead}</p>
                {setup.products.into_iter().map(|product| view! { <ProductForm product=Some(product) /> }).collect_view()}
                <ProductForm product=None />
            </section>
            <Routing queues=setup.queues types=setup.types products plan_queue=setup.plan_queue plan_type=setup.plan_type />
            <Reach phone=setup.phone domain=setup.domain calendars=setup.calendars chat_calendar=setup.chat_calendar />
            <Names words=setup.words usual=setup.usual_words />
        </section>
    }
}

/// What was sent to one of several forms that go to one address; `field` says which.
fn form_state_of(part: &str, field: &'static str, known: &str) -> Option<FormState> {
    use_form_state(&format!("{PATH}/{part}")).filter(|form_state| form_state.value(field) == known)
}

#[component]
fn LevelForm(kept: Option<OfferedLevel>) -> impl IntoView {
    let (texts, new) = (texts(), kept.is_none());
    let known = kept.as_ref().map(|kept| kept.level.name.clone()).unwrap_or_default();
    let form_state = form_state_of("level", "level", &known);
    let dropping = form_state_of("drop", "level", &known).filter(|_| !new);
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let refused = Signal::stored(dropping.and_then(|form_state| form_state.refusal));
    let typed =
        |name: &str, kept: String| form_state.as_ref().map_or(kept, |form_state| form_state.value(name).to_owned());
    let ticked = |name: &str, kept: bool| form_state.as_ref().map_or(kept, |form_state| form_state.value(name) == "1");
    let level = kept.as_ref().map(|kept| kept.level.clone());
    let (seats, phone, dedicated) =
        level.map(|level| (level.seats.to_string(), level.phone, level.dedicated)).unwrap_or_default();
    let unused = kept.is_some_and(|kept| !kept.used);
    let scope =
        format!("level-{}-", if new { "new" } else { known.as_str() }.replace(|c: char| !c.is_alphanumeric(), "-"));
    let title = if new { texts.new_level.to_owned() } else { known.clone() };
    let drop = unused.then(|| {
        let label = (texts.drop_of)(&known);
        view! {
            <form method="post" action=format!("{PATH}/drop")>
                <FormProblem refusal=refused />
                <input type="hidden" name="level" value=known.clone() />
                <button class="link-button" type="submit" aria-label=label>{texts.drop}</button>
            </form>
        }
    });
    view! {
        <div class="setup-row">
            <form class="person-form" method="post" action=format!("{PATH}/level")>
                <h3>{title}</h3>
                <FormProblem refusal />
                <input type="hidden" name="level" value=known.clone() />
                <Field name="name" scope=scope.clone() label=texts.name control=Control::Line { kind: "text", max: NAME_MAX } value=typed("name", known) refusal required=true />
                <Field name="seats" scope=scope label=texts.seats control=Control::Number { min: Some(1), max: Some(SEATS_MAX) } value=typed("seats", seats) refusal required=true />
                <label class="check"><input type="checkbox" name="phone" value="1" checked=ticked("phone", phone) />{texts.phone_included}</label>
                <label class="check"><input type="checkbox" name="dedicated" value="1" checked=ticked("dedicated", dedicated) />{texts.dedicated}</label>
                <button class="button" type="submit">{if new { texts.add } else { texts.save }}</button>
            </form>
            {drop}
        </div>
    }
}

#[component]
fn ProductForm(product: Option<Choice>) -> impl IntoView {
    let (texts, new) = (texts(), product.is_none());
    let (slug, name) = product.map(|product| (product.slug, product.label)).unwrap_or_default();
    let form_state = form_state_of("product", "product", &slug);
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed = form_state.map_or(name, |form_state| form_state.value("name").to_owned());
    let label = if new { texts.new_product } else { texts.name };
    view! {
        <form class="setup-line" method="post" action=format!("{PATH}/product")>
            <FormProblem refusal />
            <input type="hidden" name="product" value=slug.clone() />
            <Field name="name" scope=format!("product-{slug}-") label=label control=Control::Line { kind: "text", max: NAME_MAX } value=typed refusal required=true />
            <button class="button" type="submit">{if new { texts.add } else { texts.save }}</button>
        </form>
    }
}

#[component]
fn Routing(
    queues: Vec<Leading>,
    types: Vec<Choice>,
    products: Vec<Choice>,
    plan_queue: String,
    plan_type: String,
) -> impl IntoView {
    let texts = texts();
    let form_state = use_form_state(&format!("{PATH}/routing"));
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed = move |name: &str, kept: String| {
        form_state.as_ref().map_or(kept, |form_state| form_state.value(name).to_owned())
    };
    let named = |slug: &str| products.iter().find(|product| product.slug == slug).map(|product| product.label.clone());
    let offered: Vec<Choice> =
        queues.iter().map(|queue| Choice { slug: queue.slug.clone(), label: queue.path.clone() }).collect();
    let rows = queues.into_iter().map(|queue| {
        // What it leads to without a product of its own.
        let inherited = if queue.own.is_empty() { named(&queue.product) } else { None };
        let nothing = Choice { slug: String::new(), label: (texts.as_above)(inherited.as_deref()) };
        let choices = [nothing].into_iter().chain(products.iter().cloned()).collect();
        let name = format!("product.{}", queue.slug);
        let value = typed(&name, queue.own);
        view! { <Field name=name label=queue.path control=Control::Select(choices) value refusal /> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="card">
            <h2>{texts.routing}</h2>
            <p class="muted">{texts.routing_lead}</p>
            <form class="person-form" method="post" action=format!("{PATH}/routing")>
                <FormProblem refusal />
                {rows}
                <h3>{texts.requests}</h3>
                <Field name="plan_queue" label=texts.plan_queue control=Control::Select(offered) value=typed("plan_queue", plan_queue) refusal required=true />
                <Field name="plan_type" label=texts.plan_type control=Control::Select(types) value=typed("plan_type", plan_type) refusal required=true />
                <button class="button button-primary" type="submit">{texts.save}</button>
            </form>
        </section>
    }
}

#[component]
fn Reach(phone: String, domain: String, calendars: Vec<Choice>, chat_calendar: String) -> impl IntoView {
    let texts = texts();
    let form_state = use_form_state(&format!("{PATH}/reach"));
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed =
        |name: &str, kept: String| form_state.as_ref().map_or(kept, |form_state| form_state.value(name).to_owned());
    let line = |kind| Control::Line { kind, max: LINE_MAX };
    let links = calendars.clone().into_iter().map(|calendar| {
        view! { <li><a href=format!("/admin/calendars/{}", calendar.slug)>{(texts.hours_of)(&calendar.label)}</a></li> }
    });
    let links = links.collect_view();
    view! {
        <section class="card">
            <h2>{texts.reach}</h2>
            <form class="person-form" method="post" action=format!("{PATH}/reach")>
                <FormProblem refusal />
                <Field name="phone" label=texts.phone hint=texts.phone_hint control=line("tel") value=typed("phone", phone) refusal />
                <Field name="domain" label=texts.domain hint=texts.domain_hint control=line("text") value=typed("domain", domain) refusal />
                <Field name="chat_calendar" label=texts.chat_calendar control=Control::Select(calendars) value=typed("chat_calendar", chat_calendar) refusal required=true />
                <button class="button button-primary" type="submit">{texts.save}</button>
            </form>
            <ul class="setup-links">{links}</ul>
        </section>
    }
}

#[component]
fn Names(words: String, usual: bool) -> impl IntoView {
    let texts = texts();
    let form_state = use_form_state(&format!("{PATH}/words"));
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed = form_state.map_or(words, |form_state| form_state.value("words").to_owned());
    view! {
        <section class="card">
            <h2>{texts.names}</h2>
            <p class="muted">{texts.names_lead}</p>
            <p class="muted">{if usual { texts.names_usual } else { texts.names_own }}</p>
            <form class="setup-names" method="post" action=format!("{PATH}/words")>
                <FormProblem refusal />
                <Field name="words" label=texts.names_label hint=texts.names_hint control=Control::Text { rows: 12, max: WORDS_MAX } value=typed refusal required=true />
                <p class="plan-foot"><button class="button button-primary" type="submit">{texts.save}</button></p>
            </form>
            {(!usual).then(|| view! {
                <form method="post" action=format!("{PATH}/words")>
                    <input type="hidden" name="usual" value="1" />
                    <button class="link-button" type="submit">{texts.names_back}</button>
                </form>
            })}
        </section>
    }
}
