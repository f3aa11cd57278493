//! Texts of call-backs and of what waits for an agent. They travel with those pages.

use domain::phone::{CallOutcome, Slot};
use domain::support::{Both, Wall};
use domain::time::MONTHS;
use domain::work::COUNT_MAX;

pub struct Phone {
    pub title: &'static str,
    pub lead: &'static str,
    pub company: &'static str,
    pub queue: &'static str,
    pub subject: &'static str,
    pub about: &'static str,
    pub about_hint: &'static str,
    pub number: &'static str,
    pub number_hint: &'static str,
    pub when: &'static str,
    pub no_hours: &'static str,
    pub send: &'static str,
    pub waits_title: &'static str,
    pub waits: fn(number: &str, slot: &Slot, zone: &str, own_zone: &str) -> String,
    pub taken_by: fn(Option<&str>) -> String,
    pub see_ticket: fn(&str) -> String,
    pub refused_title: &'static str,
    pub raise: &'static str,
    pub see_plan: &'static str,
    pub support: &'static str,
    /// Where it is asked for, on the page of support.
    pub link: &'static str,
    /// A time, where the hours are kept and where the reader is.
    pub slot: fn(&Slot, zone: &str, own_zone: &str) -> String,
    /// A time where the reader is.
    pub slot_here: fn(&Slot) -> String,
    pub work: Work,
}

pub struct Work {
    pub title: &'static str,
    pub lead: &'static str,
    pub count: fn(u32) -> String,
    pub tickets: &'static str,
    pub no_tickets: &'static str,
    pub waiting_tickets: &'static str,
    pub all_tickets: &'static str,
    pub chats: &'static str,
    pub no_chats: &'static str,
    pub all_chats: &'static str,
    pub waits: &'static str,
    pub calls: &'static str,
    pub no_calls: &'static str,
    pub mine: &'static str,
    pub due: &'static str,
    pub take: &'static str,
    pub take_of: fn(&str) -> String,
    pub done: &'static str,
    pub done_of: fn(&str) -> String,
    pub reached: &'static str,
    pub not_reached: &'static str,
    pub again: &'static str,
    pub not_again: &'static str,
    pub note: &'static str,
    pub save: &'static str,
    pub requests: &'static str,
    pub no_requests: &'static str,
    pub all_requests: &'static str,
    pub unread: &'static str,
}

pub fn phone() -> &'static Phone {
    &EN
}

static EN: Phone = Phone {
    title: "Ask for a call",
    lead: "We’ll call you back at a time that suits you. Your request becomes a ticket, so nothing gets lost.",
    company: "Company",
    queue: "What it’s about",
    subject: "Subject",
    about: "In a few words",
    about_hint: "What should we know before we call?",
    number: "Your phone number",
    number_hint: "With the country code, such as +44 20 7946 0001.",
    when: "When can we call?",
    no_hours: "No call hours are set.",
    send: "Ask for a call",
    waits_title: "We’ll call you",
    waits: |number, slot, zone, own_zone| format!("On {number}: {}.", slot_text(slot, zone, own_zone)),
    taken_by: |by| match by {
        Some(name) => format!("{name} will call."),
        None => "Someone from the team will call.".into(),
    },
    see_ticket: |number| format!("See ticket {number}"),
    refused_title: "You can’t ask for a call",
    raise: "Raise a case instead",
    see_plan: "See the plan",
    support: "Support",
    link: "Ask for a call",
    slot: slot_text,
    slot_here: |slot| stretch(&slot.from.here, &slot.until.here),
    work: Work {
        title: "My work",
        lead: "Highest priority first, then the longest wait for a reply.",
        count: |count| if count > COUNT_MAX { format!("{COUNT_MAX}+") } else { count.to_string() },
        tickets: "Waiting for you",
        no_tickets: "You’re all caught up.",
        waiting_tickets: "See them in the list",
        all_tickets: "All tickets assigned to me",
        chats: "Chats",
        no_chats: "No one is waiting to chat.",
        all_chats: "All chats",
        waits: "Waiting",
        calls: "Call-backs",
        no_calls: "No call-backs",
        mine: "Yours",
        due: "Now",
        take: "Take",
        take_of: |who| format!("Take the call to {who}"),
        done: "Called…",
        done_of: |who| format!("Record the call to {who}"),
        reached: "Reached",
        not_reached: "No answer",
        again: "If no answer: try again",
        not_again: "Don’t try again",
        note: "Note on the ticket",
        save: "Save",
        requests: "Plan requests",
        no_requests: "No requests waiting.",
        all_requests: "All requests and plans",
        unread: "New",
    },
};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn clock(wall: &Wall) -> String {
    format!("{:02}:{:02}", wall.minute / 60 % 24, wall.minute % 60)
}

/// `Mon 23 Nov, 08:00–12:00`.
fn stretch(from: &Wall, until: &Wall) -> String {
    let month = MONTHS[usize::from(from.date.month.clamp(1, 12) - 1)];
    let day = DAYS[usize::from(from.weekday % 7)];
    format!("{day} {} {month}, {}–{}", from.date.day, clock(from), clock(until))
}

/// `Europe/London` is London.
fn place(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

fn slot_text(slot: &Slot, zone: &str, own_zone: &str) -> String {
    let same = |both: &Both| both.there == both.here;
    let there = stretch(&slot.from.there, &slot.until.there);
    if zone == own_zone || same(&slot.from) && same(&slot.until) {
        return format!("{there} ({})", place(zone));
    }
    format!("{} your time ({there} in {})", stretch(&slot.from.here, &slot.until.here), place(zone))
}

/// What a ticket says that asks for a call.
pub fn asked(about: &str, number: &str, slot: &Slot, zone: &str) -> String {
    let call = format!("Call back on {number}: {} ({}).", stretch(&slot.from.there, &slot.until.there), place(zone));
    if about.is_empty() { call } else { format!("{about}\n\n{call}") }
}

/// What is noted of a call.
pub fn ended(outcome: CallOutcome, note: &str, again: Option<&Slot>, zone: &str) -> String {
    let came = match (outcome, again) {
        (CallOutcome::Reached, _) => "Called back: reached.".to_owned(),
        (CallOutcome::NotReached, None) => "Called back: no answer.".to_owned(),
        (CallOutcome::NotReached, Some(slot)) => {
            let when = stretch(&slot.from.there, &slot.until.there);
            format!("Called back: no answer. Next attempt {when} ({}).", place(zone))
        }
    };
    if note.is_empty() { came } else { format!("{came}\n\n{note}") }
}
