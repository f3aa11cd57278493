//! Followers of a ticket: colleagues and agents, added and removed by those who may change it.

use crate::ui::field::options;
use crate::ui::submit::Submit;
use crate::words::words;
use domain::tickets::{Audience, Choice, TicketViewer};
use leptos::prelude::*;

#[component]
pub(crate) fn Followers(
    number: String,
    audience: Audience,
    may_change: bool,
    changed: Callback<&'static str>,
) -> impl IntoView {
    let words = words();
    let action = StoredValue::new(format!("/tickets/{number}/followers"));
    let everybody = audience.customers.into_iter().chain(audience.agents);
    let (following, others): (Vec<TicketViewer>, Vec<TicketViewer>) = everybody.partition(|seer| seer.follows);
    let offered = others.into_iter().filter(|seer| !seer.slug.is_empty());
    let offered: Vec<Choice> = offered.map(|seer| Choice { slug: seer.slug, label: seer.name }).collect();
    let submit = Submit::new(None, move |_| changed.run(words.ticket().saved));
    view! {
        <h2>{words.writing().followers}</h2>
        {following.is_empty().then(|| view! { <p class="muted">{words.writing().nobody_follows}</p> })}
        <ul class="followers">
            {following.into_iter().map(|seer| {
                let label = (words.writing().remove)(&seer.name);
                let may_remove = may_change && !seer.slug.is_empty();
                view! {
                    <li>
                        <span>{seer.name}" "<span class="muted">{(words.writing().part)(seer.part)}</span></span>
                        {may_remove.then(|| view! {
                            <form method="post" action=action.get_value() on:submit=move |event| submit.send(event)>
                                <input type="hidden" name="remove" value=seer.slug />
                                <button class="icon-button" type="submit" aria-label=label>"×"</button>
                            </form>
                        })}
                    </li>
                }
            }).collect_view()}
        </ul>
        {(may_change && !offered.is_empty()).then(|| view! {
            <form class="follower-add" method="post" action=action.get_value() on:submit=move |event| submit.send(event)>
                <label class="visually-hidden" for="follower">{words.writing().add_follower}</label>
                <select class="control" id="follower" name="follower" required>
                    <option value="">{words.writing().add_follower}</option>
                    {options(offered, " ")}
                </select>
                <button class="button" type="submit" disabled=move || submit.busy.get()>{words.writing().add}</button>
            </form>
        })}
        {move || submit.refusal.get().map(|refusal| view! { <p class="field-fault" role="alert">{(words.refusal)(&refusal)}</p> })}
    }
}
