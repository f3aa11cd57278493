//! `/register`: registration, and confirming the email address.

use super::signed_out::SignedOutPage;
use crate::session::{use_form_state, use_session};
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::query::use_query;
use crate::words::accounts::accounts;
use domain::Refusal;
use domain::people::PASSWORD_MAX;
use domain::people::account::{EMAIL_MAX, PHONE_MAX, TEXT_MAX, USERNAME_MAX};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

crate::page::page!(RegisterRoute: RegisterPage in account, loads = nothing);

/// `/register`: the form, and what comes after it.
#[component]
fn RegisterPage() -> impl IntoView {
    let words = &accounts().register;
    let after = use_query().with_untracked(|query| (query.get("sent").is_some(), query.get("confirmed").is_some()));
    match after {
        (true, _) => view! {
            <SignedOutPage title=words.sent_title>
                <p role="status">{words.sent}</p>
                <p class="muted">{words.sent_hint}</p>
                <Ways />
            </SignedOutPage>
        }
        .into_any(),
        (_, true) => view! {
            <SignedOutPage title=words.confirmed_title>
                <p role="status">{words.confirmed}</p>
                <Ways />
            </SignedOutPage>
        }
        .into_any(),
        _ => view! {
            <SignedOutPage title=words.title lead=words.lead>
                <RegisterForm />
                <Ways />
            </SignedOutPage>
        }
        .into_any(),
    }
}

#[component]
fn Ways() -> impl IntoView {
    view! { <p class="sign-in-ways"><a href="/login" rel="external">{accounts().back_to_sign_in}</a></p> }
}

#[component]
fn RegisterForm() -> impl IntoView {
    let words = &accounts().register;
    let form_state = use_form_state("/register");
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed =
        move |name: &str| form_state.as_ref().map(|form_state| form_state.value(name).to_owned()).unwrap_or_default();
    let line = |max| Control::Line { kind: "text", max };
    view! {
        <FormProblem refusal />
        <form class="card" method="post" action="/register">
            <Field name="first_name" label=words.first_name control=line(TEXT_MAX) value=typed("first_name") refusal required=true focus=true autocomplete="given-name" />
            <Field name="last_name" label=words.last_name control=line(TEXT_MAX) value=typed("last_name") refusal required=true autocomplete="family-name" />
            <Field name="email" label=words.email hint=words.email_hint control=Control::Line { kind: "email", max: EMAIL_MAX } value=typed("email") refusal required=true autocomplete="email" />
            <Field name="company" label=words.company control=line(TEXT_MAX) value=typed("company") refusal required=true autocomplete="organization" />
            <Field name="position" label=words.position control=line(TEXT_MAX) value=typed("position") refusal autocomplete="organization-title" />
            <Field name="phone" label=words.phone control=Control::Line { kind: "tel", max: PHONE_MAX } value=typed("phone") refusal autocomplete="tel" />
            <Field name="username" label=words.username hint=words.username_hint control=line(USERNAME_MAX) value=typed("username") refusal autocomplete="username" />
            <Field name="password" label=words.password hint=accounts().reset.hint control=Control::Line { kind: "password", max: PASSWORD_MAX } refusal required=true autocomplete="new-password" />
            <button class="button button-primary" type="submit">{words.submit}</button>
        </form>
    }
}

crate::page::page!(ConfirmRoute: ConfirmPage in account, loads = nothing);

/// `/confirm/{token}`: a button, so that whatever looks at links of mails confirms nothing.
#[component]
fn ConfirmPage() -> impl IntoView {
    let words = &accounts().register;
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let form_state = use_session().form_state;
    let refusal = form_state.as_ref().and_then(|form_state| form_state.refusal.clone());
    let of = |name: &str| form_state.as_ref().map(|form_state| form_state.value(name).to_owned()).unwrap_or_default();
    if matches!(refusal, Some(Refusal::NotFound | Refusal::Conflict)) {
        let text = if refusal == Some(Refusal::Conflict) { words.taken } else { words.gone };
        return view! {
            <SignedOutPage title=words.gone_title lead=text>
                <p class="sign-in-ways">
                    <a class="button button-primary" href="/register" rel="external">{words.again}</a>
                    <a class="button" href="/login" rel="external">{accounts().back_to_sign_in}</a>
                </p>
            </SignedOutPage>
        }
        .into_any();
    }
    let facts = [
        (words.name, of("name")),
        (words.email, of("email")),
        (words.company, of("company")),
        (words.username, of("username")),
    ];
    let refusal = Signal::stored(refusal);
    view! {
        <SignedOutPage title=words.confirm_title lead=words.confirm_lead>
            <FormProblem refusal />
            <form class="card" method="post" action=format!("/confirm/{token}")>
                <dl>
                    {facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| view! { <div class="fact"><dt>{label}</dt><dd>{value}</dd></div> }).collect_view()}
                </dl>
                <button class="button button-primary" type="submit">{words.confirm}</button>
            </form>
            <p class="muted">{words.not_you}</p>
        </SignedOutPage>
    }
    .into_any()
}
