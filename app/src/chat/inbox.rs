//! Agent inbox, page `/chat`: chats that wait, one's own, all of them; and one's own availability.

mod availability;
mod live;

use super::announce::announce;
use super::calls::ChatInbox;
use crate::page::{PageAddress, use_page_data};
use crate::ui::avatar::Avatar;
use crate::ui::problem::ProblemPage;
use crate::ui::submit::Submit;
use crate::words::chat::chat;
use crate::words::words;
use availability::{Me, Team};
use domain::chat::{AgentInbox, ChatRow, Stage, Which};
use leptos::prelude::*;
use leptos_meta::Title;
use live::LiveInbox;

/// The list that an address names.
pub(super) fn data(address: &PageAddress) -> ChatInbox {
    ChatInbox { list: address.query("list").unwrap_or_default() }
}

/// The list that stands beside a conversation.
pub(super) fn beside() -> ChatInbox {
    ChatInbox { list: Which::All.as_str().to_owned() }
}

#[component]
pub(super) fn InboxPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(inbox) => view! { <Shown inbox /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(inbox: AgentInbox) -> impl IntoView {
    let text = chat();
    let live = LiveInbox::new(inbox);
    let me = Memo::new(move |_| live.inbox.with(|inbox| inbox.me));
    let team = Memo::new(move |_| live.inbox.with(|inbox| inbox.team.clone()));
    announce();
    view! {
        <Title text=format!("{} · {}", text.inbox, words().product) />
        <section class="chats" data-chat=text.script>
            <header class="chats-head">
                <div>
                    <h1>{text.inbox}</h1>
                    <p class="muted">{text.inbox_lead}</p>
                </div>
                <Bell />
            </header>
            <div class="chats-body">
                <div class="chats-main">
                    <Lists live />
                    <Rows live here=Memo::new(|_| String::new()) />
                </div>
                <aside class="chats-side">
                    {move || view! { <Me me=me.get() live /> }}
                    {move || view! { <Team team=team.get() /> }}
                </aside>
            </div>
        </section>
    }
}

/// Beside a conversation, where there is room.
#[component]
pub(super) fn Beside(here: Memo<String>) -> impl IntoView {
    use_page_data(|_| beside()).show(
        || ().into_any(),
        RwSignal::new(false),
        move |answer| match answer {
            Ok(inbox) => {
                let live = LiveInbox::new(inbox);
                view! {
                    <nav class="chats-beside" aria-label=chat().inbox>
                        <h2><a href="/chat">{chat().inbox}</a></h2>
                        <Rows live here />
                    </nav>
                }
                .into_any()
            }
            Err(_) => ().into_any(),
        },
    )
}

#[component]
fn Lists(live: LiveInbox) -> impl IntoView {
    let text = chat();
    let counts = Memo::new(move |_| live.inbox.with(|inbox| (inbox.list, [inbox.waiting, inbox.mine, inbox.all])));
    let link = move |which: Which, count: u16, shown: Which| {
        let address = format!("/chat?list={}", which.as_str());
        view! {
            <a class="segment" href=address aria-current=(which == shown).then_some("true")>
                {(text.list)(which)} " " <span class="chats-count">{(text.count)(count)}</span>
            </a>
        }
    };
    view! {
        <nav class="segments" aria-label=text.lists>
            {move || {
                let (shown, counts) = counts.get();
                Which::ALL.into_iter().zip(counts).map(|(which, count)| link(which, count, shown)).collect_view()
            }}
        </nav>
    }
}

#[component]
fn Rows(live: LiveInbox, here: Memo<String>) -> impl IntoView {
    let text = chat();
    move || {
        let (list, rows) = live.inbox.with(|inbox| (inbox.list, inbox.rows.clone()));
        if rows.is_empty() {
            let (title, hint) = (text.list_empty)(list);
            return view! { <div class="empty chats-empty"><h2>{title}</h2><p>{hint}</p></div> }.into_any();
        }
        view! {
            <ul class="chats-list">
                {rows.into_iter().map(|line| view! { <Chat line here live /> }).collect_view()}
            </ul>
        }
        .into_any()
    }
}

#[component]
fn Chat(line: ChatRow, here: Memo<String>, live: LiveInbox) -> impl IntoView {
    let text = chat();
    let waits = matches!(line.stage, Stage::Waiting { .. });
    let number = line.number.clone();
    let current = move || here.with(|here| *here == number).then_some("page");
    let name = line.customer.name.full;
    let agent = line.agent.map(|agent| (text.with_agent)(&agent.name.full));
    let action = format!("/chat/{}/accept", line.number);
    let takes = waits || line.gone;
    let accepted = Submit::new(None, {
        let navigate = leptos_router::hooks::use_navigate();
        move |done: crate::ui::submit::Done| navigate(&done.to, leptos_router::NavigateOptions::default())
    });
    view! {
        <li class="chats-row" class:is-unread=line.unread>
            <Avatar name=name.clone() picture=line.customer.name.picture />
            <div class="chats-what">
                <p class="chats-top">
                    <a href=format!("/chat/{}", line.number) aria-current=current>{name.clone()}</a>
                    <span class="muted">{line.company}</span>
                    {(!line.level.is_empty()).then(|| view! { <span class="badge badge-teal">{line.level}</span> })}
                    {line.unread.then(|| view! { <span class="chats-new">{text.unread}</span> })}
                </p>
                <p class="chats-last" dir="auto">{line.last}</p>
                <p class="chats-foot muted">
                    <span>{line.queue}</span>
                    {agent.map(|agent| view! { <span>{agent}</span> })}
                    {waits.then(|| view! {
                        <span>{text.since} " " <time data-since="" datetime=line.asked.iso title=line.asked.exact>{(words().age)(line.asked.age)}</time></span>
                    })}
                </p>
            </div>
            {takes.then(|| view! {
                <form method="post" action=action on:submit=move |event| accepted.send(event)>
                    <button class="button button-primary" type="submit" aria-label=(text.accept_of)(&name) disabled=move || accepted.busy.get()>
                        {if waits { text.accept } else { text.take_over }}
                    </button>
                    {move || accepted.refusal.get().map(|refusal| {
                        live.read_soon();
                        view! { <p class="field-fault" role="alert">{(words().refusal)(&refusal)}</p> }
                    })}
                </form>
            })}
        </li>
    }
}

/// Sound and notifications, for whoever wants them. Scripts answer to both.
#[component]
fn Bell() -> impl IntoView {
    let text = chat();
    let activities = words().activities();
    view! {
        <p class="chats-bell only-scripted">
            <button class="button button-quiet" type="button" data-sound="on">{text.sound_on}</button>
            <button class="button button-quiet" type="button" data-sound="off" aria-pressed="true">{text.sound_off}</button>
            <button class="button button-quiet" type="button" data-notify="on">{activities.notify}</button>
            <button class="button button-quiet" type="button" data-notify="off">{activities.notify_off}</button>
        </p>
    }
}
