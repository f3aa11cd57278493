//! "You already have this": while the subject is written, open tickets that look alike are offered, one line below it. Nothing
//! waits for them, and without a script nothing is missed but the hint.

use crate::tickets::calls::similar_tickets;
use crate::ui::badge::Badge;
use crate::ui::go::use_go;
use crate::ui::marked::Marked;
use crate::ui::submit::post;
use crate::words::words;
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
    /// Counts the letters: an answer to an earlier text is not shown.
    turn: StoredValue<u32>,
}

impl Similar {
    pub(super) fn new() -> Self {
        Self { found: RwSignal::new(Vec::new()), turn: StoredValue::new(0) }
    }

    /// The subject has changed.
    pub(super) fn look(self, subject: String) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let turn = self.turn.get_value();
        set_timeout(
            move || {
                if self.turn.try_get_value() == Some(turn) {
                    spawn_local(async move {
                        let found = similar_tickets(subject).await.unwrap_or_default();
                        if self.turn.try_get_value() == Some(turn) {
                            self.found.try_set(found);
                        }
                    });
                }
            },
            PAUSE,
        );
    }
}

/// One line, always as high, that opens to the tickets.
#[component]
pub(super) fn SimilarTickets(similar: Similar) -> impl IntoView {
    let words = &words().search;
    let found = similar.found;
    view! {
        <div class="similar" aria-live="polite">
            {move || found.with(|found| {
                (!found.is_empty()).then(|| view! {
                    <details>
                        <summary>{(words.similar)(found.len())}</summary>
                        <div class="similar-box">
                            <p class="muted">{words.similar_hint}</p>
                            <ul>{found.iter().cloned().map(|ticket| view! { <One ticket /> }).collect_view()}</ul>
                        </div>
                    </details>
                })
            })}
        </div>
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
