//! The page of a chat: its route, data and layout.

use super::head::{Head, may};
use super::live::LiveConversation;
use super::log::{Log, Status};
use super::reply::Reply;
use crate::chat::announce::announce;
use crate::chat::calls::ChatConversation;
use crate::chat::inbox::Beside;
#[cfg(feature = "ssr")]
use crate::chat::{inbox, is_staff};
#[cfg(feature = "ssr")]
use crate::page::PageRequest;
use crate::page::{PageAddress, use_page_address, use_page_data};
use crate::session::use_session;
use crate::ui::problem::ProblemPage;
use crate::words::chat::chat;
use crate::words::words;
use domain::chat::ConversationPage;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(ChatConversationRoute: ChatConversationPage in ticket, prefetch = prefetch);

fn data(address: &PageAddress) -> ChatConversation {
    ChatConversation { number: address.param("number"), after: String::new() }
}

/// The conversation and, for agents, the list beside it.
#[cfg(feature = "ssr")]
async fn prefetch(request: &PageRequest) {
    request.fetch(data(&request.address)).await;
    if is_staff() {
        request.fetch(inbox::beside()).await;
    }
}

#[component]
fn ChatConversationPage() -> impl IntoView {
    let address = use_page_address();
    let number = Memo::new(move |_| address.with(|address| address.param("number")));
    let is_staff = use_session().me.is_some_and(|me| me.kind.is_staff());
    let talk = use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(loaded) => view! { <Shown loaded /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    );
    view! {
        <div class="chat-desk">
            {is_staff.then(|| view! { <Beside here=number /> })}
            {talk}
        </div>
    }
}

#[component]
fn Shown(loaded: ConversationPage) -> impl IntoView {
    let words = words();
    let number = StoredValue::new(loaded.number.clone());
    let (unsent, audience) = (StoredValue::new(loaded.unsent.clone()), StoredValue::new(loaded.audience.clone()));
    let title = format!("{} {} · {}", loaded.number, loaded.subject, words.product);
    let live = LiveConversation::new(loaded);
    let changed = Callback::new(move |_: &'static str| live.changed());
    let may = may(live);
    // What comes after the end is an answer to the ticket, which has a box of its own.
    let writes = Memo::new(move |_| may.get().write && !live.talk.with(|talk| talk.stage.is_over()));
    announce();
    view! {
        <Title text=title />
        <article class="chat" data-chat=chat().script data-number=number.get_value()>
            <Head live changed />
            {move || live.problem.get().map(|refusal| view! { <p class="notice notice-danger chat-problem" role="alert">{(words.refusal)(&refusal)}</p> })}
            <Log live changed />
            <Status live />
            {move || writes.get().then(|| view! { <Reply number=number.get_value() unsent=unsent.get_value() audience=audience.get_value() live /> })}
        </article>
    }
}
