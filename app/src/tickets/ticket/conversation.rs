//! The conversation of a ticket: messages and events, oldest first, as a chat or as framed messages.

use super::live::LiveTicket;
use super::rows::{RowKind, ids};
use crate::session::Framed;
use crate::ui::avatar::Avatar;
use crate::ui::submit::Submit;
use crate::ui::time::At;
use crate::words::words;
use domain::conversation::{EventLine, Message};
use domain::files::{FileLink, size_text};
use leptos::ev;
use leptos::prelude::*;
use std::collections::HashSet;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// By how many messages each step back shows more.
const STEP: u64 = 200;

/// Longer messages are folded: so many characters stay in sight.
const FOLD_AFTER: usize = 1_500;

#[component]
pub(crate) fn Conversation(number: String, live: LiveTicket, changed: Callback<&'static str>) -> impl IntoView {
    let words = words().ticket();
    let page = format!("/tickets/{number}");
    let framed = expect_context::<Framed>().0;
    let earlier = Memo::new(move |_| {
        let count = live.ticket.with(|ticket| ticket.earlier);
        let shown = live.entries.with(|entries| ids(entries).count() as u64);
        (count > 0).then(|| (shown + STEP, (words.earlier)(count)))
    });
    let latest = Memo::new(move |_| live.entries.with(|entries| ids(entries).skip(5).last().cloned()));
    let earlier_page = page.clone();
    // Runs that somebody has opened, by the message before them: they are made anew when more happens.
    let opened = StoredValue::new(HashSet::<String>::new());
    view! {
        // Where scripts run the page opens there.
        {move || latest.get().map(|id| view! { <a class="button button-quiet talk-latest only-plain" href=format!("#m-{id}") rel="external">{words.latest}</a> })}
        {move || earlier.get().map(|(wanted, label)| view! {
            <a class="button earlier" href=format!("{earlier_page}?messages={wanted}") data-noscroll="">{label}</a>
        })}
        <ol class="talk" class:talk-framed=move || framed.get()>
            <For each=move || live.rows.get() key=|row| row.key.clone() children=move |row| match row.what {
                RowKind::New => view! { <li class="talk-new" id="new"><span>{crate::words::words().activities().new}</span></li> }.into_any(),
                RowKind::Message { message, fresh, close } => view! { <MessageItem message page=page.clone() fresh close changed /> }.into_any(),
                RowKind::Lines { after, lines } => view! { <EventRun after lines opened /> }.into_any(),
            } />
        </ol>
        <div class="talk-end"></div>
    }
}

/// What happened one after another, as one line that opens.
#[component]
fn EventRun(after: String, lines: Vec<EventLine>, opened: StoredValue<HashSet<String>>) -> impl IntoView {
    let more = lines.len().saturating_sub(1) as u64;
    let mut lines = lines.into_iter();
    let first = lines.next();
    if more == 0 {
        return first.map(|line| view! { <EventItem line /> }).into_any();
    }
    let open = opened.with_value(|opened| opened.contains(&after));
    let remember_open = move |event: ev::Event| {
        let details = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_open = details.is_some_and(|details| details.has_attribute("open"));
        opened.update_value(|opened| {
            if is_open {
                opened.insert(after.clone());
            } else {
                opened.remove(&after);
            }
        });
    };
    view! {
        <li class="told told-run">
            <details open=open on:toggle=remember_open>
                <summary>
                    {first.map(|line| view! { <EventText line /> })}
                    <span class="told-more">{(words().ticket().more_lines)(more)}</span>
                </summary>
                {lines.map(|line| view! { <p><EventText line /></p> }).collect_view()}
            </details>
        </li>
    }
    .into_any()
}

#[component]
pub(crate) fn MessageItem(
    message: Message,
    page: String,
    fresh: bool,
    /// Its author said the one before, too.
    #[prop(optional)]
    close: bool,
    changed: Callback<&'static str>,
) -> impl IntoView {
    let words = words().ticket();
    // Portico itself has no name of its own.
    let author = Some(message.author.full)
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| crate::words::words().product.into());
    view! {
        <li class="said" class:said-mine=message.mine class:said-desk=message.author.is_staff class:said-note=message.note class:said-new=fresh class:said-close=close id=format!("m-{}", message.id)>
            <Avatar name=author.clone() desk=message.author.is_staff picture=message.author.picture />
            <div class="said-body">
                <p class="said-head">
                    <b dir="auto">{author}</b>
                    {message.author.is_staff.then(|| view! { <span class="said-desk-mark">{words.desk}</span> })}
                    {message.note.then(|| view! { <span class="said-note-mark">{words.note}</span> })}
                    <At at=message.at />
                    {fresh.then(|| view! { <span class="said-new-mark">{crate::words::words().activities().new}</span> })}
                </p>
                {match message.html {
                    Some(html) => view! { <Formatted html long=is_long(&message.body) /> }.into_any(),
                    None => view! { <Body text=message.body /> }.into_any(),
                }}
                {(!message.files.is_empty()).then(|| view! { <FileLinks files=message.files /> })}
                {message.undo.then(|| view! { <RetractForm action=format!("{page}/messages/{}/retract", message.id) changed /> })}
            </div>
        </li>
    }
}

/// Takes a message back while that is possible. Where scripts run, a line at the edge of the window offers it instead.
#[component]
fn RetractForm(action: String, changed: Callback<&'static str>) -> impl IntoView {
    let submit = Submit::new(None, move |_| changed.run(words().writing().taken_back));
    view! {
        <form class="said-undo" method="post" action=action on:submit=move |event| submit.send(event)>
            <button class="button" type="submit">{words().writing().undo}</button>
        </form>
    }
}

#[component]
fn Body(text: String) -> impl IntoView {
    let (shown, folded) = fold(&text);
    let folded = folded.map(str::to_owned);
    view! {
        <div class="said-text" dir="auto">{shown.to_owned()}</div>
        {folded.map(|rest| view! {
            <details class="said-fold">
                <summary>
                    <span class="fold-more">{words().ticket().show_more}</span>
                    <span class="fold-less">{words().ticket().show_less}</span>
                </summary>
                <div class="said-text" dir="auto">{rest}</div>
            </details>
        })}
    }
}

/// Clean HTML from the desk. A section, because a stray list item inside could close the list that the message stands in.
#[component]
fn Formatted(html: String, long: bool) -> impl IntoView {
    view! {
        <section class="said-rich rich" dir="auto" inner_html=html></section>
        {long.then(|| view! {
            <details class="said-fold">
                <summary>
                    <span class="fold-more">{words().ticket().show_more}</span>
                    <span class="fold-less">{words().ticket().show_less}</span>
                </summary>
            </details>
        })}
    }
}

fn is_long(text: &str) -> bool {
    text.chars().nth(FOLD_AFTER).is_some() || text.lines().nth(24).is_some()
}

/// A long text in two parts, cut at a line or word end near the limit.
fn fold(text: &str) -> (&str, Option<&str>) {
    let Some((limit, _)) = text.char_indices().nth(FOLD_AFTER) else {
        return (text, None);
    };
    if text[limit..].chars().count() < FOLD_AFTER / 5 {
        return (text, None);
    }
    let head = &text[..limit];
    let cut = head.rfind('\n').filter(|at| *at > limit / 2).or_else(|| head.rfind(' ')).unwrap_or(limit);
    (text[..cut].trim_end(), Some(text[cut..].trim_start()))
}

#[component]
pub(crate) fn EventItem(line: EventLine) -> impl IntoView {
    view! {
        <li class="told">
            <EventText line />
        </li>
    }
}

#[component]
fn EventText(line: EventLine) -> impl IntoView {
    view! {
        <span dir="auto">{words().line(&line.who, &line.what)}</span>
        " "
        <At at=line.at />
    }
}

/// Attachments as links. The router leaves them to the browser.
#[component]
pub(crate) fn FileLinks(files: Vec<FileLink>) -> impl IntoView {
    view! {
        <ul class="file-links">
            {files.into_iter().map(|file| {
                let address = file.address();
                let picture = file.image.then(|| view! { <img src=format!("{address}?size=small") alt="" loading="lazy" width="96" height="72" /> });
                view! {
                    <li>
                        <a href=address rel="external" download>
                            {picture}
                            <span class="file-name" dir="auto">{file.name}</span>
                            <span class="file-size">{size_text(file.size)}</span>
                        </a>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_fold_without_losing_a_word() {
        let short = "x ".repeat(200);
        assert_eq!(fold(&short), (short.as_str(), None));
        let long = "ärger und so weiter ".repeat(200);
        let (head, rest) = fold(&long);
        let rest = rest.unwrap_or_default();
        assert!(head.chars().count() <= FOLD_AFTER && !rest.is_empty());
        let words = |text: &str| text.split_whitespace().count();
        assert_eq!(words(head) + words(rest), words(&long));
    }
}
