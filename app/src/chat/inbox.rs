//! Agent inbox, page `/chat`: chats that wait, one's own, all of them; and one's own availability.

use super::announce::announce;
use super::calls::{ChatInbox, chat_inbox};
use crate::live::{Debounce, on_news};
use crate::page::{PageAddress, use_page_data};
use crate::ui::avatar::Avatar;
use crate::ui::field::options;
use crate::ui::problem::ProblemPage;
use crate::ui::submit::Submit;
use crate::words::chat::chat;
use crate::words::words;
use domain::chat::{AgentInbox, AgentStatus, AvailableAgent, CAPACITY_MAX, ChatRow, PresenceUpdate, Stage, Which};
use domain::live::News;
use domain::tickets::Choice;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;

/// The list that an address names.
pub(super) fn data(address: &PageAddress) -> ChatInbox {
    ChatInbox { list: address.query("list").unwrap_or_default() }
}

/// The list that stands beside a conversation.
pub(super) fn beside() -> ChatInbox {
    ChatInbox { list: Which::All.as_str().to_owned() }
}

/// An inbox on the screen, read again when something has happened.
#[derive(Clone, Copy)]
struct LiveInbox {
    inbox: RwSignal<AgentInbox>,
    soon: Debounce,
}

impl LiveInbox {
    fn new(inbox: AgentInbox) -> Self {
        let live = Self { inbox: RwSignal::new(inbox), soon: Debounce::new() };
        on_news(move |_, news| {
            let changed = match &news {
                News::Chat(update) => update.fresh || live.differs(update),
                News::Line { .. } | News::Resync | News::Gone { .. } => true,
                _ => false,
            };
            if changed {
                live.read_soon();
            }
        });
        live
    }

    /// Whether a chat stands otherwise than it is shown; who types and looks is not shown here.
    fn differs(self, update: &PresenceUpdate) -> bool {
        let changed =
            |line: &ChatRow| line.stage != update.stage || line.agent != update.agent || line.gone != update.gone;
        let shown =
            |inbox: &AgentInbox| inbox.rows.iter().find(|line| line.number == update.number).is_some_and(changed);
        self.inbox.try_with_untracked(shown) == Some(true)
    }

    fn read_soon(self) {
        self.soon.run(move || {
            let list = self.inbox.with_untracked(|inbox| inbox.list);
            spawn_local(async move {
                if let Ok(inbox) = chat_inbox(list.as_str().to_owned()).await
                    && self.inbox.try_with_untracked(|shown| shown.list == list && *shown != inbox) == Some(true)
                {
                    self.inbox.set(inbox);
                }
            });
        });
    }
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

/// Whether one takes chats, and how many.
#[component]
fn Me(me: AgentStatus, live: LiveInbox) -> impl IntoView {
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
fn Team(team: Vec<AvailableAgent>) -> impl IntoView {
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
