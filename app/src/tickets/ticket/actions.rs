//! Actions on a whole ticket: how it is shown, printing, subscribing, closing. Those that change something are forms of one button.

use super::live::LiveTicket;
use crate::session::Framed;
use crate::ui::submit::Submit;
use crate::words::words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

#[component]
pub(crate) fn Actions(live: LiveTicket, changed: Callback<&'static str>) -> impl IntoView {
    let words = words().ticket();
    let number = live.ticket.with_untracked(|ticket| ticket.number.clone());
    let whole = format!("/tickets/{number}?messages=all");
    let follow = Memo::new(move |_| match live.ticket.with(|ticket| ticket.subscribed) {
        true => ("unsubscribe", words.unsubscribe),
        false => ("subscribe", words.subscribe),
    });
    let end = Memo::new(move |_| {
        let may = live.ticket.with(|ticket| ticket.may);
        match (may.close, may.reopen) {
            (true, _) => Some(("close", words.close)),
            (_, true) => Some(("reopen", words.reopen)),
            _ => None,
        }
    });
    let page = StoredValue::new(format!("/tickets/{number}"));
    let act = move |id: &'static str, (verb, label): (&'static str, &'static str)| {
        let action = page.with_value(|page| format!("{page}/{verb}"));
        view! { <Act id action label changed /> }
    };
    view! {
        <View number />
        <button class="button button-quiet only-scripted" type="button" on:click=move |_| live.print()>{words.print}</button>
        // Everything, for the browser's own printing.
        <a class="button button-quiet only-plain" href=whole rel="external">{words.print}</a>
        {move || act("ticket-follow", follow.get())}
        {move || end.get().map(|end| act("ticket-end", end))}
    }
}

/// As a chat or as framed messages. The choice is remembered in a cookie.
#[component]
fn View(number: String) -> impl IntoView {
    let words = words().ticket();
    let framed = expect_context::<Framed>().0;
    let choice = move |wanted: bool, label: &'static str, name: &str| {
        let address = format!("/tickets/{number}?shown={name}");
        let choose = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            framed.set(wanted);
            remember(wanted);
        };
        view! { <a class="segment" href=address rel="external" aria-current=move || (framed.get() == wanted).then_some("true") on:click=choose>{label}</a> }
    };
    view! {
        <nav class="segments talk-view" aria-label=words.view>
            {choice(false, words.chat_view, "chat")} {choice(true, words.framed_view, "framed")}
        </nav>
    }
}

fn remember(framed: bool) {
    let name = if framed { "framed" } else { "chat" };
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        let _ = document.set_cookie(&format!("portico_talk={name}; path=/; max-age=31536000; samesite=lax"));
    }
}

#[component]
fn Act(id: &'static str, action: String, label: &'static str, changed: Callback<&'static str>) -> impl IntoView {
    let submit = Submit::new(None, move |_| {
        close_menu();
        changed.run(words().ticket().saved);
    });
    view! {
        <form method="post" action=action on:submit=move |event| submit.send(event)>
            <button class="button" id=id type="submit" disabled=move || submit.busy.get()>{label}</button>
            {move || submit.refusal.get().map(|refusal| view! { <p class="field-fault" role="alert">{(words().refusal)(&refusal)}</p> })}
        </form>
    }
}

/// Where the actions were opened from the bar.
fn close_menu() {
    let menu = document().query_selector(".ticket-actions:popover-open").ok().flatten();
    if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = menu.hide_popover();
    }
}
