//! Opening hours, and whether support is open now.

use crate::words::support::support;
use domain::support::Opening;
use leptos::prelude::*;

/// The hours of a week, and how it stands now.
#[component]
pub(crate) fn OpeningHours(opening: Opening) -> impl IntoView {
    let words = support();
    let week = opening.week.iter().map(|row| view! { <li>{(words.hours)(row)}</li> }).collect_view();
    let own = (opening.zone != opening.own_zone).then(|| (words.own_hours)(&opening)).flatten();
    view! {
        <p class="support-now">
            <OpenMark open=opening.open />
            <span>{(words.turns)(&opening)}</span>
        </p>
        <ul class="support-week">{week}</ul>
        <p class="muted">{(words.zone)(&opening.zone)}</p>
        {own.map(|text| view! { <p class="muted">{text}</p> })}
        {opening.holiday.map(|(day, name)| view! { <p class="muted">{(words.holiday)(day, &name)}</p> })}
    }
}

#[component]
fn OpenMark(open: bool) -> impl IntoView {
    let words = support();
    let (class, text) = if open { ("badge badge-green", words.open) } else { ("badge badge-grey", words.closed) };
    view! { <span class=class>{text}</span> }
}
