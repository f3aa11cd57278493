//! The message catalogue in English.

use super::{ColumnWords, Files, List, Nav, New, Problem, ShortcutWords, SignIn, Ticket, Words, refusals};
use domain::conversation::{Cause, TimelineEvent};
use domain::listing::Period;
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
    list: List {
        title: "Tickets",
        mine: "My tickets",
        company: "Company tickets",
        scope: "Whose tickets",
        search: "Search by subject",
        show_closed: "Show closed",
        hide_closed: "Hide closed",
        reset: "Reset filters",
        filters: "Filters",
        filter: "Filter",
        sort: "Sort",
        chosen: |filter, count| format!("{filter} {count} selected"),
        shut: "Close",
        find: "Find by name",
        narrow: "Find",
        counting: "Counting…",
        no_values: "No matches.",
        more_values: "There are more. Type part of the name to find them.",
        without: |filter, value| format!("{filter}: {value}, remove"),
        period: "Period",
        any_time: "Any time",
        preset: |period| match period {
            Period::Today => "Today",
            Period::Days(7) => "Last 7 days",
            Period::Days(30) => "Last 30 days",
            _ => "Last 90 days",
        },
        range_of: |ends| match ends {
            (Some(from), Some(to)) if from == to => from.format(),
            (Some(from), Some(to)) => format!("{} to {}", from.format(), to.format()),
            (Some(from), None) => format!("from {}", from.format()),
            (None, Some(to)) => format!("until {}", to.format()),
            (None, None) => String::new(),
        },
        from: "From",
        to: "To",
        period_on: "Date to filter by",
        on_created: "Created",
        on_changed: "Last change",
        export: "Export",
        export_hint: "Exports every page of this view. Excel files hold up to 1,048,575 tickets.",
        export_shown: "Shown columns (CSV)",
        export_all: "All columns (CSV)",
        export_shown_xlsx: "Shown columns (Excel)",
        export_all_xlsx: "All columns (Excel)",
        export_progress: |rows, megabytes| match rows {
            "" => format!("{megabytes} MB so far"),
            "1" => format!("1 row, {megabytes} MB so far"),
            rows => format!("{rows} rows, {megabytes} MB so far"),
        },
        export_done: "Saved to your downloads.",
        set_columns: "Set column properties",
        columns_hint_plain: "Tick the columns to show, reorder them with the arrows, then save.",
        no_columns: "Choose at least one column.",
        columns_hint: "Drag columns to reorder them, or use the arrows. Saved automatically.",
        search_by: "Search by",
        usual_columns: "Reset columns",
        move_up: |column| format!("Move {column} up"),
        move_down: |column| format!("Move {column} down"),
        width_of: |column| format!("Width of {column}"),
        width_in_pixels: |column| format!("{column}: width in pixels"),
        width_auto: "Auto",
        save: "Save",
        saving: "Saving…",
        saved: "Saved.",
        unsorted: |most| {
            format!(
                "Only lists of up to {} tickets can be sorted by this column. Filter the list first; for now it’s sorted by last change.",
                grouped(most)
            )
        },
        columns: ColumnWords {
            number: "Number",
            subject: "Subject",
            status: "Status",
            priority: "Priority",
            queue: "Queue",
            kind: "Type",
            company: "Company",
            reporter: "Reporter",
            assignee: "Assignee",
            channel: "Channel",
            created: "Created",
            changed: "Last change",
            age: "Age",
        },
        unread: "Unread",
        quick: "Quick filters",
        only_unread: "Unread",
        only_waiting: "Waiting for you",
        only: "Only",
        waiting: |count| format!("{count} new"),
        unassigned: "Unassigned",
        range: |first, last, total| format!("{}–{} of {total}", grouped(first), grouped(last)),
        count: |total| format!("{}{}", grouped(total.count), if total.exact { "" } else { "+" }),
        pages: "Pages",
        page: |page| format!("Page {page}"),
        previous: "Previous page",
        next: "Next page",
        size: "Tickets per page",
        apply: "Apply",
        per_page: |size| format!("{size} per page"),
        empty: "No open tickets",
        empty_hint: "You’re all caught up. Closed tickets are one click away.",
        none: "No tickets yet",
        none_hint: "Tickets you can see will show up here.",
        all_seen: "You’ve seen everything",
        all_seen_hint: "New tickets and replies show up here.",
        none_waits: "Nothing’s waiting for you",
        none_waits_hint: "Tickets that need your reply show up here.",
        no_match: "Nothing found",
        no_match_hint: "No tickets match. Remove a filter or try another search.",
        no_subjects: |sought| format!("No subjects match “{sought}”."),
        search_messages: "Search messages instead",
        remove: |filter, value| format!("Remove {filter}: {value}"),
        remove_search: |sought| format!("Remove the search for “{sought}”"),
        past_end: "This page is past the end of the list",
        first_page: "Go to the first page",
        refused: |names| format!("Part of this address wasn’t understood and was ignored: {names}."),
        not_exported: |names| format!("Nothing was exported. Part of this address wasn’t understood: {names}."),
        too_many_to_export: |max| {
            format!(
                "Nothing was exported: a file holds up to {} tickets. Filter the list first.",
                grouped(max.unsigned_abs())
            )
        },
        sort_by: |column| format!("Sort by {column}"),
    },
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

pub(super) static TICKET: Ticket = Ticket {
    details: "Details",
    number: "Ticket number",
    reporter: "Reporter",
    company: "Company",
    status: "Status",
    assignee: "Assignee",
    queue: "Queue",
    kind: "Ticket type",
    priority: "Priority",
    channel: "Channel",
    reference: "Imported as",
    created: "Created",
    changed: "Last change",
    nobody: "Unassigned",
    files: "Files",
    no_files: "No files yet",
    conversation: "Conversation",
    view: "How messages are shown",
    chat_view: "Chat view",
    framed_view: "Framed view",
    subscribe: "Subscribe",
    unsubscribe: "Unsubscribe",
    close: "Close ticket",
    reopen: "Reopen",
    note: "Private note",
    note_check: "Private note, for agents only",
    send_and_set: "Send and set to",
    no_change: "No change",
    assign_to_me: "Assign to me",
    answer: "Your reply",
    send: "Send",
    sending: "Sending…",
    sent: "Sent.",
    read_only: "You can read this ticket but not reply to it.",
    closed_long_ago: |days| {
        format!("{}. A reply reopens it. If it’s about something new, raise a new ticket.", closed_ago(days))
    },
    follow_up: "New ticket about this",
    follows: |number, subject| (format!("Follow-up: {subject}"), format!("This is about {number} ({subject}).\n\n")),
    earlier: |count| format!("Show {count} earlier message{}", if count == 1 { "" } else { "s" }),
    save: "Save changes",
    saved: "Saved.",
    show_more: "Show more",
    show_less: "Show less",
    latest: "Latest message",
    reply_hint: "Reply…",
    more_lines: |count| format!("{count} more"),
    below: |count| format!("{count} new"),
    more_actions: "More actions",
    print: "Print",
    desk: "Support",
    channel_name: |channel| {
        match channel {
            "portal" => "Portal",
            "email" => "Email",
            "phone" => "Phone",
            "other" => "Other",
            other => other,
        }
        .into()
    },
};

pub(super) static NEW: New = New {
    title: "New ticket",
    subject: "Subject",
    kind: "Ticket type",
    queue: "Assign to queue",
    company: "Company",
    priority: "Priority",
    description: "Description",
    choose: "Choose…",
    create: "Create",
    creating: "Creating…",
    refused_title: "You can’t raise a ticket yet",
    refused_help: "You can still read and follow every ticket shared with you.",
    only_for: |kind| format!("For {kind}"),
    type_first: "Pick a type to see more fields.",
    no_attributes: "This type has no extra fields.",
};

pub(super) static FILES: Files = Files {
    label: "Attachments",
    drop: "or drop them here: up to 20 files, 26.2 MB each",
    cancel: "Cancel",
    again: "Choose your files again: browsers don’t let pages keep them.",
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
    fn what_nobody_chose_is_told_as_what_it_followed_from() {
        let sentence = |by, what| line("Alice Kowalska", &TimelineEvent::Caused { by, what: Box::new(what) });
        let open = || TimelineEvent::Status { to: "Open".into() };
        assert_eq!(sentence(Cause::Reply, open()), "Alice Kowalska’s reply set the status to Open");
        assert_eq!(sentence(Cause::Reply, TimelineEvent::Reopened), "Alice Kowalska’s reply reopened the ticket");
        assert_eq!(sentence(Cause::Request, TimelineEvent::Closed), "The ticket closed with the request");
        assert_eq!(line("Alice Kowalska", &open()), "Alice Kowalska set the status to Open");
    }
}
