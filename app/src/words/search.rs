//! Texts of the search, and of what is offered while somebody writes.

pub struct Search {
    /// What the box looks through, by name.
    pub fields: fn(&[&str]) -> String,
    pub messages: &'static str,
    pub attributes: &'static str,
    pub files: &'static str,
    /// Nothing was found; something else was looked for instead, which is told after it.
    pub meant: fn(&str) -> String,
    /// The orders of what was found.
    pub order: &'static str,
    pub best_match: &'static str,
    pub in_message: &'static str,
    pub in_note: &'static str,
    pub in_file: fn(&str) -> String,
    /// How many tickets look like the one that is about to be raised.
    pub similar: fn(usize) -> String,
    pub similar_hint: &'static str,
    /// How many licences with free seats fit.
    pub spare: fn(usize) -> String,
    pub spare_hint: &'static str,
    pub articles: fn(usize) -> String,
    pub articles_hint: &'static str,
    pub seated: &'static str,
    pub about: fn(&str) -> String,
    pub about_label: &'static str,
    pub about_done: &'static str,
    pub mine: &'static str,
    pub follow: fn(&str) -> String,
    pub follow_label: &'static str,
    pub followed: &'static str,
}

pub(super) const EN: Search = Search {
    fields: |names| format!("Search by {}", names.join(", ").to_lowercase()),
    messages: "Messages",
    attributes: "Attributes",
    files: "Files",
    meant: |sought| format!("No matches for “{sought}”. Showing results for "),
    order: "Order",
    best_match: "Best match",
    in_message: "Message",
    in_note: "Private note",
    in_file: |name| format!("File {name}"),
    similar: |count| match count {
        1 => "1 similar open ticket".to_owned(),
        count => format!("{count} similar open tickets"),
    },
    similar_hint: "If one of these is the same problem, follow it instead: you’ll hear about every reply.",
    spare: |count| match count {
        1 => "You have a licence for this".to_owned(),
        count => format!("You have {count} licences for this"),
    },
    articles: |count| match count {
        1 => "1 article may help".to_owned(),
        count => format!("{count} articles may help"),
    },
    articles_hint: "This might answer it already.",
    spare_hint: "Your company already owns this. Link it to this ticket to ask for a seat.",
    seated: "You have a seat",
    about: |name| format!("Link {name} to this ticket"),
    about_label: "Link it to this ticket",
    about_done: "Linked",
    mine: "yours",
    follow: |number| format!("Follow {number} instead"),
    follow_label: "Follow instead",
    followed: "Following",
};
