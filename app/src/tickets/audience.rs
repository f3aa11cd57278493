//! Audience of a message: who will see it, shown before it is sent. Ticking the private note shows the other answer, by style alone.

use crate::words::words;
use domain::tickets::{Audience, TicketViewer};
use leptos::prelude::*;

/// Names in the line itself.
const NAMED: usize = 3;

/// Stays open while it changes.
#[component]
pub(crate) fn WhoSees(
    #[prop(into)] audience: Signal<Audience>,
    may_note: bool,
    /// Something else has to be chosen before it is certain.
    #[prop(optional, into)]
    open_choice: Signal<bool>,
) -> impl IntoView {
    let words = words().writing();
    let everybody = Memo::new(move |_| audience.with(|audience| line(audience, open_choice.get())));
    let note = move || audience.with(|audience| (words.sees)("", staff_count(audience)));
    view! {
        <details class="audience">
            <summary>
                <span class="audience-all">{everybody}</span>
                {may_note.then(|| view! { <span class="audience-note">{note}</span> })}
            </summary>
            <div class="audience-lists" tabindex="0">
                <p class="muted">{words.files_too}</p>
                {move || {
                    let Audience { customers, more_customers, agents, more_agents } = audience.get();
                    view! {
                        <div class="audience-all"><Names title=words.your_company seers=customers more=more_customers /></div>
                        <Names title=words.support seers=agents more=more_agents />
                    }
                }}
            </div>
        </details>
    }
}

fn staff_count(audience: &Audience) -> u64 {
    audience.agents.len() as u64 + audience.more_agents
}

fn line(audience: &Audience, open_choice: bool) -> String {
    let words = words().writing();
    let first: Vec<String> = audience.customers.iter().take(NAMED).map(|seer| seer.name.clone()).collect();
    let more = (audience.customers.len() - first.len()) as u64 + audience.more_customers;
    let customers = if first.is_empty() { String::new() } else { (words.named)(&first, more) };
    let say = if open_choice { words.may_see } else { words.sees };
    say(&customers, staff_count(audience))
}

#[component]
fn Names(title: &'static str, seers: Vec<TicketViewer>, more: u64) -> impl IntoView {
    let words = words().writing();
    (!seers.is_empty()).then(|| {
        view! {
            <h3>{title}</h3>
            <ul>
                {seers.into_iter().map(|seer| {
                    let follows = if seer.follows { format!(", {}", words.follows) } else { String::new() };
                    view! { <li>{seer.name}" "<span class="muted">{(words.part)(seer.part)}{follows}</span></li> }
                }).collect_view()}
                {(more > 0).then(|| view! { <li class="muted">{(words.more)(more)}</li> })}
            </ul>
        }
    })
}
