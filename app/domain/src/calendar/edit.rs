//! Calendar editor: the form of an administrator, and the validation of what was sent.

use super::week::{DAY_MINUTES, Hours, Window, windows};
use crate::refusal::{Faults, Reason, Refusal};
use crate::seen::SeenFields;
use crate::text;
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Rows of hours that one form takes.
pub const ROWS_MAX: usize = 14;
/// Lines of own days.
pub const DAYS_MAX: usize = 400;
/// The longest name of a day, in characters.
pub const DAY_NAME_MAX: usize = 120;

/// The form of a calendar, filled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarForm {
    pub slug: String,
    pub name: String,
    /// IANA name.
    pub zone: String,
    pub hours: Vec<Hours>,
    /// The lists that come with the program.
    pub lists: Vec<HolidayListChoice>,
    /// Own days: a day and its name to a line.
    pub days: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidayListChoice {
    pub slug: String,
    pub name: String,
    /// Where its days are announced.
    pub source: String,
    pub attached: bool,
    /// The last day it knows.
    pub until: Option<Date>,
}

/// One row as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HoursRow {
    pub first: String,
    pub last: String,
    pub from: String,
    pub until: String,
}

/// The form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarDraft {
    pub zone: String,
    pub rows: Vec<HoursRow>,
    pub lists: Vec<String>,
    pub days: String,
    /// What the form showed: its hours as [`hours_text`], its lists as [`lists_text`].
    pub seen: SeenFields,
}

/// A draft that was checked: what is to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedCalendar {
    pub windows: Vec<Window>,
    pub days: Vec<(Date, String)>,
}

/// Hours as one field of the form: `0-4 08:00-17:30` for each row.
pub fn hours_text(hours: &[Hours]) -> String {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let row = |row: &Hours| format!("{}-{} {}-{}", row.first, row.last, clock(row.from), clock(row.until));
    hours.iter().map(row).collect::<Vec<_>>().join(", ")
}

/// Lists likewise, in order.
pub fn lists_text<'a>(slugs: impl Iterator<Item = &'a str>) -> String {
    slugs.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
}

/// Days likewise, as the form shows them.
pub fn days_text(days: &[(Date, String)]) -> String {
    days.iter().map(|(day, name)| format!("{day} {name}").trim().to_owned()).collect::<Vec<_>>().join("\n")
}

impl CalendarDraft {
    /// Rows without times are left out, and so are empty lines.
    ///
    /// # Errors
    /// `Invalid` with everything that is wrong, rows by their place: `from.2`.
    pub fn check(&self) -> Result<CheckedCalendar, Refusal> {
        let mut faults = Faults::default();
        let mut hours = Vec::new();
        for (place, row) in self.rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
            hours.extend(row.read(place, &mut faults));
        }
        if self.rows.len() > ROWS_MAX {
            faults.add("from.0", Reason::TooBig { max: ROWS_MAX as i64 });
        }
        let days = faults.check_field("days", read_days(&self.days));
        faults.into_result()?;
        let mut windows = windows(&hours);
        // Of two that begin together the longer one says it all.
        windows.reverse();
        windows.dedup_by_key(|window| window.from);
        windows.reverse();
        Ok(CheckedCalendar { windows, days: days.unwrap_or_default() })
    }
}

impl HoursRow {
    fn is_empty(&self) -> bool {
        self.from.trim().is_empty() && self.until.trim().is_empty()
    }

    fn read(&self, place: usize, faults: &mut Faults) -> Option<Hours> {
        let day = |text: &str| text.trim().parse::<u8>().ok().filter(|day| *day < 7).ok_or(Reason::Missing);
        let first = faults.check_field(&format!("first.{place}"), day(&self.first));
        let last = if self.last.trim().is_empty() {
            first
        } else {
            faults.check_field(&format!("last.{place}"), day(&self.last))
        };
        let from = faults.check_field(&format!("from.{place}"), minute(&self.from));
        let until = faults.check_field(&format!("until.{place}"), minute(&self.until));
        let (first, last) = (first?, last?);
        if last < first {
            faults.add(format!("last.{place}"), Reason::BadValue);
        }
        Some(Hours { first, last, from: from?, until: until? })
    }
}

/// `08:00` as minutes of the day.
fn minute(text: &str) -> Result<u16, Reason> {
    let text = text::plain_digits(text.trim());
    if text.is_empty() {
        return Err(Reason::Missing);
    }
    let (hour, minute) = text.get(..5).unwrap_or(&text).split_once(':').ok_or(Reason::BadValue)?;
    let (hour, minute): (u16, u16) = hour.parse().ok().zip(minute.parse().ok()).ok_or(Reason::BadValue)?;
    (hour < 24 && minute < 60)
        .then_some(hour * 60 + minute)
        .filter(|minute| *minute < DAY_MINUTES)
        .ok_or(Reason::BadValue)
}

fn read_days(text: &str) -> Result<Vec<(Date, String)>, Reason> {
    let mut days: Vec<(Date, String)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (day, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let day = Date::parse(&text::plain_digits(day)).ok_or(Reason::NotADate)?;
        if name.chars().count() > DAY_NAME_MAX {
            return Err(Reason::TooLong { max: DAY_NAME_MAX });
        }
        days.retain(|(known, _)| *known != day);
        days.push((day, name.trim().to_owned()));
    }
    days.sort();
    if days.len() > DAYS_MAX { Err(Reason::TooBig { max: DAYS_MAX as i64 }) } else { Ok(days) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(first: &str, last: &str, from: &str, until: &str) -> HoursRow {
        HoursRow { first: first.into(), last: last.into(), from: from.into(), until: until.into() }
    }

    #[test]
    fn what_was_typed_becomes_windows_and_days() {
        let draft = CalendarDraft {
            rows: vec![row("0", "4", "08:00", "17:30"), row("5", "", "22:00", "00:00"), row("3", "1", "", "")],
            days: " 2026-12-31 Stocktaking\n\n2026-12-24  Half the team\n2026-12-31 Again".into(),
            ..CalendarDraft::default()
        };
        let checked = draft.check().expect("it fits");
        assert_eq!(checked.windows.len(), 6);
        assert_eq!(checked.windows[5], Window { from: 8520, until: 8640 }, "until midnight");
        let days: Vec<String> = checked.days.iter().map(|(day, name)| format!("{day} {name}")).collect();
        assert_eq!(days, ["2026-12-24 Half the team", "2026-12-31 Again"]);
        let twice = CalendarDraft {
            rows: vec![row("0", "0", "08:00", "12:00"), row("0", "0", "08:00", "17:00")],
            ..CalendarDraft::default()
        };
        assert_eq!(twice.check().expect("it fits").windows, [Window { from: 480, until: 1020 }]);
    }

    #[test]
    fn everything_that_is_wrong_is_named() {
        let draft = CalendarDraft {
            rows: vec![row("9", "x", "25:00", ""), row("4", "2", "08:00", "17:00"), row("0", "0", "8", "1é:00")],
            days: "24.12.2026 Christmas".into(),
            ..CalendarDraft::default()
        };
        let Err(Refusal::Invalid(faults)) = draft.check() else { panic!("it does not fit") };
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["first.0", "last.0", "from.0", "until.0", "last.1", "from.2", "until.2", "days"]);
    }
}
