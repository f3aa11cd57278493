//! Texts beside a ticket: its panel, what is changed there, and the way through a list.

use domain::tickets::Total;

pub struct PanelWords {
    pub hide: &'static str,
    pub show: &'static str,
    pub age: &'static str,
    pub files: fn(usize) -> String,
    /// A field was changed: its name and the new value.
    pub set: fn(field: &str, to: &str) -> String,
    pub undo: &'static str,
    pub undone: fn(field: &str, to: &str) -> String,
    pub saving: &'static str,
    pub through_list: &'static str,
    pub place: fn(Option<u64>, Total) -> String,
    pub back: &'static str,
    pub previous: fn(&str) -> String,
    pub next: fn(&str) -> String,
    pub first: &'static str,
    pub last: &'static str,
    pub keys: PanelShortcutWords,
}

/// What the letters do on a ticket.
pub struct PanelShortcutWords {
    pub title: &'static str,
    pub reply: &'static str,
    pub note: &'static str,
    pub assignee: &'static str,
    pub status: &'static str,
    pub next: &'static str,
    pub previous: &'static str,
}

pub(super) static EN: PanelWords = PanelWords {
    hide: "Hide details",
    show: "Show details",
    age: "Age",
    files: |count| format!("Files ({count})"),
    set: |field, to| format!("{field} set to {to}."),
    undo: "Undo",
    undone: |field, to| format!("{field} is {to} again."),
    saving: "Saving…",
    through_list: "Move through the list",
    place: |place, total| {
        let all = if total.exact { thousands(total.count) } else { format!("{}+", thousands(total.count)) };
        match place {
            Some(place) => format!("{} of {all}", thousands(place)),
            None => "Back to list".into(),
        }
    },
    back: "Back to the list",
    previous: |number| format!("Previous ticket: {number}"),
    next: |number| format!("Next ticket: {number}"),
    first: "This is the first ticket",
    last: "This is the last ticket",
    keys: PanelShortcutWords {
        title: "On this ticket",
        reply: "Reply",
        note: "Private note",
        assignee: "Assignee",
        status: "Status",
        next: "Next ticket in the list",
        previous: "Previous ticket in the list",
    },
};

/// `10,000`.
fn thousands(number: u64) -> String {
    match number / 1_000 {
        0 => number.to_string(),
        more => format!("{},{:03}", thousands(more), number % 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_list_is_shown_as_far_as_it_is_known() {
        let place = |place, count, exact| (EN.place)(place, Total { count, exact });
        assert_eq!(place(Some(3), 12, true), "3 of 12");
        assert_eq!(place(Some(1_200), 10_000, false), "1,200 of 10,000+");
        assert_eq!(place(None, 10_000, false), "Back to list");
    }
}
