//! Frame around every page: the bar on top, the rail at the side, the banner of a demo; on a phone the bar below.

mod bottom;
mod preferences;
mod rail;

use crate::keys::KeysHelp;
use crate::session::use_session;
use crate::tickets::dashboard::SearchBox;
use crate::words::words;
use bottom::Bottom;
use domain::Refusal;
use domain::people::Me;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use preferences::{DemoBanner, FramePreferences};
use rail::Rail;

#[component]
pub(crate) fn Frame(children: Children) -> impl IntoView {
    let session = use_session();
    let words = words();
    let signed_in = session.me.is_some();
    let still = session.me.as_ref().is_some_and(|me| me.still);
    let preferences = FramePreferences::of(&session);
    view! {
        // The browser moves the focus along; the router would only scroll.
        <a class="skip" href="#content" rel="external">{words.skip_to_content}</a>
        <DemoBanner preferences signed_in />
        <div class="frame" class:frame-plain=!signed_in class:frame-still=still class:frame-folded=preferences.folded>
            {session.me.clone().map(|me| view! { <Rail me=me.clone() chat_open=session.chat_open preferences /><TopBar me /> })}
            <main id="content" tabindex="-1">
                <p class="notice notice-warn not-live" role="alert">{words.problem.still} " " <a href="" rel="external">{words.problem.reload}</a></p>
                <Returned />
                {children()}
            </main>
            {session.me.map(|me| view! { <Bottom me /> })}
        </div>
    }
}

#[component]
fn TopBar(me: Me) -> impl IntoView {
    let words = words();
    let path = use_location().pathname;
    // Beside the new ticket's own fields it would only be in the way.
    let searches = move || path.with(|path| path != "/tickets/new");
    view! {
        <header class="top">
            {move || searches().then(|| view! { <SearchBox /> })}
            <div class="top-end">
                {me.raises().then(|| view! { <a class="button button-primary top-new" href="/tickets/new">{words.nav.new_ticket}</a> })}
                <KeysHelp />
            </div>
        </header>
    }
}

/// Why a button without JavaScript did not do what it says; forms with fields tell it themselves.
#[component]
fn Returned() -> impl IntoView {
    let returned = use_session()
        .form_state
        .filter(|form_state| form_state.fields.is_empty())
        .and_then(|form_state| form_state.refusal);
    let shown = returned.filter(|refusal| !matches!(refusal, Refusal::NotFound | Refusal::Invalid(_)));
    shown.map(|refusal| view! { <p class="notice notice-danger" role="alert">{(words().refusal)(&refusal)}</p> })
}
