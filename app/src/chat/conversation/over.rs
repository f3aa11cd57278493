//! After the end of a chat: its rating, and links to go on.

use super::live::LiveConversation;
use crate::session::use_session;
use crate::tickets::ticket::RatingPart;
use crate::words::chat::chat;
use leptos::prelude::*;

/// What comes after the end: how it went, and where it goes on.
#[component]
pub(super) fn Over(live: LiveConversation, changed: Callback<&'static str>) -> impl IntoView {
    let text = chat();
    let is_staff = use_session().me.is_some_and(|me| me.kind.is_staff());
    let over = Memo::new(move |_| live.talk.with(|talk| talk.stage.is_over().then(|| talk.number.clone())));
    let rating = Memo::new(move |_| live.talk.with(|talk| talk.rating.clone().filter(|_| talk.stage.is_over())));
    move || {
        over.get().map(|number| {
            let page = format!("/tickets/{number}");
            view! {
                <div class="chat-over">
                    <RatingPart number rating changed />
                    <p class="chat-ways">
                        <span class="muted">{text.ended_lead}</span>
                        <a class="button" href=page>{text.go_on_ticket}</a>
                        {(!is_staff).then(|| view! { <a class="button" href="/chat">{text.another}</a> })}
                    </p>
                </div>
            }
        })
    }
}
