//! `/setup`: creating the first administrator.

use super::signed_out::SignedOutPage;
use crate::session::use_form_state;
use crate::ui::field::{Control, Field, FormProblem};
use crate::words::accounts::accounts;
use domain::people::PASSWORD_MAX;
use domain::people::account::{EMAIL_MAX, TEXT_MAX};
use leptos::prelude::*;

crate::page::page!(SetupRoute: SetupPage in account, loads = nothing);

/// `/setup`: the first administrator of a new desk.
#[component]
fn SetupPage() -> impl IntoView {
    let (words, common) = (&accounts().setup, &accounts().register);
    let form_state = use_form_state("/setup");
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed =
        move |name: &str| form_state.as_ref().map(|form_state| form_state.value(name).to_owned()).unwrap_or_default();
    let line = |max| Control::Line { kind: "text", max };
    view! {
        <SignedOutPage title=words.title lead=words.lead>
            <FormProblem refusal />
            <form class="card" method="post" action="/setup">
                <Field name="code" label=words.code hint=words.code_hint control=line(64) refusal required=true focus=true autocomplete="off" />
                <Field name="first_name" label=common.first_name control=line(TEXT_MAX) value=typed("first_name") refusal required=true autocomplete="given-name" />
                <Field name="last_name" label=common.last_name control=line(TEXT_MAX) value=typed("last_name") refusal autocomplete="family-name" />
                <Field name="email" label=common.email control=Control::Line { kind: "email", max: EMAIL_MAX } value=typed("email") refusal required=true autocomplete="email" />
                <Field name="password" label=common.password hint=accounts().reset.hint control=Control::Line { kind: "password", max: PASSWORD_MAX } refusal required=true autocomplete="new-password" />
                <button class="button button-primary" type="submit">{words.submit}</button>
            </form>
        </SignedOutPage>
    }
}
