//! Header of a chat: with whom, and the acts on the chat as a whole. Each is a form that works without a script.

use super::live::LiveConversation;
use crate::session::use_session;
use crate::ui::avatar::Avatar;
use crate::ui::navigate::use_navigate_to;
use crate::ui::submit::Submit;
use crate::words::chat::chat;
use crate::words::words;
use domain::chat::{ChatPermissions, ConversationPage, Handling, Who};
use leptos::html;
use leptos::prelude::*;

#[component]
pub(super) fn Head(live: LiveConversation, changed: Callback<&'static str>) -> impl IntoView {
    let text = chat();
    let is_staff = use_session().me.is_some_and(|me| me.kind.is_staff());
    let number = StoredValue::new(live.talk.with_untracked(|talk| talk.number.clone()));
    let other = Memo::new(move |_| live.talk.with(|talk| other(talk, is_staff)));
    let may = may(live);
    let gone = Memo::new(move |_| live.talk.with(|talk| talk.gone));
    view! {
        <header class="chat-head">
            <a class="chat-up" href="/chat" aria-label=text.back><span aria-hidden="true">"‹"</span></a>
            <div class="chat-whom">{move || view! { <Whom other=other.get() number=number.get_value() /> }}</div>
            {is_staff.then(|| view! { <About live /> })}
            <div class="chat-acts">
                {move || may.get().accept.then(|| view! { <Accept number=number.get_value() gone=gone.get() changed /> })}
                <Transfer live number=number.get_value() changed />
                {move || may.get().end.then(|| view! { <End number=number.get_value() is_staff changed /> })}
                <a class="button button-quiet chat-ticket" href=format!("/tickets/{}", number.get_value())>{text.ticket}</a>
                <a class="button only-plain" href=format!("/chat/{}", number.get_value())>{text.refresh}</a>
            </div>
        </header>
    }
}

/// Whom the reader talks to, and whether they are here.
fn other(talk: &ConversationPage, is_staff: bool) -> Option<(Who, bool)> {
    let who = if is_staff { Some(talk.customer.clone()) } else { talk.agent.clone() }?;
    let here = talk.people.iter().any(|one| one.who.slug == who.slug && one.here);
    Some((who, here))
}

#[component]
fn Whom(other: Option<(Who, bool)>, number: String) -> impl IntoView {
    let text = chat();
    let Some((who, here)) = other else { return view! { <h1>{(text.with)(&number)}</h1> }.into_any() };
    let name = who.name.full;
    view! {
        <Avatar name=name.clone() desk=who.name.is_staff picture=who.name.picture />
        <div class="chat-who">
            <h1>{name}</h1>
            <p class="chat-here"><span class="chat-dot" class:is-here=here aria-hidden="true"></span>{if here { text.here } else { text.away }}</p>
        </div>
    }
    .into_any()
}

/// What an agent wants to know of the customer.
#[component]
fn About(live: LiveConversation) -> impl IntoView {
    let (company, level) = live.talk.with_untracked(|talk| (talk.company.clone(), talk.level.clone()));
    let others = Memo::new(move |_| live.talk.with(|talk| talk.desk.as_ref().map_or(0, |desk| desk.others.len())));
    let queue = Memo::new(move |_| live.talk.with(|talk| talk.queue.clone()));
    view! {
        <div class="chat-about">
            <span>{company}</span>
            {(!level.is_empty()).then(|| view! { <span class="badge badge-teal">{level}</span> })}
            <span class="muted">{queue}</span>
            {move || (others.get() > 0).then(|| view! { <Others live /> })}
        </div>
    }
}

/// Other open tickets of the customer.
#[component]
fn Others(live: LiveConversation) -> impl IntoView {
    let others = live.talk.with_untracked(|talk| talk.desk.clone().map(|desk| desk.others).unwrap_or_default());
    let count = (chat().others)(others.len());
    view! {
        <details class="opener chat-others">
            <summary class="link-button">{count}</summary>
            <ul class="panel">
                {others.into_iter().map(|ticket| view! {
                    <li><a href=format!("/tickets/{}", ticket.slug)>{ticket.slug.clone()} " " {ticket.label}</a></li>
                }).collect_view()}
            </ul>
        </details>
    }
}

#[component]
fn Accept(number: String, gone: bool, changed: Callback<&'static str>) -> impl IntoView {
    let text = chat();
    let submit = Submit::new(None, move |_| changed.run(text.done));
    view! {
        <form method="post" action=format!("/chat/{number}/accept") on:submit=move |event| submit.send(event)>
            <button class="button button-primary" type="submit" disabled=move || submit.busy.get()>
                {if gone { text.take_over } else { text.accept }}
            </button>
            <Fault submit />
        </form>
    }
}

#[component]
fn Fault(submit: Submit) -> impl IntoView {
    move || {
        submit
            .refusal
            .get()
            .map(|refusal| view! { <p class="field-fault" role="alert">{(words().refusal)(&refusal)}</p> })
    }
}

/// To another agent, or back into a line. What is being chosen stays while others come and go.
#[component]
fn Transfer(live: LiveConversation, number: String, changed: Callback<&'static str>) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    let number = StoredValue::new(number);
    let go = use_navigate_to();
    let offered = Memo::new(move |before: Option<&Option<Handling>>| {
        let now = live.talk.with(|talk| talk.desk.clone().filter(|_| talk.may.transfer));
        let choosing = details.get_untracked().is_some_and(|details| details.open());
        match before {
            Some(before) if choosing && now.is_some() => before.clone(),
            _ => now.map(|desk| Handling { others: Vec::new(), ..desk }),
        }
    });
    move || {
        offered.get().map(|desk| {
            let text = chat();
            let submit = Submit::new(None, move |done| {
                if let Some(details) = details.get_untracked() {
                    details.set_open(false);
                }
                // Into a line that is not the reader's, it is out of sight.
                if done.to == "/chat" {
                    go.run(done.to);
                } else {
                    changed.run(text.done);
                }
            });
            let mates = desk.team.into_iter().map(|mate| {
                let label = format!("{} ({})", mate.who.name.full, (text.mate)(&mate));
                view! { <option value=mate.who.slug.clone() disabled=mate.is_full()>{label}</option> }
            });
            let queues = desk.queues.into_iter().map(|queue| view! { <option value=queue.slug>{queue.label}</option> });
            view! {
                <details class="opener" node_ref=details>
                    <summary class="button opener-button">{text.transfer}</summary>
                    <form class="panel chat-panel" method="post" action=format!("/chat/{}/transfer", number.get_value()) on:submit=move |event| submit.send(event)>
                        <div class="field">
                            <label for="chat-to">{text.transfer_to}</label>
                            <select class="control" id="chat-to" name="to" required>
                                <option value="">{words().new().choose}</option>
                                <optgroup label=text.to_agents>{mates.collect_view()}</optgroup>
                                <optgroup label=text.to_queues>{queues.collect_view()}</optgroup>
                            </select>
                        </div>
                        <div class="field">
                            <label for="chat-note">{text.transfer_note}</label>
                            <textarea class="control" id="chat-note" name="note" rows="2"></textarea>
                        </div>
                        <button class="button button-primary" type="submit" disabled=move || submit.busy.get()>{text.transfer_go}</button>
                        <Fault submit />
                    </form>
                </details>
            }
        })
    }
}

/// Asks once.
#[component]
fn End(number: String, is_staff: bool, changed: Callback<&'static str>) -> impl IntoView {
    let text = chat();
    let submit = Submit::new(None, move |_| changed.run(text.done));
    view! {
        <details class="opener">
            <summary class="button">{text.end}</summary>
            <form class="panel chat-panel" method="post" action=format!("/chat/{number}/end") on:submit=move |event| submit.send(event)>
                <p>{if is_staff { text.end_ask_desk } else { text.end_ask }}</p>
                {is_staff.then(|| view! {
                    <label class="check"><input type="radio" name="solved" value="1" checked />{text.end_solved}</label>
                    <label class="check"><input type="radio" name="solved" value="0" />{text.end_open}</label>
                })}
                <button class="button button-primary" type="submit" disabled=move || submit.busy.get()>{text.end}</button>
                <button class="button button-quiet only-scripted" type="button" data-shuts="">{text.keep}</button>
                <Fault submit />
            </form>
        </details>
    }
}

/// What the reader may do; the same as before where nothing has changed.
pub(super) fn may(live: LiveConversation) -> Memo<ChatPermissions> {
    Memo::new(move |_| live.talk.with(|talk| talk.may))
}
