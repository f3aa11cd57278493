//! What the lists of every noun have in common: the bounds of periods, the fallback sort order, and the rows of an export.

use domain::columns::ListColumn;
use domain::listing::{Noun, Period, SORTED_MAX, View};
use domain::refusal::Faults;
use domain::tickets::Total;
use domain::time::Date;
use domain::{Reason, Refusal};
use jiff::civil;
use jiff::tz::TimeZone;

/// Rows of a file that are read at a time.
const CHUNK: usize = 500;
/// What an address says about one page, or about where it came from, means nothing for a file.
const OF_ONE_PAGE: [&str; 3] = ["page", "size", "view"];

/// Too much for the order that was asked for stands in the usual one; whether that is so.
pub(crate) fn resolve_sort<N: Noun>(view: &mut View<N>, total: Total) -> bool {
    let is_sortable = total.exact && total.count <= SORTED_MAX;
    let unsorted = !ListColumn::is_indexed(&view.sort.column) && !is_sortable;
    if unsorted {
        view.sort = N::usual_sort(false);
    }
    unsorted
}

/// A list shows what it can and says what it left out. A file says nothing, so that it holds what was asked for or is not made.
///
/// # Errors
/// `Invalid`, naming each parameter that was refused.
pub(crate) fn check_parameters(refused: &[String]) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    for (place, name) in refused.iter().enumerate() {
        if !OF_ONE_PAGE.contains(&name.as_str()) && !refused[..place].contains(name) {
            faults.add(name, Reason::BadValue);
        }
    }
    faults.into_result()
}

/// The rows of a file, by their ids. Which they are was settled in one moment, so that none stands twice or is missed while others
/// change; what they say is read as the file grows.
pub(crate) struct ExportRows {
    ids: Vec<i64>,
    read: usize,
}

impl ExportRows {
    /// At most so many of what a file of this name may hold: their ids are kept until the last is written.
    ///
    /// # Errors
    /// `Invalid` for more.
    pub(crate) fn new(ids: Vec<i64>, name: &str, most: u64) -> Result<Self, Refusal> {
        if ids.len() as u64 > most {
            let max = i64::try_from(most).unwrap_or(i64::MAX);
            return Err(Refusal::field(name, Reason::TooBig { max }));
        }
        Ok(Self { ids, read: 0 })
    }

    pub(crate) fn count(&self) -> usize {
        self.ids.len()
    }

    /// The next few; none after the last.
    pub(crate) fn next_few(&mut self) -> &[i64] {
        let rest = &self.ids[self.read..];
        let next = &rest[..rest.len().min(CHUNK)];
        self.read += next.len();
        next
    }
}

/// A period's instants: whole days where the reader is.
pub(crate) fn period_bounds(period: Option<Period>, now: i64, zone: &TimeZone) -> (Option<i64>, Option<i64>) {
    let today = jiff::Timestamp::from_millisecond(now).unwrap_or_default().to_zoned(zone.clone()).date();
    let start = |date: civil::Date| date.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp().as_millisecond());
    let days_ago = |days: u16| start(today.saturating_sub(jiff::Span::new().days(i64::from(days))));
    match period {
        None => (None, None),
        Some(Period::Today) => (days_ago(0), None),
        Some(Period::Days(days)) => (days_ago(days.saturating_sub(1)), None),
        Some(Period::Range { from, to }) => (
            // A day that has no instants lies ahead of all tickets.
            from.map(|from| civil_date(from).and_then(start).unwrap_or(i64::MAX)),
            to.and_then(civil_date).and_then(|to| to.tomorrow().ok()).and_then(start),
        ),
    }
}

fn civil_date(date: Date) -> Option<civil::Date> {
    civil::Date::new(date.year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_where_the_reader_is_and_know_summer_time() {
        let zone = crate::format_time::zone("Europe/London");
        let at = |text: &str| crate::parse_instant(text);
        let now = at("2026-03-30T10:00:00Z").unwrap_or_default();
        assert_eq!(period_bounds(Some(Period::Today), now, &zone), (at("2026-03-29T23:00:00Z"), None));
        assert_eq!(period_bounds(Some(Period::Days(7)), now, &zone), (at("2026-03-24T00:00:00Z"), None));
        let range = Period::Range { from: Date::parse("2026-03-28"), to: Date::parse("2026-03-29") };
        assert_eq!(period_bounds(Some(range), now, &zone), (at("2026-03-28T00:00:00Z"), at("2026-03-29T23:00:00Z")));
        let open = Period::Range { from: None, to: Date::parse("9999-12-31") };
        assert_eq!(period_bounds(Some(open), now, &zone), (None, None), "nothing comes after the last day");
        let ahead = Period::Range { from: Date::parse("9999-12-31"), to: None };
        assert_eq!(period_bounds(Some(ahead), now, &zone), (Some(i64::MAX), None), "no ticket is as late as that");
    }

    #[test]
    fn a_file_is_read_in_pieces_and_has_an_end() {
        let mut rows = ExportRows::new((0..1_200).collect(), "tickets", 1_200).expect("no more than that");
        let sizes: Vec<usize> = std::iter::repeat_with(|| rows.next_few().len()).take(4).collect();
        assert_eq!((rows.count(), sizes), (1_200, vec![500, 500, 200, 0]));
        assert!(ExportRows::new(vec![1, 2], "tickets", 1).is_err());
    }

    #[test]
    fn what_was_refused_is_named_once_and_pages_are_nothing_to_a_file() {
        let refused =
            |names: &[&str]| check_parameters(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(refused(&["page", "size", "view"]), Ok(()));
        let mut faults = Faults::default();
        faults.add("queue", Reason::BadValue);
        assert_eq!(refused(&["queue", "page", "queue"]), faults.into_result());
    }
}
