//! Live updates: what an open page is sent while others work, and what becomes of it in a list.

use crate::activities::Recent;
use crate::chat::PresenceUpdate;
use crate::listing::{Column, Facts, ListReader};
use crate::menu::MenuCounts;
use crate::tickets::{Row, TicketList};
use serde::{Deserialize, Serialize};

/// One piece of news, as it travels over the event stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum News {
    /// A ticket that the reader sees has changed or is new.
    Ticket(Box<TicketUpdate>),
    /// A ticket has gone out of the reader's sight.
    Gone { number: String },
    /// The reader has read a ticket on another page, or all of them.
    Read { number: Option<String> },
    /// What the menu tells has changed.
    Counts(MenuCounts),
    /// The newest activities, for the menu.
    Recent(Vec<Recent>),
    /// A chat in which the reader takes part, or an agent might.
    Chat(Box<PresenceUpdate>),
    /// So many chats wait that the reader may accept, counted one past [`crate::chat::COUNTED_MAX`] at most; `fresh` is the number of one
    /// that has just come into the line.
    Line { waiting: u16, fresh: Option<String> },
    /// Something has become of a plan that the reader may look at.
    Plan,
    /// Something was missed: what is shown may be old.
    Resync,
}

/// A ticket as it is after what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketUpdate {
    pub facts: Facts,
    /// Its line in a list, without anything that another reader would see differently: `unread` is not set.
    pub row: Row,
}

/// What differs from reader to reader travels as one number before the news.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NewsFlags {
    /// The ticket is the reader's own: raised by them or, at the desk, assigned to them.
    pub mine: bool,
    /// The reader did it.
    pub by_me: bool,
}

impl NewsFlags {
    pub fn bits(self) -> u8 {
        u8::from(self.mine) | u8::from(self.by_me) << 1
    }

    pub fn from_bits(bits: u8) -> Self {
        Self { mine: bits & 1 != 0, by_me: bits & 2 != 0 }
    }
}

/// What became of a piece of news in a list that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListUpdate {
    /// Nothing that is shown has changed.
    Same,
    /// The list holds what it holds now.
    Shown,
    /// Only the desk can tell what the list holds now.
    Unsure,
}

impl TicketList {
    /// Takes a ticket as it is now into the page that is shown, or out of it.
    pub fn apply(&mut self, touched: &TicketUpdate, about: NewsFlags, is_staff: bool) -> ListUpdate {
        // Whoever did it has read it; whether somebody else has is known to the desk.
        let unread = about.by_me.then_some(false);
        let reader = ListReader { is_staff, mine: about.mine, unread, since: self.since, until: self.until };
        let place = self.rows.iter().position(|row| row.number == touched.row.number);
        // What else is nearly alike, and where a row holds what was looked for, only the desk knows.
        let searching = !self.listing.search.is_empty();
        if searching && (self.rows.is_empty() || self.did_you_mean.is_some()) {
            return ListUpdate::Unsure;
        }
        match (self.listing.matches(&touched.facts, reader), place) {
            (None, _) => ListUpdate::Unsure,
            (Some(true), _) if searching => ListUpdate::Unsure,
            (Some(false), None) => ListUpdate::Same,
            (Some(false), Some(place)) => self.drop_row(place),
            (Some(true), place) => {
                let unread = !touched.facts.closed && !about.by_me;
                self.place_row(Row { unread, ..touched.row.clone() }, place)
            }
        }
    }

    /// Takes out a ticket that is not to be seen any more.
    pub fn remove(&mut self, number: &str) -> ListUpdate {
        self.rows.iter().position(|row| row.number == number).map_or(ListUpdate::Same, |place| self.drop_row(place))
    }

    /// Everything that matches stands on this page.
    fn is_whole(&self) -> bool {
        self.total.exact && self.total.count == self.rows.len() as u64
    }

    fn drop_row(&mut self, place: usize) -> ListUpdate {
        // Another one would move up from the next page, or from nothing to the page before.
        let sure = self.is_whole() && self.rows.len() > 1;
        self.rows.remove(place);
        self.total.count = self.total.count.saturating_sub(1);
        if sure { ListUpdate::Shown } else { ListUpdate::Unsure }
    }

    /// Puts a row where the list's order wants it.
    fn place_row(&mut self, row: Row, before: Option<usize>) -> ListUpdate {
        let column = self.listing.sort.column;
        // What attributes hold is not told.
        let complete = self.attributes.is_empty() && key(column, &row).is_some();
        if !complete || self.listing.page > 1 || self.rows.is_empty() {
            return ListUpdate::Unsure;
        }
        let whole = self.is_whole();
        if let Some(before) = before {
            self.rows.remove(before);
        }
        let comes_first = |other: &Row| {
            let (own, other) = (key(column, &row), key(column, other));
            if self.listing.sort.descending { own >= other } else { own <= other }
        };
        let place = self.rows.iter().position(comes_first).unwrap_or(self.rows.len());
        let size = self.listing.size as usize;
        if place >= size || (place == self.rows.len() && !whole) {
            // It belongs to a later page, and where it stood a row is missing.
            return if before.is_some() { ListUpdate::Unsure } else { ListUpdate::Same };
        }
        let is_new = whole || row.created.iso == row.changed.iso;
        if before.is_none() && is_new && self.total.exact {
            self.total.count += 1;
        }
        self.rows.insert(place, row);
        self.rows.truncate(size);
        ListUpdate::Shown
    }
}

/// What a list is sorted by, where a row tells it: equal instants stand by number, as in the desk's order.
fn key(column: Column, row: &Row) -> Option<(String, i64)> {
    let number = crate::tickets::number::read(&row.number)?;
    match column {
        Column::Changed => Some((row.changed.iso.clone(), number)),
        Column::Created => Some((row.created.iso.clone(), number)),
        Column::Number => Some((String::new(), number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::Listing;
    use crate::tickets::{Badge, StatusKind, Total};
    use crate::time::{Age, DisplayTime};

    fn at(second: u32) -> DisplayTime {
        DisplayTime { iso: format!("2026-06-01T09:00:{second:02}Z"), exact: String::new(), age: Age::Now }
    }

    fn touched(number: i64, created: u32, changed: u32) -> TicketUpdate {
        let badge = || Badge { label: "Open".into(), colour: "blue".into() };
        let row = Row {
            number: format!("PT-{number}"),
            subject: "Label printer".into(),
            status: badge(),
            priority: badge(),
            queue: "Print".into(),
            kind: "Incident".into(),
            reporter: "Alice".into(),
            company: "Harbourline".into(),
            assignee: None,
            channel: "portal".into(),
            created: at(created),
            changed: at(changed),
            unread: false,
            values: Vec::new(),
            hits: Vec::new(),
            found: None,
        };
        let facts = Facts {
            number: row.number.clone(),
            subject: row.subject.clone(),
            reference: None,
            closed: false,
            queues: vec!["print".into()],
            kind: "incident".into(),
            status: "open".into(),
            status_kind: StatusKind::Open,
            priority: "normal".into(),
            reporter: "alice".into(),
            assignee: None,
            channel: "portal".into(),
            company: "harbourline".into(),
            created_at: 0,
            changed_at: 0,
            waits_for_customer: false,
            last_reply_by_customer: false,
        };
        TicketUpdate { facts, row }
    }

    fn list(query: &str, numbers: &[i64], total: u64) -> TicketList {
        let rows = numbers.iter().map(|number| touched(*number, 1, 10 + *number as u32).row).collect();
        TicketList {
            listing: Listing::parse(query).0,
            refused: Vec::new(),
            unsorted: false,
            named: Vec::new(),
            attributes: Vec::new(),
            rows,
            total: Total { count: total, exact: true },
            did_you_mean: None,
            since: None,
            until: None,
        }
    }

    fn numbers(list: &TicketList) -> Vec<&str> {
        list.rows.iter().map(|row| row.number.as_str()).collect()
    }

    #[test]
    fn what_changes_moves_up_and_what_is_new_is_counted() {
        let mut open = list("", &[3, 2, 1], 3);
        assert_eq!(open.apply(&touched(2, 1, 50), NewsFlags::default(), false), ListUpdate::Shown);
        assert_eq!((numbers(&open), open.rows[0].unread, open.total.count), (vec!["PT-2", "PT-3", "PT-1"], true, 3));
        assert_eq!(open.apply(&touched(4, 51, 51), NewsFlags { mine: true, by_me: true }, false), ListUpdate::Shown);
        assert_eq!((numbers(&open)[0], open.rows[0].unread, open.total.count), ("PT-4", false, 4));
    }

    #[test]
    fn what_does_not_belong_stays_out_and_leaves() {
        let mut print = list("queue=print", &[3, 2, 1], 3);
        let mut moved = touched(2, 1, 50);
        moved.facts.queues = vec!["software".into()];
        assert_eq!(print.apply(&moved, NewsFlags::default(), false), ListUpdate::Shown);
        assert_eq!((numbers(&print), print.total.count), (vec!["PT-3", "PT-1"], 2));
        assert_eq!(print.apply(&moved, NewsFlags::default(), false), ListUpdate::Same);
        assert_eq!((print.remove("PT-3"), print.remove("PT-9")), (ListUpdate::Shown, ListUpdate::Same));
    }

    #[test]
    fn what_waits_leaves_with_its_answer_and_what_is_unread_is_asked_for() {
        let mut waiting = list("waiting=1", &[3, 2, 1], 3);
        let mut answered = touched(2, 1, 50);
        assert_eq!(waiting.apply(&answered, NewsFlags { mine: true, by_me: true }, false), ListUpdate::Shown);
        assert_eq!(numbers(&waiting), ["PT-3", "PT-1"]);
        answered.facts.waits_for_customer = true;
        assert_eq!(waiting.apply(&answered, NewsFlags::default(), false), ListUpdate::Shown);
        assert_eq!(numbers(&waiting), ["PT-2", "PT-3", "PT-1"]);
        let mut unread = list("unread=1", &[3, 2, 1], 3);
        assert_eq!(unread.apply(&touched(4, 50, 50), NewsFlags::default(), false), ListUpdate::Unsure);
        assert_eq!(unread.apply(&touched(2, 1, 50), NewsFlags { mine: true, by_me: true }, false), ListUpdate::Shown);
        assert_eq!(numbers(&unread), ["PT-3", "PT-1"]);
    }

    #[test]
    fn what_one_page_does_not_tell_is_asked_for() {
        let mut many = list("", &[3, 2, 1], 40);
        assert_eq!(many.remove("PT-2"), ListUpdate::Unsure, "one from the next page moves up");
        assert_eq!(
            list("page=2", &[3], 40).apply(&touched(4, 50, 50), NewsFlags::default(), false),
            ListUpdate::Unsure
        );
        assert_eq!(
            list("sort=subject", &[3], 1).apply(&touched(4, 50, 50), NewsFlags::default(), false),
            ListUpdate::Unsure
        );
        assert_eq!(list("", &[], 0).apply(&touched(4, 50, 50), NewsFlags::default(), false), ListUpdate::Unsure);
        let mut oldest = list("sort=changed", &[1, 2, 3], 40);
        assert_eq!(
            oldest.apply(&touched(9, 50, 50), NewsFlags::default(), false),
            ListUpdate::Same,
            "it stands on the last page"
        );
        assert_eq!(
            oldest.apply(&touched(1, 1, 50), NewsFlags::default(), false),
            ListUpdate::Unsure,
            "it has left this page"
        );
    }
}
