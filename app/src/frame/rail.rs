//! Navigation rail: where one can go, what is new, and who is signed in. On a phone it is the sheet that *More* opens.

use super::preferences::{FramePreferences, PreferenceForm};
use crate::activities::{Newest, Unseen};
use crate::session::{Waiting, Working};
use crate::tickets::views::{ViewLinks, home};
use crate::ui::avatar::Avatar;
use crate::ui::icon::{self, Icon};
use crate::ui::panel::shut_by_link;
use crate::words::words;
use domain::people::{Kind, Me};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A link of the rail.
pub(super) struct Way {
    pub address: &'static str,
    pub icon: &'static str,
    pub label: &'static str,
    /// What stands after its label.
    pub end: AnyView,
}

impl Way {
    pub fn show(self, path: Memo<String>, class: &'static str) -> AnyView {
        let Self { address, icon, label, end } = self;
        let current = move || path.with(|path| is_at(path, address)).then_some("page");
        view! { <a href=address class=class aria-current=current><Icon path=icon /><span>{label}</span>{end}</a> }
            .into_any()
    }
}

/// Whether a page belongs to a link; those of single tickets belong to none.
pub(super) fn is_at(path: &str, address: &str) -> bool {
    match address {
        "/tickets" => matches!(path, "/" | "/tickets"),
        _ => path.strip_prefix(address).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
    }
}

#[component]
pub(super) fn Rail(me: Me, chat_open: bool, preferences: FramePreferences) -> impl IntoView {
    let words = words();
    let path = use_location().pathname;
    let is_staff = me.kind.is_staff();
    let way = move |address, icon, label, end: AnyView| Way { address, icon, label, end }.show(path, "rail-link");
    let plain = move |address, icon, label| way(address, icon, label, ().into_any());
    let open = || view! { " " <span class="rail-open">{words.nav.open}</span> }.into_any();
    let at_assistant = move || path.with(|path| path == "/assistant").then_some("page");
    let chats = if is_staff {
        Some(way("/chat", icon::CHAT, words.nav.chats, view! { <ChatsWaiting /> }.into_any()))
    } else {
        (chat_open && me.may_raise).then(|| way("/chat", icon::CHAT, words.nav.chat, open()))
    };
    view! {
        <div class="rail" id="menu" popover="auto" on:click=|event| shut_by_link(&event, "menu")>
            <div class="rail-head">
                <a class="brand" href=home()>
                    <span class="brand-mark" aria-hidden="true"></span>
                    <span>{words.product}</span>
                </a>
                <Fold preferences />
            </div>
            <nav aria-label=words.nav.main>
                {plain("/tickets", icon::DASHBOARD, words.nav.dashboard)}
                {is_staff.then(|| way("/work", icon::WORK, words.nav.work, view! { <WorkWaiting /> }.into_any()))}
                {plain("/assets", icon::ASSETS, words.nav.assets)}
                {plain("/plan", icon::PLAN, words.nav.plan)}
                <p class="rail-title">{words.nav.support}</p>
                {chats}
                {plain("/support", icon::SUPPORT, words.nav.support)}
                {plain("/help", icon::HELP, words.nav.help)}
                // Opens as a panel where scripts run.
                <a href="/assistant" class="rail-link" rel="external" data-assistant="" data-close=words.list.shut aria-current=at_assistant>
                    <Icon path=icon::ASSISTANT /><span>{words.nav.assistant}</span>
                </a>
                {way("/activities", icon::ACTIVITIES, words.activities().title, view! { <Unseen /> }.into_any())}
                <Newest />
                <ViewLinks />
                {me.reads_people.then(|| view! {
                    <p class="rail-title">{words.nav.desk_section}</p>
                    {plain("/admin/people", icon::PEOPLE, words.nav.people)}
                    {plain("/admin/companies", icon::COMPANIES, words.nav.companies)}
                })}
                {(me.kind == Kind::Admin).then(|| plain("/admin/mails", icon::MAILS, words.mails().outbox))}
            </nav>
            <Person me />
        </div>
    }
}

/// Who is signed in, and the way out.
#[component]
fn Person(me: Me) -> impl IntoView {
    let words = words();
    let path = use_location().pathname;
    let at_account = move || path.with(|path| is_at(path, "/account")).then_some("page");
    let signed_in_as = (words.nav.signed_in_as)(&me.name);
    view! {
        <div class="rail-foot">
            <a class="rail-me" href="/account" title=signed_in_as aria-current=at_account>
                <Avatar name=me.name.clone() desk=me.kind.is_staff() picture=me.picture />
                <span class="rail-name">{me.name}</span>
            </a>
            <form method="post" action="/logout">
                <button class="link-button" type="submit">{words.nav.sign_out}</button>
            </form>
        </div>
    }
}

/// Folds the rail to its icons, and back.
#[component]
fn Fold(preferences: FramePreferences) -> impl IntoView {
    let words = words();
    let next = Signal::derive(move || if preferences.folded.get() { "wide" } else { "folded" });
    let label = move || if preferences.folded.get() { words.nav.unfold } else { words.nav.fold };
    let turn = Callback::new(move |()| preferences.folded.update(|folded| *folded = !*folded));
    view! {
        <PreferenceForm name="rail" value=next on_set=turn>
            <button class="icon-button rail-fold" type="submit" aria-label=label title=label><Icon path=icon::FOLD /></button>
        </PreferenceForm>
    }
}

/// How much waits on *My work*.
#[component]
fn WorkWaiting() -> impl IntoView {
    let work = expect_context::<Working>().0;
    move || {
        let count = work.get();
        (count > 0).then(|| view! { " " <span class="rail-count">{(words().activities().count)(count)}</span> })
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

#[cfg(test)]
mod tests {
    use super::is_at;

    #[test]
    fn a_link_is_current_on_its_pages_and_on_no_others() {
        for (path, address) in
            [("/", "/tickets"), ("/tickets", "/tickets"), ("/help/add-a-contact", "/help"), ("/chat", "/chat")]
        {
            assert!(is_at(path, address), "{path} at {address}");
        }
        for (path, address) in
            [("/tickets/PT-1", "/tickets"), ("/tickets/new", "/tickets"), ("/plans", "/plan"), ("/", "/help")]
        {
            assert!(!is_at(path, address), "{path} at {address}");
        }
    }
}
