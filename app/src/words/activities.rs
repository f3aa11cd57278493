//! Texts of the activities.

use domain::activities::What;
use domain::plans::Task;

pub struct Activities {
    pub title: &'static str,
    pub lead: &'static str,
    /// How many are unread, beside the link; past the number that is counted there are more.
    pub count: fn(u32) -> String,
    /// The same for screen readers.
    pub unread: fn(u32) -> String,
    /// Who did what, as a sentence.
    pub summary: fn(who: &str, what: &What) -> String,
    /// So much happened besides.
    pub besides: fn(u32) -> String,
    pub new: &'static str,
    pub remove: fn(&str) -> String,
    pub removed: fn(&str) -> String,
    pub undo: &'static str,
    pub mark_all: &'static str,
    pub list: &'static str,
    pub tasks: &'static str,
    /// What waits, and what is to be done about it.
    pub task: fn(&Task) -> String,
    pub task_detail: fn(&Task) -> String,
    pub pages: &'static str,
    pub newer: &'static str,
    pub older: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub notify: &'static str,
    pub notify_off: &'static str,
    pub notify_denied: &'static str,
    pub new_message: fn(who: &str) -> String,
    /// Somebody of a company has come into the line of the chat.
    pub chat_waits: fn(who: &str, company: &str) -> String,
}

pub(super) static EN: Activities = Activities {
    title: "Activities",
    lead: "What’s new on tickets you raised, work on or follow.",
    count: |count| if count > domain::activities::COUNTED_MAX { "99+".into() } else { count.to_string() },
    unread: |count| {
        if count > domain::activities::COUNTED_MAX { "more than 99 unread".into() } else { format!("{count} unread") }
    },
    summary,
    besides: |count| format!("· {count} more update{}", if count == 1 { "" } else { "s" }),
    new: "New",
    remove: |number| format!("Remove {number}"),
    removed: |number| format!("{number} is removed until something new happens on it."),
    undo: "Undo",
    mark_all: "Mark all read",
    list: "Tickets with something new",
    tasks: "Waiting for you",
    task: |task| match task {
        Task::File { name, .. } => format!("Plan request about {name}"),
        Task::Choose { passed: false, by, .. } => {
            format!("Choose who stays on the plan (by {})", by.exact.split(',').next().unwrap_or_default())
        }
        Task::Choose { passed: true, .. } => "Choose who stays on the plan".into(),
    },
    task_detail: |task| match task {
        Task::File { by, .. } => format!("{by} prepared it for you to file"),
        Task::Choose { over, .. } => super::plan_sentences::more_than_seats(*over),
    },
    pages: "Pages",
    newer: "Newer",
    older: "Older",
    empty: "Nothing new",
    empty_hint: "Activity on your tickets shows up here automatically.",
    notify: "Notify me in this browser",
    notify_off: "Stop notifying me here",
    notify_denied: "This browser blocks notifications from this site.",
    new_message: |who| format!("New message from {who}"),
    chat_waits: |who, company| format!("{who} from {company} is waiting to chat"),
};

fn summary(who: &str, what: &What) -> String {
    match what {
        What::Opened => format!("{who} raised the ticket"),
        What::Answered => format!("{who} replied"),
        What::Noted => format!("{who} wrote a private note"),
        What::Mentioned => format!("{who} mentioned you"),
        What::Line(line) => super::en::line(who, line),
        What::Seated => "You can raise tickets now".into(),
        What::Changed => format!("{who} changed the ticket"),
    }
}
