//! Who will see what is being written, before it is sent. Ticking the private note shows the other answer, by style alone.

use crate::words::words;
use domain::tickets::{Audience, Seer};
use leptos::prelude::*;

/// Names in the line itself.
const NAMED: usize = 3;

#[component]
pub(crate) fn WhoSees(audience: Audience, may_note: bool) -> impl IntoView {
    let words = &words().writing;
    let desk = audience.agents.len() as u64 + audience.more_agents;
    let first: Vec<String> = audience.customers.iter().take(NAMED).map(|seer| seer.name.clone()).collect();
    let more = (audience.customers.len() - first.len()) as u64 + audience.more_customers;
    let customers = if first.is_empty() { String::new() } else { (words.named)(&first, more) };
    view! {
        <details class="audience">
            <summary>
                <span class="audience-all">{(words.sees)(&customers, desk)}</span>
                {may_note.then(|| view! { <span class="audience-note">{(words.sees)("", desk)}</span> })}
            </summary>
            <div class="audience-lists" tabindex="0">
                <p class="muted">{words.files_too}</p>
                <div class="audience-all"><Names title=words.your_company seers=audience.customers more=audience.more_customers /></div>
                <Names title=words.at_the_desk seers=audience.agents more=audience.more_agents />
            </div>
        </details>
    }
}

#[component]
fn Names(title: &'static str, seers: Vec<Seer>, more: u64) -> impl IntoView {
    let words = &words().writing;
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
