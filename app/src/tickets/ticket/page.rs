//! `/tickets/{number}`: the page of a ticket.
//!
//! Invariant: what a person writes in stands outside of everything that renders again. With `erase_components` an
//! element that is rendered again loses and regains its attributes.

use super::bar::Bar;
use super::conversation::Conversation;
use super::details::Details;
use super::foot::Foot;
use super::keys::listen_to_keys;
use super::live::{ALL, LiveTicket};
use super::rating::RatingPart;
use super::reply::ReplyForm;
use super::rows::message;
use crate::page::{PageAddress, use_page_address, use_page_data};
#[cfg(feature = "ssr")]
use crate::page::{PageQuery, PageRequest};
use crate::scroll_restoration::restore_scroll;
use crate::session::{use_form_state, use_session};
use crate::tickets::calls::ShowTicket;
use crate::ui::problem::ProblemPage;
use crate::ui::submit::fresh_key;
use crate::words::words;
use domain::refusal::Because;
use domain::tickets::Ticket;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(TicketRoute: TicketPage in ticket, prefetch = prefetch);

fn data(address: &PageAddress) -> ShowTicket {
    ShowTicket { number: address.param("number"), messages: messages_of(address), from: String::new() }
}

/// The ticket, what stands beside it in the list it was opened from, and the assets that may be linked where their form is open.
#[cfg(feature = "ssr")]
async fn prefetch(request: &PageRequest) {
    let query = data(&request.address);
    let answer = query.clone().call().await;
    if let Ok(ticket) = &answer {
        super::neighbours::prefetch(request, &ticket.number).await;
        crate::assets::prefetch_link_form(request, &ticket.number).await;
    }
    request.insert(query, answer);
}

#[component]
fn TicketPage() -> impl IntoView {
    let address = use_page_address();
    let messages = Memo::new(move |_| address.with(messages_of));
    // Only another ticket is asked for here: further messages of this one are read by the conversation itself.
    let asked = Memo::new(move |before: Option<&ShowTicket>| {
        let now = address.with(data);
        before.filter(|before| before.number == now.number).cloned().unwrap_or(now)
    });
    use_page_data(move |_| asked.get()).show(
        || ().into_any(),
        RwSignal::new(false),
        move |answer| match answer {
            Ok(loaded) => view! { <Shown loaded messages /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

/// How many messages an address asks for; 0 for those that a ticket opens with.
fn messages_of(address: &PageAddress) -> u64 {
    match address.query("messages").as_deref() {
        Some("all") => ALL,
        messages => messages.and_then(|messages| messages.parse().ok()).unwrap_or(0),
    }
}

#[component]
fn Shown(loaded: Ticket, messages: Memo<u64>) -> impl IntoView {
    let words = words();
    let number = StoredValue::new(loaded.number.clone());
    // A plain text: the server writes the page's head when the signals of its body are gone.
    let title = format!("{} {} · {}", loaded.number, loaded.subject, words.product);
    let came_back = StoredValue::new(use_session().form_state);
    let unsent = StoredValue::new(loaded.unsent.clone());
    let served = served(&loaded);
    let plain = served.as_ref().map(|address| format!("<link rel=\"stylesheet\" href=\"{address}\">"));
    let live = LiveTicket::new(loaded, messages);
    let ticket = live.ticket;
    let changed = Callback::new(move |message: &'static str| live.changed(message));
    // Of the answer being written, so that an answer whose reply was lost is not posted twice.
    let key = RwSignal::new(String::new());
    Effect::new(move |_| key.set(fresh_key()));
    let audience = Memo::new(move |_| ticket.with(|ticket| ticket.audience.clone()));
    // Whether private notes, too. Nothing else renders the text box again: closing a ticket leaves what is being written alone.
    let writes = Memo::new(move |_| ticket.with(|ticket| ticket.may.answer.then_some(ticket.may.note)));
    let statuses = Memo::new(move |_| ticket.with(|ticket| Some(ticket.choices.as_ref()?.status.clone())));
    let own = Memo::new(move |_| ticket.with(|ticket| ticket.choices.as_ref().is_some_and(|choices| choices.own)));
    let rating = Memo::new(move |_| ticket.with(|ticket| ticket.rating.clone()));
    let follow_up = Memo::new(move |_| ticket.with(|ticket| ticket.follow_up.clone()));
    restore_scroll();
    listen_to_keys();
    view! {
        <Title text=title />
        <p class="visually-hidden" role="status">{live.announcement}</p>
        {move || live.problem.get().map(|refusal| view! { <p class="notice notice-danger" role="alert">{(words.refusal)(&refusal)}</p> })}
        <article class="ticket" data-served=served on:change=move |event| live.on_choice(&event)>
            <Bar live changed />
            <div class="ticket-body">
                <section class="ticket-talk" aria-label=words.ticket().conversation>
                    <Conversation number=number.get_value() live changed />
                    <RatingPart number=number.get_value() rating changed />
                    {move || {
                        let goes_on = follow_up.get().filter(|follow_up| follow_up.refused.is_none() && writes.get().is_some());
                        goes_on.map(|follow_up| view! { <LongClosed number=number.get_value() days=follow_up.days /> })
                    }}
                    {move || {
                        let number = number.get_value();
                        if let Some(may_note) = writes.get() {
                            view! { <Foot live><ReplyForm number may_note key unsent=unsent.get_value() audience statuses own changed /></Foot> }.into_any()
                        } else if let Some(because) = follow_up.get().and_then(|follow_up| follow_up.refused) {
                            view! { <Foot live><NotAgain number because /></Foot> }.into_any()
                        } else {
                            view! { <Foot live><p class="notice">{words.ticket().read_only}</p></Foot> }.into_any()
                        }
                    }}
                </section>
                <Details ticket=live.aside came_back changed />
            </div>
            <noscript inner_html=plain></noscript>
        </article>
    }
}

/// Closed long ago, and the reader may raise a new one about it or go on here.
#[component]
fn LongClosed(number: String, days: i64) -> impl IntoView {
    let words = words().ticket();
    view! {
        <p class="notice">
            {(words.closed_long_ago)(days)}
            " "
            <a href=format!("/tickets/new?about={number}")>{words.follow_up}</a>
        </p>
    }
}

/// Closed long ago, and the reader may not raise cases. What they had typed before they heard so is not lost.
#[component]
fn NotAgain(number: String, because: Because) -> impl IntoView {
    let words = words();
    let form_state = use_form_state(&format!("/tickets/{number}/messages"));
    let typed = form_state.map(|form_state| form_state.value("body").to_owned()).filter(|typed| !typed.is_empty());
    view! {
        <div class="notice">
            <p>{words.because(&because)}</p>
            {typed.map(|typed| view! { <div class="said-text">{typed}</div> })}
            <p><a href="/plan">{words.plans().see}</a></p>
        </div>
    }
}

/// What a browser without scripts asks for together with the page: what was served is seen.
fn served(ticket: &Ticket) -> Option<String> {
    let newest = ticket.conversation.iter().rev().find_map(message).filter(|_| ticket.unread)?;
    Some(format!("/tickets/{}/seen?message={}", ticket.number, newest.id))
}
