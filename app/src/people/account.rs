//! `/account`: profile, security, email address and sessions of one's own account.

use super::passkeys::Passkeys;
use super::picture::Picture;
use super::second::SecondStep;
use super::signed_out::SignedOutPage;
use super::tabs::{AccountTabs, Tab, use_tab};
use crate::page::{PageAddress, use_page_data};
use crate::people::calls::ShowAccount;
use crate::session::{use_form_state, use_session};
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::ui::seen::{SeenDetails, SeenField, typed_or};
use crate::ui::time::Ago;
use crate::words::own_account::account;
use domain::Refusal;
use domain::people::PASSWORD_MAX;
use domain::people::account::{Account, EMAIL_MAX, OpenSession, PHONE_MAX, TEXT_MAX};
use domain::tickets::Choice;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

crate::page::page!(AccountRoute: AccountPage in account, loads = data);

fn data(_: &PageAddress) -> ShowAccount {
    ShowAccount {}
}

/// `/account`: one's own. Plain forms: each leads back here.
#[component]
fn AccountPage() -> impl IntoView {
    let words = account();
    let done = use_query().with_untracked(|query| query.get("done")).map(|what| (words.done)(&what));
    let done = done.filter(|_| use_session().form_state.is_none());
    let tab = use_tab();
    let own = use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        move |answer| match answer {
            Ok(own) => view! { <Own own tab /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    );
    view! {
        <Title text=format!("{} · {}", words.title, crate::words::words().product) />
        <section class="people person">
            <h1>{words.title}</h1>
            <AccountTabs current=tab />
            {done.map(|text| view! { <p class="notice" role="status">{text}</p> })}
            {own}
        </section>
    }
}

#[component]
fn Own(own: Account, tab: Memo<Tab>) -> impl IntoView {
    move || {
        let own = own.clone();
        match tab.get() {
            Tab::Security => view! { <Security own /> }.into_any(),
            Tab::Profile | Tab::Notifications => view! { <Profile own /> }.into_any(),
        }
    }
}

#[component]
fn Profile(own: Account) -> impl IntoView {
    let Account { details, email, username, synthetic, time_zone, time_zones, picture, .. } = own;
    let name = details.name();
    view! {
        <About details time_zone time_zones />
        <Picture name picture />
        <Email email username synthetic />
    }
}

#[component]
fn Security(own: Account) -> impl IntoView {
    view! {
        <Password />
        <Passkeys keys=own.passkeys />
        <SecondStep state=own.second />
        <Sessions sessions=own.sessions />
    }
}

#[component]
fn About(details: domain::people::account::Details, time_zone: String, time_zones: Vec<String>) -> impl IntoView {
    let words = account();
    let form_state = use_form_state("/account");
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed = move |name: &str, kept: String| typed_or(form_state.as_ref(), name, kept);
    let line = |max| Control::Line { kind: "text", max };
    let zones = time_zones.into_iter().map(|zone| Choice { label: zone.replace('_', " "), slug: zone }).collect();
    view! {
        <section class="card">
            <h2>{words.details}</h2>
            <form class="person-form" method="post" action="/account">
                <FormProblem refusal />
                <SeenDetails details=details.clone() refusal />
                <SeenField name="time_zone" now=time_zone.clone() refusal />
                <Field name="first_name" label=words.first_name control=line(TEXT_MAX) value=typed("first_name", details.first_name) refusal required=true autocomplete="given-name" />
                <Field name="last_name" label=words.last_name control=line(TEXT_MAX) value=typed("last_name", details.last_name) refusal autocomplete="family-name" />
                <Field name="position" label=words.position control=line(TEXT_MAX) value=typed("position", details.position) refusal autocomplete="organization-title" />
                <Field name="phone" label=words.phone control=line(PHONE_MAX) value=typed("phone", details.phone) refusal autocomplete="tel" />
                <Field name="time_zone" label=words.time_zone control=Control::Select(zones) value=typed("time_zone", time_zone) refusal required=true />
                <button class="button button-primary" type="submit">{words.save}</button>
            </form>
        </section>
    }
}

#[component]
fn Password() -> impl IntoView {
    let words = account();
    let refusal = Signal::stored(use_form_state("/account/password").and_then(|form_state| form_state.refusal));
    let line = || Control::Line { kind: "password", max: PASSWORD_MAX };
    view! {
        <section class="card">
            <h2>{words.password}</h2>
            <p class="muted">{words.password_lead}</p>
            <form class="person-form" method="post" action="/account/password">
                <FormProblem refusal />
                <Field name="old_password" label=words.old_password control=line() refusal required=true autocomplete="current-password" />
                <Field name="password" label=words.new_password hint=words.new_password_hint control=line() refusal required=true autocomplete="new-password" />
                <button class="button" type="submit">{words.change_password}</button>
            </form>
        </section>
    }
}

#[component]
fn Email(email: String, username: Option<String>, synthetic: bool) -> impl IntoView {
    let words = account();
    let form_state = use_form_state("/account/email");
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed = form_state.map(|form_state| form_state.value("email").to_owned()).unwrap_or_default();
    view! {
        <section class="card">
            <h2>{words.email}</h2>
            <p>{if synthetic { (words.synthetic_now)(&email) } else { (words.email_now)(&email) }} " " {username.map(|name| (words.username_now)(&name))}</p>
            <p class="muted">{if synthetic { words.synthetic_lead } else { words.email_lead }}</p>
            <form class="person-form" method="post" action="/account/email">
                <FormProblem refusal />
                <Field name="email" label=words.new_email control=Control::Line { kind: "email", max: EMAIL_MAX } value=typed refusal required=true autocomplete="email" />
                <Field name="old_password" scope="email-" label=words.old_password control=Control::Line { kind: "password", max: PASSWORD_MAX } refusal required=true autocomplete="current-password" />
                <button class="button" type="submit">{words.change_email}</button>
            </form>
        </section>
    }
}

#[component]
fn Sessions(sessions: Vec<OpenSession>) -> impl IntoView {
    let words = account();
    view! {
        <section class="card">
            <h2>{words.sessions}</h2>
            <p class="muted">{words.sessions_lead}</p>
            <ul class="person-companies">{sessions.into_iter().map(session).collect_view()}</ul>
            <form method="post" action="/account/sessions/all">
                <button class="button" type="submit">{words.end_all}</button>
            </form>
        </section>
    }
}

fn session(open: OpenSession) -> impl IntoView {
    let words = account();
    let device = (words.device)(&open.device);
    let label = (words.end_of)(&device);
    view! {
        <li>
            <span>
                {device}
                {open.here.then(|| view! { " " <span class="badge badge-green">{words.here}</span> })}
                <span class="person-when">{words.used} " " <Ago at=open.used /> " · " {words.begun} " " <Ago at=open.begun /></span>
            </span>
            {(!open.here).then(|| view! {
                <form method="post" action=format!("/account/sessions/{}", open.id)>
                    <button class="link-button" type="submit" aria-label=label>{words.end}</button>
                </form>
            })}
        </li>
    }
}

crate::page::page!(EmailRoute: EmailPage in account, loads = nothing);

/// `/account/email/{token}`: one side of a change of address. Signed in or not: the link proves who reads the mail.
#[component]
fn EmailPage() -> impl IntoView {
    let words = account();
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let form_state = use_session().form_state;
    let refusal = form_state.as_ref().and_then(|form_state| form_state.refusal.clone());
    let wanted = form_state.map(|form_state| form_state.value("email").to_owned()).unwrap_or_default();
    let after = match (token.as_str(), &refusal) {
        ("half", _) => Some((words.half_title, words.half)),
        ("changed", _) => Some((words.changed_title, words.changed)),
        (_, Some(Refusal::NotFound)) => Some((words.gone_title, words.gone)),
        _ => None,
    };
    if let Some((title, text)) = after {
        return view! {
            <SignedOutPage title=title lead=text>
                <p class="sign-in-ways"><a href="/account" rel="external">{words.to_account}</a></p>
            </SignedOutPage>
        }
        .into_any();
    }
    let refusal = Signal::stored(refusal);
    view! {
        <SignedOutPage title=words.confirm_title>
            <FormProblem refusal />
            <form class="card" method="post" action=format!("/account/email/{token}")>
                <p>{(words.confirm_lead)(&wanted)}</p>
                <button class="button button-primary" type="submit">{words.confirm}</button>
            </form>
            <p class="muted">{words.confirm_not_you}</p>
        </SignedOutPage>
    }
    .into_any()
}
