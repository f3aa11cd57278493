//! Search for the caller: an agent chooses the person first, by name or by company.

use crate::page::{PageAddress, use_page_data};
use crate::session::{use_form_state, use_session};
use crate::tickets::calls::FindCallers;
use crate::ui::avatar::Avatar;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::words::callers::callers;
use domain::listing::ListUrl;
use domain::people::Kind;
use domain::people::account::{EMAIL_MAX, PHONE_MAX, TEXT_MAX};
use domain::tickets::Choice;
use domain::tickets::caller::{Callers, KnownCaller};
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const PATH: &str = "/tickets/new";
/// Where somebody new is added.
const ADD: &str = "/tickets/new/people";

/// The address of this page, for a company and what else is chosen.
pub(super) fn address(company: &str, pairs: &[(&'static str, &str)]) -> String {
    let start = ListUrl::parse(PATH, "").with("company", company);
    pairs.iter().fold(start, |place, (name, value)| place.with(name, *value)).address()
}

/// Who is looked for.
pub(super) fn data(address: &PageAddress) -> FindCallers {
    let chosen = |name: &str| address.query(name).unwrap_or_default();
    FindCallers { company: chosen("company"), find: chosen("find") }
}

#[component]
pub(super) fn WhoCalls() -> impl IntoView {
    let words = callers();
    let query = use_query();
    let of = move |name: &'static str| query.with(|query| query.get(name).unwrap_or_default());
    let company = Memo::new(move |_| of("company"));
    let find = Memo::new(move |_| of("find"));
    let adds = Memo::new(move |_| of("add") == "1");
    let navigate = use_navigate();
    let input = NodeRef::<html::Input>::new();
    // Of another company somebody else is looked for.
    Effect::new(move |before: Option<String>| {
        let now = company.get();
        if let Some(input) = input.get() {
            if before.is_some_and(|before| before != now) {
                input.set_value("");
            }
            let _ = input.focus();
        }
        now
    });
    let search = move |text: String| {
        let to = address(&company.get_untracked(), &[("find", text.trim())]);
        navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    };
    let found = use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        move |answer| match answer {
            Ok(found) => view! { <FoundCallers found adds /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    );
    view! {
        <section class="callers">
            <h1>{words.title}</h1>
            <form class="callers-find" method="get" action=PATH role="search" hidden=move || adds.get() on:submit=|event| event.prevent_default()>
                {move || Some(company.get()).filter(|slug| !slug.is_empty()).map(|slug| view! { <input type="hidden" name="company" value=slug /> })}
                <label class="visually-hidden" for="callers-find">{words.find}</label>
                <input class="control" id="callers-find" type="search" name="find" node_ref=input value=find.get_untracked() placeholder=words.find maxlength="100"
                    autocomplete="off" autofocus=true on:input=move |event| search(event_target_value(&event)) />
                <button class="button" type="submit">{words.go}</button>
            </form>
            {found}
        </section>
    }
}

#[component]
fn FoundCallers(found: Callers, adds: Memo<bool>) -> impl IntoView {
    let words = callers();
    let Callers { company, companies, people, more, roles } = found;
    let nothing = companies.is_empty() && people.is_empty();
    let may_add = company.clone().filter(|_| !roles.is_empty());
    let lead = company.as_ref().map_or(words.lead.to_owned(), |company| (words.lead_company)(&company.label));
    let admin = company.is_none() && use_session().me.is_some_and(|me| me.kind == Kind::Admin);
    let other = company.is_some().then(|| view! { " " <a href=PATH>{words.other_company}</a> });
    let listed = view! {
        <div class="callers-found" aria-live="polite">
            {(!people.is_empty()).then(|| view! {
                <h2>{words.people}</h2>
                <ul class="callers-list">{people.into_iter().map(|known| view! { <One known /> }).collect_view()}</ul>
            })}
            {(!companies.is_empty()).then(|| view! {
                <h2>{words.companies}</h2>
                <ul class="callers-list">
                    {companies.into_iter().map(|company| view! {
                        <li><a class="row-link" href=address(&company.slug, &[])>{company.label}</a></li>
                    }).collect_view()}
                </ul>
            })}
            {nothing.then(|| view! { <p class="empty"><b>{words.nobody}</b><br />{words.nobody_hint}</p> })}
            {more.then(|| view! { <p class="muted">{words.more}</p> })}
            {may_add.clone().map(|company| view! { <p><a class="button" href=address(&company.slug, &[("add", "1")])>{words.add}</a></p> })}
            {admin.then(|| view! { <p><a class="button" href="/admin/companies">{words.add_company}</a></p> })}
        </div>
    };
    view! {
        <p class="muted callers-lead">{lead}{other}</p>
        <div hidden=move || adds.get()>{listed}</div>
        {move || adds.get().then(|| may_add.clone()).flatten().map(|company| view! { <AddCaller company roles=roles.clone() /> })}
    }
}

#[component]
fn One(known: KnownCaller) -> impl IntoView {
    let words = callers();
    let KnownCaller { slug, name, position, login, picture, company, contact } = known;
    let about = [company.label.as_str(), &position, &login].into_iter().filter(|text| !text.is_empty());
    let about = about.collect::<Vec<_>>().join(" · ");
    let (class, standing) =
        if contact { ("badge badge-green", words.contact) } else { ("badge badge-grey", words.no_contact) };
    view! {
        <li>
            <Avatar name=name.clone() picture />
            <p>
                <a class="row-link" href=address(&company.slug, &[("for", &slug)])>{name}</a>
                <small class="muted">{about}</small>
            </p>
            <span class=class>{standing}</span>
        </li>
    }
}

/// Somebody whom nobody knew until they called.
#[component]
fn AddCaller(company: Choice, roles: Vec<Choice>) -> impl IntoView {
    let words = callers();
    let form_state = use_form_state(ADD);
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed =
        move |name: &str| form_state.as_ref().map(|form_state| form_state.value(name).to_owned()).unwrap_or_default();
    let role = typed("role");
    let line = |kind, max| Control::Line { kind, max };
    view! {
        <form class="card callers-add" method="post" action=ADD>
            <h2>{words.add}</h2>
            <p class="muted">{words.add_hint}</p>
            <FormProblem refusal />
            <input type="hidden" name="company" value=company.slug.clone() />
            <div class="field-pair">
                <Field name="first_name" label=words.first_name control=line("text", TEXT_MAX) value=typed("first_name") refusal required=true autocomplete="off" />
                <Field name="last_name" label=words.last_name control=line("text", TEXT_MAX) value=typed("last_name") refusal required=true autocomplete="off" />
            </div>
            <div class="field-pair">
                <Field name="email" label=words.email hint=words.email_hint control=line("email", EMAIL_MAX) value=typed("email") refusal required=true autocomplete="off" />
                <Field name="phone" label=words.phone control=line("tel", PHONE_MAX) value=typed("phone") refusal autocomplete="off" />
            </div>
            <div class="field-pair">
                <Field name="position" label=words.position control=line("text", TEXT_MAX) value=typed("position") refusal autocomplete="off" />
                <Field name="role" label=words.role control=Control::Select(roles) value=role refusal required=true />
            </div>
            <p class="callers-foot">
                <button class="button button-primary" type="submit">{words.add_button}</button>
                <a class="button button-quiet" href=address(&company.slug, &[])>{words.back}</a>
            </p>
        </form>
    }
}
