//! Suggestions for the subject of a new ticket: while it is written, articles, open tickets that look alike and licences with free seats are
//! offered. They stand open beside the form; on a phone one line below the subject opens to them, so that nothing moves under the
//! hand that writes. Nothing waits for them, and without a script nothing is missed but the hint.

use crate::assets::calls::spare_licences;
use crate::help::calls::suggest_articles;
use crate::tickets::calls::similar_tickets;
use crate::ui::badge::Badge;
use crate::ui::marked::Marked;
use crate::ui::navigate::use_navigate_to;
use crate::ui::submit::post;
use crate::words::words;
use domain::assets::LicenceSuggestion;
use domain::help::ArticleSummary;
use domain::tickets;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement};

/// Where they stand beside the form, as in `style/features/new-ticket.css`.
const BESIDE: &str = "(min-width: 961px)";

/// After the last letter.
const PAUSE: Duration = Duration::from_millis(350);

/// What has been written as a subject, and what it is like.
#[derive(Clone, Copy)]
pub(super) struct SimilarSearch {
    found: RwSignal<SimilarItems>,
    /// Counts the letters: an answer to an earlier text is not shown.
    turn: StoredValue<u32>,
}

#[derive(Clone, Default, PartialEq)]
struct SimilarItems {
    articles: Vec<ArticleSummary>,
    tickets: Vec<tickets::Similar>,
    licences: Vec<LicenceSuggestion>,
}

impl SimilarSearch {
    pub(super) fn new() -> Self {
        Self { found: RwSignal::new(SimilarItems::default()), turn: StoredValue::new(0) }
    }

    /// A subject may stand there already.
    pub(super) fn search_form(self, form: &HtmlFormElement) {
        let field = form.query_selector("[name=subject]").ok().flatten();
        let subject = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()).map(|field| field.value());
        if let Some(subject) = subject.filter(|subject| !subject.is_empty()) {
            self.search_soon(subject);
        }
    }

    /// The subject has changed.
    pub(super) fn search_soon(self, subject: String) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let turn = self.turn.get_value();
        set_timeout(
            move || {
                if self.turn.try_get_value() == Some(turn) {
                    spawn_local(async move {
                        let found = SimilarItems {
                            articles: suggest_articles(subject.clone()).await.unwrap_or_default(),
                            tickets: similar_tickets(subject.clone()).await.unwrap_or_default(),
                            licences: spare_licences(subject).await.unwrap_or_default(),
                        };
                        // The same again is left as it is: somebody may have folded it up.
                        let is_new = self.found.try_with_untracked(|known| *known != found);
                        if self.turn.try_get_value() == Some(turn) && is_new == Some(true) {
                            self.found.try_set(found);
                        }
                    });
                }
            },
            PAUSE,
        );
    }
}

/// What was found, below one line that tells how much. The order is that of how little is left to do: read, follow, link.
#[component]
pub(super) fn AlreadyThere(
    similar: SimilarSearch,
    /// Ids of assets that the new ticket is about.
    about: RwSignal<String>,
) -> impl IntoView {
    let is_beside = || window().match_media(BESIDE).ok().flatten().is_some_and(|query| query.matches());
    view! {
        <div class="similar" aria-live="polite">
            {move || {
                let found = similar.found.get();
                let summary = found.summary();
                (!summary.is_empty()).then(|| view! {
                    <details open=is_beside()>
                        <summary>{summary}</summary>
                        <Answers found about />
                    </details>
                })
            }}
        </div>
    }
}

impl SimilarItems {
    fn summary(&self) -> String {
        let words = &words().search;
        let counts = [
            (self.articles.len(), words.articles),
            (self.tickets.len(), words.similar),
            (self.licences.len(), words.spare),
        ];
        let parts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, text)| text(count));
        parts.collect::<Vec<_>>().join(" · ")
    }
}

#[component]
fn Answers(found: SimilarItems, about: RwSignal<String>) -> impl IntoView {
    let words = &words().search;
    let list = |hint: &'static str, lines: Vec<AnyView>| {
        (!lines.is_empty()).then(|| view! { <p class="muted">{hint}</p> <ul>{lines}</ul> })
    };
    let article = |line: ArticleSummary| {
        let address = format!("/help/{}", line.slug);
        view! { <li><a href=address target="_blank" rel="noopener">{line.title}</a></li> }.into_any()
    };
    let articles = found.articles.into_iter().map(article).collect();
    let tickets = found.tickets.into_iter().map(|ticket| view! { <One ticket /> }.into_any()).collect();
    let licences = found.licences.into_iter().map(|spare| view! { <Licence spare about /> }.into_any()).collect();
    view! {
        <div class="similar-box">
            {list(words.articles_hint, articles)}
            {list(words.similar_hint, tickets)}
            {list(words.spare_hint, licences)}
        </div>
    }
}

/// A licence, and a way to make the ticket be about it: its seats are handed out at the desk.
#[component]
fn Licence(spare: LicenceSuggestion, about: RwSignal<String>) -> impl IntoView {
    let words = words();
    let LicenceSuggestion { asset, mine } = spare;
    let address = format!("/assets/{}", asset.id);
    let (label, id, linked) = ((words.search.about)(&asset.name), asset.id, RwSignal::new(false));
    let link = move |_| {
        about.set(id.clone());
        linked.set(true);
    };
    let seats = asset.seats.map(words.assets().seats).unwrap_or_default();
    view! {
        <li>
            <a href=address target="_blank" rel="noopener">{asset.name}</a>
            <span class="muted">{if mine { words.search.seated.to_owned() } else { seats }}</span>
            <button class="button" type="button" aria-label=label disabled=linked on:click=link>
                {move || if linked.get() { words.search.about_done } else { words.search.about_label }}
            </button>
        </li>
    }
}

#[component]
fn One(ticket: tickets::Similar) -> impl IntoView {
    let words = &words().search;
    let address = format!("/tickets/{}", ticket.number);
    let (label, go) = ((words.follow)(&ticket.number), use_navigate_to());
    let there = address.clone();
    let follow = move |_| {
        let (action, there) = (format!("{there}/subscribe"), there.clone());
        post(&action, std::iter::empty(), move |answer| {
            if answer.is_ok() {
                go.run(there.clone());
            }
        });
    };
    let way = if ticket.mine || ticket.followed {
        view! { <span class="muted">{if ticket.mine { words.mine } else { words.followed }}</span> }.into_any()
    } else {
        view! { <button class="button" type="button" aria-label=label on:click=follow>{words.follow_label}</button> }
            .into_any()
    };
    view! {
        <li>
            <a href=address target="_blank" rel="noopener"><span class="similar-number">{ticket.number}</span>" "<Marked pieces=ticket.hits /></a>
            <Badge label=ticket.status />
            {way}
        </li>
    }
}
