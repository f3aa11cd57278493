//! Unsubscribing from emails by the link in them.

use crate::people::SignedOutPage;
use crate::session::use_session;
use crate::words::words;
use domain::mail::Stop;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

crate::page::page!(UnsubscribeRoute: UnsubscribePage in account, loads = nothing);

/// `/unsubscribe/{token}/{what}`: a button that stops mails, and what has come of it.
#[component]
fn UnsubscribePage() -> impl IntoView {
    let words = words().mails();
    let part = |name: &str| use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default();
    let form_state = use_session().form_state;
    let stop = Stop::parse(&part("what")).unwrap_or(Stop::News);
    if form_state.as_ref().is_some_and(|form_state| form_state.refusal.is_some()) {
        return view! { <SignedOutPage title=words.stop_gone_title lead=words.stop_gone>{choices()}</SignedOutPage> }
            .into_any();
    }
    if form_state.is_some_and(|form_state| form_state.value("done") == "1") {
        return view! {
            <SignedOutPage title=words.stopped_title>
                <p role="status">{(words.stopped)(stop)}</p>
                {choices()}
            </SignedOutPage>
        }
        .into_any();
    }
    view! {
        <SignedOutPage title=words.stop_title lead=(words.stop_lead)(stop)>
            <form class="card" method="post" action=format!("/unsubscribe/{}/{}", part("token"), stop.as_str())>
                <button class="button button-primary" type="submit">{words.stop}</button>
            </form>
            {choices()}
        </SignedOutPage>
    }
    .into_any()
}

fn choices() -> impl IntoView {
    view! { <p class="sign-in-ways"><a href="/account/notifications" rel="external">{words().mails().choose}</a></p> }
}
