//! What was said and done, oldest first, as a chat or as framed messages. The choice is remembered in a cookie.

use super::live::Spoken;
use crate::session::Framed;
use crate::ui::avatar::Avatar;
use crate::ui::moment::At;
use crate::ui::submit::Submit;
use crate::words::words;
use domain::conversation::{Entry, Line, Message};
use domain::files::{FileLink, size_text};
use leptos::prelude::*;

/// Longer messages are folded: so many characters stay in sight.
const FOLD_AFTER: usize = 1_500;

#[component]
pub(crate) fn Conversation(
    number: String,
    entries: RwSignal<Vec<Spoken>>,
    /// Address and label of the link to older messages.
    earlier: Memo<Option<(String, String)>>,
    changed: Callback<&'static str>,
) -> impl IntoView {
    let words = words().ticket();
    let page = format!("/tickets/{number}");
    let framed = expect_context::<Framed>().0;
    let choice = move |wanted: bool, label: &'static str, name: &str| {
        let address = format!("/tickets/{number}?shown={name}");
        let choose = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            framed.set(wanted);
            remember(wanted);
        };
        view! { <a class="segment" href=address rel="external" aria-current=move || (framed.get() == wanted).then_some("true") on:click=choose>{label}</a> }
    };
    let latest = Memo::new(move |_| entries.with(|entries| latest(entries)));
    view! {
        <div class="talk-head">
            <nav class="segments talk-view" aria-label=words.view>
                {choice(false, words.chat_view, "chat")} {choice(true, words.framed_view, "framed")}
            </nav>
            {move || latest.get().map(|address| view! { <a class="button button-quiet" href=address rel="external">{words.latest}</a> })}
        </div>
        {move || earlier.get().map(|(address, label)| view! { <a class="button earlier" href=address>{label}</a> })}
        <ol class="talk" class:talk-framed=move || framed.get()>
            <For each=move || entries.get() key=|spoken| spoken.key children=move |spoken| match spoken.entry {
                Entry::Message(message) => view! { <Said message page=page.clone() fresh=spoken.fresh changed /> }.into_any(),
                Entry::Line(line) => view! { <Told line /> }.into_any(),
            } />
        </ol>
    }
}

/// Where the newest message is, in a conversation long enough to look for it.
fn latest(entries: &[Spoken]) -> Option<String> {
    let messages = entries.iter().filter_map(|spoken| match &spoken.entry {
        Entry::Message(message) => Some(format!("#m-{}", message.id)),
        Entry::Line(_) => None,
    });
    messages.skip(5).last()
}

fn remember(framed: bool) {
    use wasm_bindgen::JsCast;
    let name = if framed { "framed" } else { "chat" };
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        let _ = document.set_cookie(&format!("portico_talk={name}; path=/; max-age=31536000; samesite=lax"));
    }
}

#[component]
pub(crate) fn Said(
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
        <li class="said" class:said-mine=message.mine class:said-desk=message.author.works_here class:said-note=message.note class:said-new=fresh class:said-close=close id=format!("m-{}", message.id)>
            <Avatar name=author.clone() desk=message.author.works_here picture=message.author.picture />
            <div class="said-body">
                <p class="said-head">
                    <b>{author}</b>
                    {message.author.works_here.then(|| view! { <span class="said-desk-mark">{words.desk}</span> })}
                    {message.note.then(|| view! { <span class="said-note-mark">{words.note}</span> })}
                    <At at=message.at />
                    {fresh.then(|| view! { <span class="said-new-mark">{crate::words::words().activities().new}</span> })}
                </p>
                {match message.html {
                    Some(html) => view! { <Formatted html long=is_long(&message.body) /> }.into_any(),
                    None => view! { <Body text=message.body /> }.into_any(),
                }}
                {(!message.files.is_empty()).then(|| view! { <FileLinks files=message.files /> })}
                {message.undo.then(|| view! { <Undo action=format!("{page}/messages/{}/retract", message.id) changed /> })}
            </div>
        </li>
    }
}

/// Takes a message back while that is possible. Where scripts run, a line at the edge of the window offers it instead.
#[component]
fn Undo(action: String, changed: Callback<&'static str>) -> impl IntoView {
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
        <div class="said-text">{shown.to_owned()}</div>
        {folded.map(|rest| view! {
            <details class="said-fold">
                <summary>
                    <span class="fold-more">{words().ticket().show_more}</span>
                    <span class="fold-less">{words().ticket().show_less}</span>
                </summary>
                <div class="said-text">{rest}</div>
            </details>
        })}
    }
}

/// Clean HTML from the desk. A section, because a stray list item inside could close the list that the message stands in.
#[component]
fn Formatted(html: String, long: bool) -> impl IntoView {
    view! {
        <section class="said-rich rich" inner_html=html></section>
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
pub(crate) fn Told(line: Line) -> impl IntoView {
    view! {
        <li class="told">
            <span>{words().line(&line.who, &line.what)}</span>
            <At at=line.at />
        </li>
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
                            <span class="file-name">{file.name}</span>
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
