//! `/login`: signing in. A form that was interrupted by it travels along in hidden fields.

use crate::session::{FormState, use_session};
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::query::use_query;
use crate::words::words;
use domain::Refusal;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(SignInRoute: SignInPage, loads = nothing);

/// The one sign-in page. It is a plain form: signing in changes everything, so the page is loaded anew.
#[component]
fn SignInPage() -> impl IntoView {
    let words = words();
    let form_state = use_session().form_state;
    let interrupted = form_state.clone().filter(|form_state| form_state.action != "/login");
    let back = form_state.filter(|form_state| form_state.action == "/login");
    let login = back.as_ref().map(|form_state| form_state.value("login").to_owned()).unwrap_or_default();
    let asked = use_query().with_untracked(|query| query.get("next")).unwrap_or_default();
    let next = match (&back, &interrupted) {
        (Some(form_state), _) => form_state.value("next").to_owned(),
        (_, Some(form_state)) => form_state.page.clone(),
        _ => asked,
    };
    let refusal = RwSignal::new(back.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let wrong = refusal.get_untracked().filter(|refusal| !matches!(refusal, Refusal::Invalid(_)));
    // Too many wrong tries: a new password by mail forgives them.
    let locked = matches!(wrong, Some(Refusal::TooMany { .. }));
    let unknown = refusal.get_untracked().and_then(|refusal| refusal.about("login").map(words.reason));
    let kept = interrupted.as_ref().map(hidden).or_else(|| back.as_ref().map(carried));
    view! {
        <Title text=format!("{} · {}", words.sign_in.title, words.product) />
        <section class="sign-in">
            <h1><span class="brand-mark" aria-hidden="true"></span>{words.product}</h1>
            <p class="sign-in-lead">{words.sign_in.lead}</p>
            {interrupted.map(|form_state| view! {
                <p class="notice" role="alert">
                    {words.sign_in.ended} " " {words.sign_in.kept} {form_state.files_lost.then(|| format!(" {}", words.sign_in.kept_files))}
                </p>
            })}
            <FormProblem refusal=Signal::derive(move || wrong.clone()) />
            {locked.then(|| view! { <p class="notice">{words.sign_in.locked} " " <a href="/forgot">{words.sign_in.unlock}</a></p> })}
            {unknown.map(|text| view! { <p class="notice notice-danger" role="alert">{text}</p> })}
            <form class="card" method="post" action="/login">
                <input type="hidden" name="next" value=next />
                {kept}
                <Field name="login" label=words.sign_in.login control=Control::Line { kind: "text", max: 254 } value=login refusal=Signal::derive(|| None) required=true focus=true autocomplete="username" />
                <Field name="password" label=words.sign_in.password control=Control::Line { kind: "password", max: 1024 } refusal=Signal::derive(|| None) required=true autocomplete="current-password" />
                <label class="check"><input type="checkbox" name="remember" value="1" />{words.sign_in.remember}</label>
                <button class="button button-primary" type="submit">{words.sign_in.submit}</button>
            </form>
            <form class="sign-in-passkey needs-script" method="post" action="/login/passkey/begin" data-passkey="enter" data-failed=words.sign_in.passkey_failed>
                <button class="button" type="submit">{words.sign_in.passkey}</button>
                <p class="field-fault" role="alert"></p>
            </form>
            <p class="sign-in-ways">
                <a href="/forgot">{words.sign_in.forgotten}</a>
                <a href="/register">{words.sign_in.register}</a>
            </p>
        </section>
    }
}

/// A form that met an ended session travels along, hidden, and comes back after signing in.
fn hidden(form_state: &FormState) -> AnyView {
    let fields = form_state.fields.clone().into_iter().map(|(name, value)| (format!("kept.field.{name}"), value));
    let place = [
        ("kept.action".to_owned(), form_state.action.clone()),
        ("kept.page".to_owned(), form_state.page.clone()),
        ("kept.files".to_owned(), if form_state.files_lost { "1".into() } else { String::new() }),
    ];
    inputs(place.into_iter().chain(fields).collect())
}

/// The same again after a wrong password.
fn carried(form_state: &FormState) -> AnyView {
    inputs(form_state.fields.iter().filter(|(name, _)| name.starts_with("kept.")).cloned().collect())
}

pub(super) fn inputs(fields: Vec<(String, String)>) -> AnyView {
    fields.into_iter().map(|(name, value)| view! { <textarea hidden name=name aria-hidden="true" inner_html=crate::ui::field::escaped(&value)></textarea> }).collect_view().into_any()
}
