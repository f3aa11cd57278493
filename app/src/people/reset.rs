//! Choosing a new password with a reset link.

use super::forgot::ForgotForm;
use super::signed_out::SignedOutPage;
use crate::session::use_session;
use crate::ui::field::{Control, Field, FormProblem};
use crate::words::accounts::accounts;
use domain::Refusal;
use domain::people::PASSWORD_MAX;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

crate::page::page!(ResetRoute: ResetPage in account, loads = nothing);

/// `/reset/{token}`: a new password for whoever comes with the link of a mail. Looking at it uses nothing up.
#[component]
fn ResetPage() -> impl IntoView {
    let words = &accounts().reset;
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let refusal = use_session().form_state.and_then(|form_state| form_state.refusal);
    if refusal == Some(Refusal::NotFound) {
        return view! {
            <SignedOutPage title=words.gone_title lead=words.gone>
                <ForgotForm submit=words.gone_submit />
                <p class="sign-in-ways"><a href="/login" rel="external">{accounts().back_to_sign_in}</a></p>
            </SignedOutPage>
        }
        .into_any();
    }
    let refusal = Signal::stored(refusal);
    view! {
        <SignedOutPage title=words.title lead=words.lead>
            <FormProblem refusal />
            <form class="card" method="post" action=format!("/reset/{token}")>
                <Field name="password" label=words.password hint=words.hint control=Control::Line { kind: "password", max: PASSWORD_MAX } refusal required=true focus=true autocomplete="new-password" />
                <button class="button button-primary" type="submit">{words.submit}</button>
            </form>
        </SignedOutPage>
    }
    .into_any()
}
