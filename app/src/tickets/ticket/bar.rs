//! Sticky bar above a ticket: its number, status, and what can be done with all of it.

use super::actions::Actions;
use super::live::LiveTicket;
use super::neighbours::Beside;
use crate::ui::badge::Badge;
use crate::ui::icon::{self, Icon};
use crate::words::words;
use leptos::prelude::*;

const ACTIONS: &str = "ticket-actions";

#[component]
pub(crate) fn Bar(live: LiveTicket, changed: Callback<&'static str>) -> impl IntoView {
    let words = words().ticket();
    let number = live.ticket.with_untracked(|ticket| ticket.number.clone());
    let subject = Memo::new(move |_| live.ticket.with(|ticket| ticket.subject.clone()));
    let status = Memo::new(move |_| live.ticket.with(|ticket| ticket.status.clone()));
    view! {
        <header class="ticket-head ticket-bar">
            <div class="ticket-from"><Beside number=number.clone() /></div>
            <p class="ticket-number">{number}</p>
            <h1 dir="auto" title=subject>{subject}</h1>
            {move || view! { <Badge label=status.get() /> }}
            // On narrow screens the actions open from here, on others they stand in the bar.
            <button class="icon-button ticket-more" type="button" popovertarget=ACTIONS aria-label=words.more_actions><Icon path=icon::MORE /></button>
            <div class="ticket-actions" id=ACTIONS popover="auto">
                <Actions live changed />
            </div>
        </header>
    }
}
