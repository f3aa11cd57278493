//! The activity inbox: what is new for a person. One entry for each ticket, which grows until it is seen.

use crate::conversation::TimelineEvent;
use crate::people::Name;
use crate::plans::Task;
use crate::time::DisplayTime;
use serde::{Deserialize, Serialize};

/// Unread entries are counted up to here; one more means "and more".
pub const COUNTED_MAX: u32 = 99;
/// Entries on a page.
pub const PAGE_SIZE: u32 = 25;
/// The newest entries, as many as stand in the menu.
pub const RECENT: u32 = 4;
/// The longest excerpt of a message, in characters.
pub const EXCERPT_MAX: usize = 60;
/// The last page that may be asked for.
pub const PAGE_MAX: u32 = 10_000;

/// One page of somebody's entries, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityInbox {
    /// What waits for the person beside tickets; on the first page.
    pub tasks: Vec<Task>,
    pub entries: Vec<ActivityEntry>,
    /// From 1.
    pub page: u32,
    /// There is another page after this one.
    pub more: bool,
    /// Unread tasks, and unread entries on all pages; entries are counted one past [`COUNTED_MAX`] at most.
    pub unread: u32,
    /// When the newest entry of all pages last grew, in Unix milliseconds: *mark all read* goes no further.
    pub until: i64,
}

/// A ticket with something new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityEntry {
    /// The ticket's.
    pub number: String,
    pub subject: String,
    /// `None`: Portico itself.
    pub who: Option<Name>,
    pub what: What,
    /// The beginning of the message that is told of; empty where there is none.
    pub excerpt: String,
    /// So much happened besides.
    pub besides: u32,
    /// When the last of it happened.
    pub at: DisplayTime,
    pub unread: bool,
}

/// An entry as the menu shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    pub number: String,
    /// Who did what, or said what.
    pub text: String,
    /// Another one whenever the entry changes.
    pub edition: String,
    pub unread: bool,
}

/// The beginning of a text, in one line.
pub fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXCERPT_MAX {
        return line;
    }
    let cut: String = line.chars().take(EXCERPT_MAX - 1).collect();
    format!("{}…", cut.trim_end())
}

/// What an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    Opened,
    Answered,
    Noted,
    /// Something was said, with the reader's name in it.
    Mentioned,
    Line(TimelineEvent),
    /// Something without words of its own.
    Changed,
    /// The reader has a seat, and raises tickets from now on.
    Seated,
}

/// The address of a page of the inbox, after an entry was removed that may be put back.
pub fn address(page: u32, removed: Option<&str>) -> String {
    let page = (page > 1).then(|| format!("page={page}"));
    // Only what reads as a number stands in an address.
    let removed = removed.filter(|number| crate::tickets::number::read(number).is_some());
    let pairs: Vec<String> = page.into_iter().chain(removed.map(|number| format!("removed={number}"))).collect();
    if pairs.is_empty() { "/activities".into() } else { format!("/activities?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_short_line() {
        assert_eq!(excerpt(" Please\n\topen  it "), "Please open it");
        assert_eq!(excerpt(&"é".repeat(EXCERPT_MAX)).chars().count(), EXCERPT_MAX);
        let long = excerpt(&format!("{} tail", "a".repeat(EXCERPT_MAX - 2)));
        assert_eq!(long, format!("{}…", "a".repeat(EXCERPT_MAX - 2)), "no space before what was left out");
        assert_eq!(excerpt(&"x".repeat(10_000)).chars().count(), EXCERPT_MAX);
    }
}
