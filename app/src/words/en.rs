//! English.

use super::{Columns, Files, Keys, List, Nav, New, Problem, SignIn, Ticket, Words, refusals};
use domain::conversation::Happening;
use domain::listing::Period;
use domain::time::Age;

pub static EN: Words = Words {
    lang: "en",
    product: "Portico",
    demo_banner: "This is a demo: people, companies and tickets are invented.",
    skip_to_content: "Skip to content",
    nav: Nav {
        main: "Main",
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
    },
    sign_in: SignIn {
        title: "Sign in",
        login: "Email or username",
        password: "Password",
        remember: "Remember me",
        submit: "Sign in",
        forgotten: "Forgotten password?",
        passkey: "Sign in with a passkey",
        passkey_failed: "No passkey was used. Try again, or sign in with your password.",
        register: "Create an account",
        lead: "Raise a ticket, follow its answer, find what was said.",
        ended: "Your session has ended. Sign in to go on.",
        kept: "What you typed is kept and will be there after you sign in.",
        kept_files: "Files cannot be kept: choose them again.",
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
        chosen: |filter, count| format!("{filter} {count} chosen"),
        shut: "Close",
        find: "Find by name",
        narrow: "Find",
        counting: "Counting…",
        no_values: "Nothing of that name.",
        more_values: "There are more: type a part of the name.",
        without: |filter, value| format!("{filter}: {value}, take off"),
        period: "Period",
        any_time: "Any time",
        preset: |period| match period {
            Period::Today => "Today",
            Period::Days(7) => "Last 7 days",
            Period::Days(30) => "Last 30 days",
            _ => "Last 90 days",
        },
        range_of: |ends| match ends {
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => format!("{from} to {to}"),
            (Some(from), None) => format!("from {from}"),
            (None, Some(to)) => format!("until {to}"),
            (None, None) => String::new(),
        },
        from: "From",
        to: "To",
        period_on: "Which date counts",
        on_created: "Created",
        on_changed: "Last change",
        export: "Export",
        export_hint: "Every page of this view as a file for a spreadsheet. An Excel file holds up to 1,048,575 tickets.",
        export_shown: "Shown columns (CSV)",
        export_all: "All columns (CSV)",
        export_shown_xlsx: "Shown columns (Excel)",
        export_all_xlsx: "All columns (Excel)",
        export_progress: |rows, megabytes| format!("{rows} tickets: {megabytes} MB so far"),
        export_done: "Saved with your downloads.",
        set_columns: "Set column properties",
        columns_hint_plain: "Tick the columns to show, put them in order with the arrows, then save.",
        no_columns: "Choose at least one column.",
        columns_hint: "Drag a column to its place, or use the arrows. Kept for you as you go.",
        search_by: "Search by",
        usual_columns: "Usual columns",
        move_up: |column| format!("Move {column} up"),
        move_down: |column| format!("Move {column} down"),
        save: "Save",
        saving: "Saving…",
        saved: "Saved.",
        unsorted: |most| {
            format!(
                "This column sorts up to {} tickets. Narrow the list first; it stands by last change now.",
                grouped(most)
            )
        },
        columns: Columns {
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
        waiting: |count| format!("{count} new"),
        unassigned: "Nobody yet",
        range: |first, last, total| format!("{}–{} of {total}", grouped(first), grouped(last)),
        count: |total| format!("{}{}", grouped(total.count), if total.exact { "" } else { "+" }),
        pages: "Pages",
        page: |page| format!("Page {page}"),
        previous: "Previous page",
        next: "Next page",
        size: "Tickets on a page",
        apply: "Apply",
        per_page: |size| format!("{size} a page"),
        empty: "No open tickets",
        empty_hint: "Everything is answered. Closed tickets are one click away.",
        none: "No tickets yet",
        none_hint: "Tickets you can see will show up here.",
        no_match: "Nothing matches",
        no_match_hint: "No ticket that you may see fits. Take a filter off, or look for something else.",
        past_end: "The list ends before this page",
        first_page: "Go to the first page",
        refused: |names| format!("This address holds something that is not understood and was left out: {names}."),
        not_exported: |names| {
            format!("Nothing was exported: this address holds something that is not understood: {names}.")
        },
        too_many_to_export: |max| {
            format!("Nothing was exported: at most {max} tickets fit into a file. Narrow the list first.")
        },
        sort_by: |column| format!("Sort by {column}"),
    },
    views: &super::views::EN,
    problem: Problem {
        not_found: "Nothing here",
        not_found_text: "This page does not exist, or it is not yours to see.",
        title: "That did not work",
        home: "Go to the dashboard",
        retry: "Try again",
        sign_in_again: "Sign in again in a new tab",
        leave: "Leave without saving? What you typed on this page will be lost.",
        still: "This page isn’t live: it won’t update by itself, and parts of it may not respond. Messages you write are kept as drafts.",
        reload: "Reload",
    },
    keys: Keys {
        title: "Keyboard shortcuts",
        search: "Search",
        next: "Next ticket",
        previous: "Previous ticket",
        open: "Open the ticket",
        new_ticket: "New ticket",
        help: "These shortcuts",
    },
    age,
    ago,
    refusal: refusals::refusal,
    reason: refusals::reason,
    too_long: |max, now| {
        let (max, now) = (grouped(max as u64), grouped(now as u64));
        format!("At most {max} characters; this is {now}. Shorten it to send it.")
    },
};

pub(super) static TICKET: Ticket = Ticket {
    details: "Details",
    number: "Number",
    reporter: "Reporter",
    company: "Company",
    status: "Status",
    assignee: "Assignee",
    queue: "Queue",
    kind: "Type",
    priority: "Priority",
    channel: "Channel",
    reference: "Imported as",
    created: "Created",
    changed: "Last change",
    nobody: "Nobody yet",
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
    answer: "Your answer",
    send: "Send",
    sending: "Sending…",
    sent: "Sent.",
    read_only: "You may read this ticket but not answer it.",
    earlier: |count| format!("Show {count} earlier messages"),
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
    refused_title: "You cannot raise a ticket yet",
    refused_help: "You can still read and follow every ticket that is shared with you.",
    only_for: |kind| format!("For {kind}"),
    type_first: "Choose a ticket type to see what else helps us.",
    no_attributes: "This ticket type asks for nothing more.",
};

pub(super) static FILES: Files = Files {
    label: "Attachments",
    drop: "or drop them here: up to 20 files, 26.2 MB each",
    cancel: "Cancel",
    again: "Choose your files again: a browser does not let a page keep them.",
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

pub(super) fn line(who: &str, what: &Happening) -> String {
    let who = if who.is_empty() { "Portico" } else { who };
    match what {
        Happening::Rated { score } => format!("{who} rated the answer: {}", (super::rating::EN.given)(*score)),
        Happening::Closed => format!("{who} closed the ticket"),
        Happening::Reopened => format!("{who} reopened the ticket"),
        Happening::Excepted { reason } => format!("{who} raised this as an exception from the plan: {reason}"),
        Happening::Approved => format!("{who} approved the request"),
        Happening::Declined { reason } => format!("{who} declined the request: {reason}"),
        Happening::Status { to } => format!("{who} set the status to {to}"),
        Happening::Queue { to } => format!("{who} moved the ticket to {to}"),
        Happening::Priority { to } => format!("{who} set the priority to {to}"),
        Happening::Assigned { to: Some(to) } if to == who => format!("{who} took the ticket"),
        Happening::Assigned { to: Some(to) } => format!("{who} assigned the ticket to {to}"),
        Happening::Assigned { to: None } => format!("{who} took the assignee off"),
        Happening::ChatJoined => format!("{who} joined the chat"),
        Happening::ChatMoved { to } => format!("{who} handed the chat over to {to}"),
        Happening::ChatEnded => format!("{who} ended the chat"),
        Happening::ChatLost { agent } => format!("{agent} has lost the connection: somebody else can take over"),
    }
}
