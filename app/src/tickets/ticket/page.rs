use super::actions::Actions;
use super::conversation::Conversation;
use super::details::Details;
use super::reply::ReplyForm;
use crate::returning::returned;
use crate::tickets::calls::show_ticket;
use crate::ui::badge::Badge;
use crate::ui::problem::ProblemPage;
use crate::ui::submit::fresh_key;
use crate::words::words;
use domain::tickets::Ticket;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// Messages shown at first, and by how many each step back shows more.
const STEP: u64 = 200;

#[component]
pub(crate) fn TicketPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let number = Memo::new(move |_| params.with(|params| params.get("number").unwrap_or_default()));
    let messages =
        Memo::new(move |_| query.with(|query| query.get("messages").and_then(|n| n.parse().ok()).unwrap_or(STEP)));
    let version = RwSignal::new(0u32);
    let ticket = Resource::new(
        move || (number.get(), messages.get(), version.get()),
        |(number, messages, _)| show_ticket(number, messages),
    );
    // Of the answer being written; outlives every repaint, so that an answer whose reply was lost is not posted twice.
    let key = RwSignal::new(String::new());
    Effect::new(move |_| key.set(fresh_key()));
    let news = RwSignal::new("");
    let changed = Callback::new(move |told: &'static str| {
        news.set(told);
        version.update(|n| *n += 1);
    });
    view! {
        <p class="visually-hidden" role="status">{news}</p>
        <Transition>
            {move || Suspend::new(async move {
                match ticket.await {
                    Ok(ticket) => view! { <Shown ticket messages=messages.get_untracked() key changed /> }.into_any(),
                    Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(ticket: Ticket, messages: u64, key: RwSignal<String>, changed: Callback<&'static str>) -> impl IntoView {
    let words = &words().ticket;
    let title = format!("{} {} · {}", ticket.number, ticket.subject, crate::words::words().product);
    let earlier = (ticket.earlier > 0)
        .then(|| (format!("/tickets/{}?messages={}", ticket.number, messages + STEP), (words.earlier)(ticket.earlier)));
    let number = ticket.number.clone();
    returned();
    view! {
        <Title text=title />
        <article class="ticket">
            <header class="ticket-head">
                <p class="ticket-number">{ticket.number.clone()}</p>
                <h1>{ticket.subject.clone()}</h1>
                <Badge label=ticket.status.clone() />
                <Actions ticket=ticket.clone() changed />
            </header>
            <div class="ticket-body">
                <section class="ticket-talk" aria-label=words.conversation>
                    <Conversation number=number.clone() entries=ticket.conversation.clone() earlier />
                    {if ticket.may.answer {
                        view! { <ReplyForm number may_note=ticket.may.note key changed /> }.into_any()
                    } else {
                        view! { <p class="notice">{words.read_only}</p> }.into_any()
                    }}
                </section>
                <Details ticket changed />
            </div>
        </article>
    }
}
