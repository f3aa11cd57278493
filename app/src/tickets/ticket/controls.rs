//! Controls of the fields that agents change, as they stand on the page: what is chosen there, and what they showed.

use crate::words::words;
use domain::events::ticket::TicketField;
use domain::tickets::{Picker, TicketChoices};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};

/// The name of the hidden field that says what a field showed.
pub(super) fn seen_of(name: TicketField) -> &'static str {
    match name {
        TicketField::Status => "seen.status",
        TicketField::Assignee => "seen.assignee",
        TicketField::Queue => "seen.queue",
        TicketField::Priority => "seen.priority",
    }
}

pub(super) fn picker(choices: &TicketChoices, name: TicketField) -> &Picker {
    match name {
        TicketField::Status => &choices.status,
        TicketField::Assignee => &choices.assignee,
        TicketField::Queue => &choices.queue,
        TicketField::Priority => &choices.priority,
    }
}

pub(super) fn label_of(name: TicketField) -> &'static str {
    let words = words().ticket();
    match name {
        TicketField::Status => words.status,
        TicketField::Assignee => words.assignee,
        TicketField::Queue => words.queue,
        TicketField::Priority => words.priority,
    }
}

/// A field, and what it showed.
pub(super) fn field(name: TicketField) -> Option<(HtmlSelectElement, HtmlInputElement)> {
    let find = |id: &str| document().get_element_by_id(id);
    let select = find(&format!("field-change-{}", name.as_str()))?.dyn_into().ok()?;
    Some((select, find(seen_of(name))?.dyn_into().ok()?))
}

/// When the ticket has changed, a field that nobody has touched shows what is now; browsers leave that to us. What somebody has
/// chosen stays chosen, beside what they saw when they chose it.
pub(super) fn sync_fields(choices: &TicketChoices) {
    for name in TicketField::ALL {
        let Some((select, seen)) = field(name) else { continue };
        let (value, now) = (select.value(), picker(choices, name).current.as_str());
        if value == seen.value() || value == now {
            select.set_value(now);
            seen.set_value(now);
        }
    }
}
