//! The acts on a whole ticket: close, reopen, subscribe. Each is a form of one button.

use crate::ui::submit::Submit;
use crate::words::words;
use domain::tickets::Ticket;
use leptos::prelude::*;

#[component]
pub(crate) fn Actions(ticket: Ticket, changed: Callback<&'static str>) -> impl IntoView {
    let words = words().ticket();
    let act = move |verb: &str, label: &'static str| {
        let action = format!("/tickets/{}/{verb}", ticket.number);
        view! { <Act action label changed /> }
    };
    let (follow, follow_label) =
        if ticket.subscribed { ("unsubscribe", words.unsubscribe) } else { ("subscribe", words.subscribe) };
    view! {
        <div class="ticket-actions">
            <button class="button button-quiet only-scripted" type="button" on:click=print>{words.print}</button>
            {act(follow, follow_label)}
            {ticket.may.close.then(|| act("close", words.close))}
            {ticket.may.reopen.then(|| act("reopen", words.reopen))}
        </div>
    }
}

fn print(_: leptos::ev::MouseEvent) {
    let _ = window().print();
}

#[component]
fn Act(action: String, label: &'static str, changed: Callback<&'static str>) -> impl IntoView {
    let submit = Submit::new(None, move |_| changed.run(words().ticket().saved));
    view! {
        <form method="post" action=action on:submit=move |event| submit.send(event)>
            <button class="button" type="submit" disabled=move || submit.busy.get()>{label}</button>
            {move || submit.refusal.get().map(|refusal| view! { <p class="field-fault" role="alert">{(words().refusal)(&refusal)}</p> })}
        </form>
    }
}
