//! `/forgot`: asking for a password reset link.

use super::signed_out::SignedOutPage;
use crate::session::use_form_state;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::query::use_query;
use crate::words::accounts::accounts;
use leptos::prelude::*;

crate::page::page!(ForgotRoute: ForgotPage in account, loads = nothing);

/// `/forgot`: asks for the address of an account, and says afterwards that a mail may be on its way.
#[component]
fn ForgotPage() -> impl IntoView {
    let words = &accounts().forgot;
    if use_query().with_untracked(|query| query.get("sent").is_some()) {
        return view! {
            <SignedOutPage title=words.sent_title>
                <p role="status">{words.sent}</p>
                <p>{words.by_username}</p>
                <p class="muted">{words.sent_hint}</p>
                <p class="sign-in-ways">
                    <a href="/forgot" rel="external">{words.again}</a>
                    <a href="/login" rel="external">{accounts().back_to_sign_in}</a>
                </p>
            </SignedOutPage>
        }
        .into_any();
    }
    view! {
        <SignedOutPage title=words.title lead=words.lead>
            <ForgotForm submit=words.submit />
            <p class="muted">{words.by_username}</p>
            <p class="sign-in-ways"><a href="/login" rel="external">{accounts().back_to_sign_in}</a></p>
        </SignedOutPage>
    }
    .into_any()
}

/// The form itself, also offered where a link has ended.
#[component]
pub(super) fn ForgotForm(submit: &'static str) -> impl IntoView {
    let form_state = use_form_state("/forgot");
    let email = form_state.as_ref().map(|form_state| form_state.value("email").to_owned()).unwrap_or_default();
    let refusal = Signal::stored(form_state.and_then(|form_state| form_state.refusal));
    view! {
        <FormProblem refusal />
        <form class="card" method="post" action="/forgot">
            <Field name="email" label=accounts().forgot.email control=Control::Line { kind: "text", max: 254 } value=email refusal required=true focus=true autocomplete="username" />
            <button class="button button-primary" type="submit">{submit}</button>
        </form>
    }
}
