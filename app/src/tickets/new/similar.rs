//! "You already have this": while the subject is written, open tickets that look alike and licences with free seats are offered,
//! one line below it. Nothing waits for them, and without a script nothing is missed but the hint.

use crate::assets::calls::spare_licences;
use crate::help::calls::suggest_articles;
use crate::tickets::calls::similar_tickets;
use crate::ui::badge::Badge;
use crate::ui::go::use_go;
use crate::ui::marked::Marked;
use crate::ui::submit::post;
use crate::words::words;
use domain::assets::Spare;
use domain::help::Line;
use domain::tickets;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// After the last letter.
const PAUSE: Duration = Duration::from_millis(350);

/// What has been written as a subject, and what it is like.
#[derive(Clone, Copy)]
pub(super) struct Similar {
    found: RwSignal<Vec<tickets::Similar>>,
    spare: RwSignal<Vec<Spare>>,
    articles: RwSignal<Vec<Line>>,
    /// Counts the letters: an answer to an earlier text is not shown.
    turn: StoredValue<u32>,
}

impl Similar {
    pub(super) fn new() -> Self {
        Self {
            found: RwSignal::new(Vec::new()),
            spare: RwSignal::new(Vec::new()),
            articles: RwSignal::new(Vec::new()),
            turn: StoredValue::new(0),
        }
    }

    /// The subject has changed.
    pub(super) fn look(self, subject: String) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let turn = self.turn.get_value();
        set_timeout(
            move || {
                if self.turn.try_get_value() == Some(turn) {
                    spawn_local(async move {
                        let found = similar_tickets(subject.clone()).await.unwrap_or_default();
                        let spare = spare_licences(subject.clone()).await.unwrap_or_default();
                        let articles = suggest_articles(subject).await.unwrap_or_default();
                        if self.turn.try_get_value() == Some(turn) {
                            self.found.try_set(found);
                            self.spare.try_set(spare);
                            self.articles.try_set(articles);
                        }
                    });
                }
            },
            PAUSE,
        );
    }
}

/// One line, always as high, that opens to the tickets and licences.
#[component]
pub(super) fn AlreadyThere(
    similar: Similar,
    /// Ids of assets that the new ticket is about.
    about: RwSignal<String>,
) -> impl IntoView {
    let words = &words().search;
    let told = move || {
        let (tickets, licences) = (similar.found.with(Vec::len), similar.spare.with(Vec::len));
        let articles = similar.articles.with(Vec::len);
        let told = [(tickets, words.similar), (licences, words.spare), (articles, words.articles)];
        told.into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, told)| told(count))
            .collect::<Vec<_>>()
            .join(" · ")
    };
    view! {
        <div class="similar" aria-live="polite">
            {move || (!told().is_empty()).then(|| view! {
                <details>
                    <summary>{told}</summary>
                    <div class="similar-box">
                        {similar.found.with(|found| (!found.is_empty()).then(|| view! {
                            <p class="muted">{words.similar_hint}</p>
                            <ul>{found.iter().cloned().map(|ticket| view! { <One ticket /> }).collect_view()}</ul>
                        }))}
                        {similar.spare.with(|spare| (!spare.is_empty()).then(|| view! {
                            <p class="muted">{words.spare_hint}</p>
                            <ul>{spare.iter().cloned().map(|spare| view! { <Licence spare about /> }).collect_view()}</ul>
                        }))}
                        {similar.articles.with(|articles| (!articles.is_empty()).then(|| view! {
                            <p class="muted">{words.articles_hint}</p>
                            <ul>{articles.iter().cloned().map(|line| view! { <li><a href=format!("/help/{}", line.slug) target="_blank" rel="noopener">{line.title}</a></li> }).collect_view()}</ul>
                        }))}
                    </div>
                </details>
            })}
        </div>
    }
}

/// A licence, and a way to make the ticket be about it: its seats are handed out at the desk.
#[component]
fn Licence(spare: Spare, about: RwSignal<String>) -> impl IntoView {
    let words = words();
    let Spare { asset, mine } = spare;
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
    let (label, go) = ((words.follow)(&ticket.number), use_go());
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
