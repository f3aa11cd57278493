//! Message log of a chat, with the newest at the end, and the status below it.

use super::live::{ChatLogRow, LiveConversation, message};
use super::over::Over;
use crate::session::use_session;
use crate::tickets::ticket::{EventItem, MessageItem};
use crate::words::chat::chat;
use domain::chat::{ConversationPage, Stage};
use domain::conversation::TimelineEntry;
use leptos::prelude::*;

#[component]
pub(super) fn Log(live: LiveConversation, changed: Callback<&'static str>) -> impl IntoView {
    let text = chat();
    let (number, earlier) = live.talk.with_untracked(|talk| (talk.number.clone(), talk.earlier));
    let page = format!("/tickets/{number}");
    let ticket = page.clone();
    view! {
        <div class="chat-log" role="log" aria-label=text.conversation tabindex="0">
            <div class="chat-said">
                {(earlier > 0).then(|| view! { <a class="button earlier" href=ticket>{text.earlier}</a> })}
                <ol class="talk">
                    <For each=move || live.rows.get() key=|row| row.key.clone() children=move |row| view! { <Entered row page=page.clone() changed /> } />
                </ol>
                <ol class="talk chat-pending"></ol>
                <Seen live />
                <Over live changed />
            </div>
        </div>
        <button class="button chat-jump" type="button" hidden>{text.earlier}</button>
    }
}

#[component]
fn Entered(row: ChatLogRow, page: String, changed: Callback<&'static str>) -> impl IntoView {
    let ChatLogRow { day, close, mut entry, .. } = row;
    // The day stands above.
    clock(&mut entry);
    let day = day.map(|day| view! { <li class="chat-day"><span>{day}</span></li> });
    let entry = match entry {
        TimelineEntry::Message(message) => view! { <MessageItem message page fresh=false close changed /> }.into_any(),
        TimelineEntry::Line(line) => view! { <EventItem line /> }.into_any(),
    };
    view! { {day} {entry} }
}

fn clock(entry: &mut TimelineEntry) {
    let at = match entry {
        TimelineEntry::Message(message) => &mut message.at,
        TimelineEntry::Line(line) => &mut line.at,
    };
    if let Some((_, clock)) = at.exact.split_once(", ") {
        at.exact = clock.to_owned();
    }
}

/// Who of the other side has read the reader's last words.
#[component]
fn Seen(live: LiveConversation) -> impl IntoView {
    let is_staff = use_session().me.is_some_and(|me| me.kind.is_staff());
    let seen = Memo::new(move |_| {
        live.talk.with(|talk| live.rows.with(|rows| seen(talk, rows, is_staff))).map(|who| (chat().seen)(&who))
    });
    view! { <p class="chat-seen">{seen}</p> }
}

fn seen(talk: &ConversationPage, rows: &[ChatLogRow], is_staff: bool) -> Option<String> {
    let place = |id: &str| rows.iter().rposition(|row| message(&row.entry).is_some_and(|message| message.id == id));
    let last = rows.iter().rposition(|row| message(&row.entry).is_some_and(|message| !message.note))?;
    message(&rows[last].entry).filter(|message| message.mine)?;
    let others = talk.people.iter().filter(|one| one.who.name.is_staff != is_staff);
    let readers = others.filter(|one| one.read.as_deref().and_then(place).is_some_and(|read| read >= last));
    readers.map(|one| one.who.name.full.clone()).next()
}

/// How it stands: the line, the end, who types.
#[component]
pub(super) fn Status(live: LiveConversation) -> impl IntoView {
    let text = chat();
    let me = live.talk.with_untracked(|talk| talk.me.clone());
    let is_staff = use_session().me.is_some_and(|me| me.kind.is_staff());
    let typing = Memo::new(move |_| live.talk.with(|talk| typing(talk, &me)));
    let status = Memo::new(move |_| live.talk.with(|talk| status_text(talk, is_staff)));
    let waits = Memo::new(move |_| status.with(Option::is_some));
    view! {
        <div class="chat-state">
            <p class="chat-lost notice notice-warn" role="status"><span>{text.lost}</span></p>
            <p class="chat-line" class:is-told=waits role="status">{status}</p>
            <p class="chat-typing">{typing}</p>
        </div>
    }
}

fn typing(talk: &ConversationPage, me: &str) -> Option<String> {
    let writer = talk.people.iter().find(|one| one.typing && one.who.slug != me)?;
    Some((chat().typing)(&writer.who.name.full))
}

/// What there is to say about the line, or about an agent who has gone.
fn status_text(talk: &ConversationPage, is_staff: bool) -> Option<String> {
    let text = chat();
    match &talk.stage {
        Stage::Waiting { .. } if is_staff => Some((text.waits_for)(&talk.customer.name.full)),
        Stage::Waiting { place, minutes } => {
            let place = if *place <= 1 { text.next.to_owned() } else { (text.place)(*place) };
            let about = minutes.map(|minutes| format!(" {}", (text.about)(minutes))).unwrap_or_default();
            Some(format!("{place}{about} {}", text.write_already))
        }
        Stage::Open if talk.gone => {
            let agent = talk.agent.as_ref().map(|agent| agent.name.full.as_str()).unwrap_or_default();
            Some(if is_staff { (text.gone_desk)(agent) } else { (text.gone)(agent) })
        }
        // The conversation itself tells of the end.
        Stage::Open | Stage::Ended { .. } => None,
    }
}
