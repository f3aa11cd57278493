//! The buttons that open the dashboard's panels.

use super::content::Content;
use super::panel::Panel;
use crate::ui::opener::{Open, Opened, button_id, panel_id};
use crate::ui::pages::hidden;
use crate::words::words;
use domain::listing::Listing;
use leptos::ev;
use leptos::prelude::*;

/// The form that buttons outside of it belong to.
const FORM: &str = "view";

/// A button and, while it is open, what it opens.
#[component]
pub(super) fn Opener(
    panel: Panel,
    label: &'static str,
    /// Beside the label: how many values are chosen.
    #[prop(into)]
    count: Signal<usize>,
    listing: Memo<Listing>,
    open: Open,
) -> impl IntoView {
    let name = move || match count.get() {
        0 => label.to_owned(),
        count => (words().list.chosen)(label, count),
    };
    let turn = move |event: ev::MouseEvent| {
        event.prevent_default();
        open.turn(panel.name());
    };
    let away = Signal::derive(move || listing.with(Listing::address));
    view! {
        <div class=format!("opener opener-{}", panel.name())>
            <button
                id=button_id(panel.name())
                class="button opener-button"
                class:is-chosen=move || count.get() != 0
                type="submit"
                form=FORM
                name="open"
                value=panel.name()
                aria-label=name
                aria-expanded=move || open.is(panel.name()).to_string()
                aria-controls=panel_id(panel.name())
                on:click=turn
            >
                {label}
                {move || (count.get() > 0).then(|| view! { <span class="opener-count">{count.get()}</span> })}
            </button>
            <Opened panel=panel.name() label open away content=move || view! { <Content panel listing /> } />
        </div>
    }
}

/// The view as it stands, for buttons that add to it where there is no script.
#[component]
pub(super) fn ViewForm(listing: Memo<Listing>) -> impl IntoView {
    view! {
        <form id=FORM method="get" action="/tickets">
            {move || listing.with(|listing| hidden(&listing.pairs()))}
        </form>
    }
}
