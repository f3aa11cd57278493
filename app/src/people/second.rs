//! Two-step verification (TOTP): the code at sign-in, setting it up and turning it off.

use super::sign_in::inputs;
use super::signed_out::SignedOutPage;
use crate::session::{FormState, use_form_state, use_session};
use crate::ui::field::{Control, Field, FormProblem};
use crate::words::own_account::second;
use domain::people::PASSWORD_MAX;
use domain::people::account::Second;
use leptos::prelude::*;

crate::page::page!(CodeRoute: CodePage in account, loads = nothing);

/// `/login/code`: the second step of signing in.
#[component]
fn CodePage() -> impl IntoView {
    let words = second();
    let form_state = use_session().form_state;
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let carried = form_state.map(|form_state| inputs(along(form_state)));
    view! {
        <SignedOutPage title=words.ask_title lead=words.ask_lead>
            <FormProblem refusal />
            <form class="card" method="post" action="/login/code">
                {carried}
                <Field name="code" label=words.code hint=words.code_hint control=Control::Line { kind: "text", max: 40 } refusal required=true focus=true autocomplete="one-time-code" />
                <button class="button button-primary" type="submit">{words.ask_submit}</button>
            </form>
            <p class="sign-in-ways"><a href="/login" rel="external">{crate::words::accounts::accounts().back_to_sign_in}</a></p>
        </SignedOutPage>
    }
}

/// Where the sign-in leads, and the form that the end of a session interrupted.
fn along(form_state: FormState) -> Vec<(String, String)> {
    form_state.fields.into_iter().filter(|(name, _)| name == "next" || name.starts_with("kept.")).collect()
}

/// The part of one's own account about it.
#[component]
pub(super) fn SecondStep(state: Second) -> impl IntoView {
    let words = second();
    let shown = use_form_state("/account/second/codes").filter(|form_state| form_state.refusal.is_none());
    let codes: Vec<String> =
        shown.map(|form_state| form_state.fields.into_iter().map(|(_, code)| code).collect()).unwrap_or_default();
    view! {
        <section class="card" id="second">
            <h2>{words.title}</h2>
            {(!codes.is_empty()).then(|| view! {
                <div class="notice" role="status">
                    <p>{words.codes_lead}</p>
                    <ul class="recovery-codes">{codes.into_iter().map(|code| view! { <li>{code}</li> }).collect_view()}</ul>
                </div>
            })}
            {match state {
                Second::Off => view! {
                    <p class="muted">{words.off_lead}</p>
                    <WithPassword verb="begin" label=words.begin />
                }
                .into_any(),
                Second::Begun { secret } => view! { <Begun secret /> }.into_any(),
                Second::On { codes } => view! {
                    <p>{words.on_lead} " " {(words.codes_left)(codes)}</p>
                    <WithPassword verb="codes" label=words.renew />
                    <WithPassword verb="off" label=words.switch_off />
                }
                .into_any(),
            }}
        </section>
    }
}

#[component]
fn Begun(secret: String) -> impl IntoView {
    let words = second();
    let refusal = Signal::stored(use_form_state("/account/second/confirm").and_then(|form_state| form_state.refusal));
    let groups = secret.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into_owned());
    let spelled = groups.collect::<Vec<_>>().join(" ");
    view! {
        <p>{words.begun_lead}</p>
        <img class="second-picture" src="/account/second/picture" alt=words.picture width="200" height="200" />
        <p>{words.by_hand} " " <code class="second-secret">{spelled}</code></p>
        <form class="person-form" method="post" action="/account/second/confirm">
            <FormProblem refusal />
            <Field name="code" label=words.code control=Control::Line { kind: "text", max: 10 } refusal required=true autocomplete="one-time-code" />
            <button class="button button-primary" type="submit">{words.confirm}</button>
        </form>
        <WithPassword verb="off" label=words.give_up />
    }
}

#[component]
fn WithPassword(verb: &'static str, label: &'static str) -> impl IntoView {
    let action = format!("/account/second/{verb}");
    let refusal = Signal::stored(use_form_state(&action).and_then(|form_state| form_state.refusal));
    view! {
        <form class="person-form" method="post" action=action>
            <FormProblem refusal />
            <Field name="old_password" scope=format!("{verb}-") label=second().password control=Control::Line { kind: "password", max: PASSWORD_MAX } refusal required=true autocomplete="current-password" />
            <button class="button" type="submit">{label}</button>
        </form>
    }
}
