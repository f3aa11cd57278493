//! Bottom navigation of a phone: the four ways that people take most, and the rail as a sheet for the rest.

use crate::activities::Unseen;
use crate::frame::rail::{Way, is_at};
use crate::ui::icon::{self, Icon};
use crate::words::words;
use domain::people::Me;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[component]
pub(super) fn Bottom(me: Me) -> impl IntoView {
    let words = words();
    let path = use_location().pathname;
    let way = move |address, icon, label, end: AnyView| Way { address, icon, label, end }.show(path, "bottom-link");
    let (end, mark, label) = if me.kind.is_staff() {
        ("/work", icon::WORK, words.nav.work)
    } else {
        ("/support", icon::SUPPORT, words.nav.support)
    };
    // A page of the rest; those of single tickets belong to none.
    let in_rest = move || {
        let shown = ["/tickets", "/activities", end];
        path.with(|path| !path.starts_with("/tickets/") && !shown.iter().any(|address| is_at(path, address)))
    };
    let at_new = move || path.with(|path| is_at(path, "/tickets/new")).then_some("page");
    view! {
        <nav class="bottom" aria-label=words.nav.quick>
            {way("/tickets", icon::DASHBOARD, words.nav.dashboard, ().into_any())}
            {way("/activities", icon::ACTIVITIES, words.activities().title, view! { <Unseen /> }.into_any())}
            {me.raises().then(|| view! {
                <a class="bottom-link bottom-new" href="/tickets/new" aria-current=at_new><Icon path=icon::NEW /><span>{words.nav.new_ticket}</span></a>
            })}
            {way(end, mark, label, ().into_any())}
            <button class="bottom-link" class:is-current=in_rest type="button" popovertarget="menu"><Icon path=icon::MENU /><span>{words.nav.more}</span></button>
        </nav>
    }
}
