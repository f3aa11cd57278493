//! Availability in the inbox: one's own, and that of the team.

use super::live::LiveInbox;
use crate::ui::avatar::Avatar;
use crate::ui::field::options;
use crate::ui::submit::Submit;
use crate::words::chat::chat;
use crate::words::words;
use domain::chat::{AgentStatus, AvailableAgent, CAPACITY_MAX};
use domain::tickets::Choice;
use leptos::prelude::*;

/// Whether one takes chats, and how many.
#[component]
pub(super) fn Me(me: AgentStatus, live: LiveInbox) -> impl IntoView {
    let text = chat();
    let submit = Submit::new(None, move |_| live.read_soon());
    let sizes: Vec<Choice> = (1..=CAPACITY_MAX)
        .map(|size| size.to_string())
        .map(|size| Choice { slug: size.clone(), label: size })
        .collect();
    let (other, label) = if me.available { ("0", text.go_unavailable) } else { ("1", text.go_available) };
    view! {
        <section class="card chats-me" aria-labelledby="chats-me">
            <h2 id="chats-me">{text.available}</h2>
            <p class="chat-here">
                <span class="chat-dot" class:is-here=me.available aria-hidden="true"></span>
                {if me.available { text.available_hint } else { text.unavailable_hint }}
            </p>
            <p>{(text.load)(&me)}</p>
            <form method="post" action="/chats/me" on:submit=move |event| submit.send(event)>
                <input type="hidden" name="available" value=other />
                <input type="hidden" name="capacity" value=me.capacity.to_string() />
                <button class="button" class:button-primary=!me.available type="submit">{label}</button>
            </form>
            <form class="chats-capacity" method="post" action="/chats/me" on:submit=move |event| submit.send(event)>
                <input type="hidden" name="available" value=if me.available { "1" } else { "0" } />
                <label for="chats-capacity">{text.capacity}</label>
                <select class="control" id="chats-capacity" name="capacity">{options(sizes, &me.capacity.to_string())}</select>
                <button class="button" type="submit">{text.save}</button>
            </form>
            {move || submit.refusal.get().map(|refusal| view! { <p class="field-fault" role="alert">{(words().refusal)(&refusal)}</p> })}
        </section>
    }
}

#[component]
pub(super) fn Team(team: Vec<AvailableAgent>) -> impl IntoView {
    let text = chat();
    view! {
        <section class="card chats-team" aria-labelledby="chats-team">
            <h2 id="chats-team">{text.team_title}</h2>
            {team.is_empty().then(|| view! { <p class="muted">{text.team_empty}</p> })}
            <ul>
                {team.into_iter().map(|mate| {
                    let load = (text.mate)(&mate);
                    view! {
                        <li>
                            <Avatar name=mate.who.name.full.clone() desk=true picture=mate.who.name.picture.clone() />
                            <span>{mate.who.name.full}</span>
                            <span class="muted">{load}</span>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </section>
    }
}
