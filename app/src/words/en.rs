//! The message catalogue in English.

use super::{Nav, Problem, ShortcutWords, SignIn, Words, refusals};
use domain::conversation::{Cause, TimelineEvent};
use domain::time::Age;

pub static EN: Words = Words {
    lang: "en",
    product: "Portico",
    demo_banner: "This is a demo: all people, companies and tickets are made up.",
    skip_to_content: "Skip to content",
    nav: Nav {
        main: "Main",
        quick: "Quick links",
        dashboard: "Dashboard",
        work: "My work",
        assets: "Assets",
        plan: "Plan",
        support: "Support",
        help: "Help",
        assistant: "Assistant",
        new_ticket: "New ticket",
        sign_out: "Sign out",
        signed_in_as: |name| format!("Signed in as {name}: your account"),
        people: "People",
        companies: "Companies",
        chats: "Chats",
        chats_waiting: |count| format!("{count} waiting"),
        chat: "Chat",
        open: "open",
        desk_section: "Customers",
        more: "More",
        fold: "Collapse menu",
        unfold: "Expand menu",
        shut_demo: "Hide this notice",
    },
    sign_in: SignIn {
        title: "Sign in",
        login: "Email or username",
        password: "Password",
        remember: "Remember me",
        submit: "Sign in",
        forgotten: "Forgotten password?",
        locked: "You don’t have to wait: “Forgotten password?” also unlocks your account.",
        unlock: "Set a new password",
        passkey: "Sign in with a passkey",
        passkey_failed: "No passkey was used. Try again, or sign in with your password.",
        register: "Create an account",
        lead: "Raise tickets, follow replies, find past conversations.",
        ended: "Your session has ended. Sign in to continue.",
        kept: "What you typed is saved and will be here once you’ve signed in.",
        kept_files: "Files can’t be kept: choose them again.",
    },
    search: super::search::EN,
    list: super::list::EN,
    views: &super::views::EN,
    problem: Problem {
        not_found: "Page not found",
        not_found_text: "This page doesn’t exist, or you don’t have access to it.",
        title: "Something went wrong",
        home: "Go to the dashboard",
        retry: "Try again",
        sign_in_again: "Sign in again in a new tab",
        leave: "Leave without saving? What you typed on this page will be lost.",
        still: "This page isn’t live: it won’t update automatically, and parts of it may not respond. Messages you write are kept as drafts.",
        reload: "Reload",
    },
    keys: ShortcutWords {
        title: "Keyboard shortcuts",
        search: "Search",
        next: "Next ticket",
        previous: "Previous ticket",
        open: "Open the ticket",
        new_ticket: "New ticket",
        help: "Show these shortcuts",
        on: "Use single-letter shortcuts",
    },
    age,
    ago,
    refusal: refusals::refusal,
    reason: refusals::reason,
    too_long: |max, now| {
        let (max, now) = (grouped(max as u64), grouped(now as u64));
        format!("At most {max} characters; this is {now}. Please shorten it.")
    },
};

/// `10,000`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How a sentence begins about a ticket that was closed more than so many days ago.
pub(super) fn closed_ago(days: i64) -> String {
    match days {
        0 => "This ticket is closed".into(),
        1 => "This ticket was closed more than a day ago".into(),
        days => format!("This ticket was closed more than {days} days ago"),
    }
}

/// A company before what belongs to it: `Harbourline’s`, but `Quayside Terminals’`.
pub(super) fn possessive(company: &str) -> String {
    let ending = if company.ends_with('s') { "’" } else { "’s" };
    format!("{company}{ending}")
}

fn age(age: Age) -> String {
    match age {
        Age::Now => "now".into(),
        Age::Minutes(n) => format!("{n} min"),
        Age::Hours(n) => format!("{n} h"),
        Age::Days(n) => format!("{n} d"),
        Age::Months(n) => format!("{n} mo"),
        Age::Years(n) => format!("{n} y"),
    }
}

fn ago(age: Age) -> String {
    let count = |n: u32, unit: &str| format!("{n} {unit}{} ago", if n == 1 { "" } else { "s" });
    match age {
        Age::Now => "just now".into(),
        Age::Minutes(n) => count(n, "minute"),
        Age::Hours(n) => count(n, "hour"),
        Age::Days(n) => count(n, "day"),
        Age::Months(n) => count(n, "month"),
        Age::Years(n) => count(n, "year"),
    }
}

pub(super) fn line(who: &str, what: &TimelineEvent) -> String {
    let who = if who.is_empty() { "Portico" } else { who };
    match what {
        TimelineEvent::Rated { score } => format!("{who} rated the ticket: {}", (super::rating::EN.given)(*score)),
        TimelineEvent::Closed => format!("{who} closed the ticket"),
        TimelineEvent::Reopened => format!("{who} reopened the ticket"),
        TimelineEvent::Excepted { reason } => format!("{who} raised this as an exception to the plan: {reason}"),
        TimelineEvent::Approved => format!("{who} approved the request"),
        TimelineEvent::Declined { reason } => format!("{who} declined the request: {reason}"),
        TimelineEvent::Status { to } => format!("{who} set the status to {to}"),
        TimelineEvent::Queue { to } => format!("{who} moved the ticket to {to}"),
        TimelineEvent::Priority { to } => format!("{who} set the priority to {to}"),
        TimelineEvent::Assigned { to: Some(to) } if to == who => format!("{who} took the ticket"),
        TimelineEvent::Assigned { to: Some(to) } => format!("{who} assigned the ticket to {to}"),
        TimelineEvent::Assigned { to: None } => format!("{who} unassigned the ticket"),
        TimelineEvent::ChatJoined => format!("{who} joined the chat"),
        TimelineEvent::ChatMoved { to } => format!("{who} transferred the chat to {to}"),
        TimelineEvent::ChatEnded => format!("{who} ended the chat"),
        TimelineEvent::ChatLost { agent } => format!("{agent} lost the connection: someone else can take over"),
        TimelineEvent::Caused { by, what } => caused(who, *by, what),
    }
}

/// What nobody chose, told as what it followed from.
fn caused(who: &str, by: Cause, what: &TimelineEvent) -> String {
    match (by, what) {
        (Cause::Reply, TimelineEvent::Status { to }) => format!("{who}’s reply set the status to {to}"),
        (Cause::Reply, TimelineEvent::Reopened) => format!("{who}’s reply reopened the ticket"),
        (Cause::Reply, TimelineEvent::Assigned { .. }) => format!("{who} took the ticket by replying"),
        (Cause::Chat, TimelineEvent::Status { to }) => format!("Joining the chat set the status to {to}"),
        (Cause::Chat, TimelineEvent::Assigned { .. }) => format!("{who} took the ticket by joining the chat"),
        (Cause::Closing, TimelineEvent::ChatEnded) => "The chat ended with the ticket".into(),
        (Cause::Request, TimelineEvent::Closed) => "The ticket closed with the request".into(),
        _ => line(who, what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_people_say_them() {
        assert_eq!(closed_ago(14), "This ticket was closed more than 14 days ago");
        assert_eq!(closed_ago(1), "This ticket was closed more than a day ago");
        assert_eq!(closed_ago(0), "This ticket is closed");
    }

    #[test]
    fn a_name_in_s_takes_the_apostrophe_alone() {
        assert_eq!(possessive("Harbourline"), "Harbourline’s");
        assert_eq!(possessive("Quayside Terminals"), "Quayside Terminals’");
    }

    #[test]
    fn what_nobody_chose_is_worded_as_what_it_followed_from() {
        let sentence = |by, what| line("Alice Kowalska", &TimelineEvent::Caused { by, what: Box::new(what) });
        let open = || TimelineEvent::Status { to: "Open".into() };
        assert_eq!(sentence(Cause::Reply, open()), "Alice Kowalska’s reply set the status to Open");
        assert_eq!(sentence(Cause::Reply, TimelineEvent::Reopened), "Alice Kowalska’s reply reopened the ticket");
        assert_eq!(sentence(Cause::Request, TimelineEvent::Closed), "The ticket closed with the request");
        assert_eq!(line("Alice Kowalska", &open()), "Alice Kowalska set the status to Open");
    }
}
