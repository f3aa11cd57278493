//! What stands around every page: the bar on top, the rail at the side, the banner of a demo.

use crate::activities::Unseen;
use crate::keys::KeysHelp;
use crate::session::{Waiting, Working, use_session};
use crate::tickets::dashboard::SearchBox;
use crate::tickets::views::{ViewLinks, home};
use crate::ui::avatar::Avatar;
use crate::words::words;
use domain::Refusal;
use domain::people::{Kind, Me};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[component]
pub(crate) fn Frame(children: Children) -> impl IntoView {
    let session = use_session();
    let words = words();
    let signed_in = session.me.is_some();
    view! {
        // The browser moves the focus along; the router would only scroll.
        <a class="skip" href="#content" rel="external">{words.skip_to_content}</a>
        {session.demo.then(|| view! { <p class="demo-banner">{words.demo_banner}</p> })}
        <div class="frame" class:frame-plain=!signed_in>
            {session.me.map(|me| view! { <Rail me=me.clone() /><TopBar me /> })}
            <main id="content" tabindex="-1">
                <p class="notice notice-warn not-live" role="alert">{words.problem.still} " " <a href="" rel="external">{words.problem.reload}</a></p>
                <Returned />
                {children()}
            </main>
        </div>
    }
}

#[component]
fn Rail(me: Me) -> impl IntoView {
    let words = words();
    let path = use_location().pathname;
    let at_dashboard = move || path.with(|path| matches!(path.as_str(), "/" | "/tickets")).then_some("page");
    let at_work = move || path.with(|path| path == "/work").then_some("page");
    let work = expect_context::<Working>().0;
    let at_assets = move || path.with(|path| path == "/assets" || path.starts_with("/assets/")).then_some("page");
    let at_plan = move || path.with(|path| path == "/plan" || path.starts_with("/plan/")).then_some("page");
    let at_activities = move || path.with(|path| path == "/activities").then_some("page");
    let at_support = move || path.with(|path| path == "/support" || path.starts_with("/support/")).then_some("page");
    let at_help = move || path.with(|path| path == "/help" || path.starts_with("/help/")).then_some("page");
    let at_assistant = move || path.with(|path| path == "/assistant").then_some("page");
    let at_chat = move || path.with(|path| path == "/chat" || path.starts_with("/chat/")).then_some("page");
    let at_people = move || path.with(|path| path.starts_with("/admin/people")).then_some("page");
    let at_companies = move || path.with(|path| path.starts_with("/admin/companies")).then_some("page");
    let at_account = move || path.with(|path| path == "/account").then_some("page");
    let at_mails = move || path.with(|path| path == "/admin/mails").then_some("page");
    let signed_in_as = (words.nav.signed_in_as)(&me.name);
    view! {
        <div class="rail">
            <a class="brand" href=home()>
                <span class="brand-mark" aria-hidden="true"></span>
                {words.product}
            </a>
            <nav aria-label=words.nav.main>
                <a href="/tickets" class="rail-link" aria-current=at_dashboard>
                    {words.nav.dashboard}
                </a>
                <ViewLinks />
                {me.kind.works_here().then(|| view! {
                    <a href="/work" class="rail-link" aria-current=at_work>
                        {words.nav.work}
                        {move || {
                            let count = work.get();
                            (count > 0).then(|| view! { " "<span class="rail-count">{(words.activities().count)(count)}</span> })
                        }}
                    </a>
                })}
                <a href="/assets" class="rail-link" aria-current=at_assets>{words.nav.assets}</a>
                <a href="/plan" class="rail-link" aria-current=at_plan>{words.nav.plan}</a>
                <a href="/activities" class="rail-link" aria-current=at_activities>
                    {words.activities().title}
                    <Unseen />
                </a>
                {me.kind.works_here().then(|| view! { <a href="/chat" class="rail-link" aria-current=at_chat>{words.nav.chats}<ChatsWaiting /></a> })}
                <a href="/support" class="rail-link" aria-current=at_support>{words.nav.support}</a>
                <a href="/help" class="rail-link" aria-current=at_help>{words.nav.help}</a>
                // Opens as a panel where scripts run.
                <a href="/assistant" class="rail-link" rel="external" data-assistant="" data-close=words.list.shut aria-current=at_assistant>{words.nav.assistant}</a>
                {me.reads_people.then(|| view! { <a href="/admin/people" class="rail-link" aria-current=at_people>{words.nav.people}</a>
                    <a href="/admin/companies" class="rail-link" aria-current=at_companies>{words.nav.companies}</a>
                })}
                {(me.kind == Kind::Admin).then(|| view! {
                    <a href="/admin/mails" class="rail-link" aria-current=at_mails>{words.mails().outbox}</a>
                })}
            </nav>
            <div class="rail-foot">
                <a class="rail-me" href="/account" title=signed_in_as aria-current=at_account>
                    <Avatar name=me.name.clone() desk=me.kind.works_here() picture=me.picture />
                    <span class="rail-name">{me.name}</span>
                </a>
                <form method="post" action="/logout">
                    <button class="link-button" type="submit">{words.nav.sign_out}</button>
                </form>
            </div>
        </div>
    }
}

/// How many chats wait, beside the link to them.
#[component]
fn ChatsWaiting() -> impl IntoView {
    let waiting = expect_context::<Waiting>().0;
    move || {
        let count = waiting.get();
        (count > 0).then(|| {
            let text = (words().nav.chats_waiting)(count);
            let label = text.clone();
            view! { " " <span class="rail-count" title=text><span aria-hidden="true">{count}</span><span class="visually-hidden">{label}</span></span> }
        })
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
                {(me.raises_for_others || !me.kind.works_here()).then(|| view! { <a class="button button-primary top-new" href="/tickets/new">{words.nav.new_ticket}</a> })}
                <KeysHelp />
            </div>
        </header>
    }
}

/// Why a button without JavaScript did not do what it says; forms with fields tell it themselves.
#[component]
fn Returned() -> impl IntoView {
    let returned = use_session().echo.filter(|echo| echo.fields.is_empty()).and_then(|echo| echo.refusal);
    let shown = returned.filter(|refusal| !matches!(refusal, Refusal::NotFound | Refusal::Invalid(_)));
    shown.map(|refusal| view! { <p class="notice notice-danger" role="alert">{(words().refusal)(&refusal)}</p> })
}
