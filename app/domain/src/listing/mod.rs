//! The dashboard's address: filter, sort and page as the text of a URL.
//!
//! The URL is the view: [`Listing::parse`] reads one, [`Listing::to_query`] writes the shortest text that reads back the
//! same.

mod column;
mod filter;
mod matches;
mod place;
mod rank;

pub use crate::columns::{read_columns, write_columns};
pub use column::{AttributeColumn, AttributeName, BEST_MATCH, Column, SearchIn, Sort};
pub use filter::{CHOSEN_MAX, Chosen, Facet, ME, NOBODY, On, Period};
pub use matches::{Facts, Reader};
pub use place::Place;
pub use rank::rank;

use crate::columns::{read_fields, write_fields};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// A list of more tickets than this is sorted only by columns that have an index.
pub const SORTED_MAX: u64 = 10_000;
/// Sizes a page may have, in rows.
pub const SIZES: [u32; 4] = [25, 50, 100, 200];
/// The last page that may be asked for.
pub const PAGE_MAX: u32 = 1_000_000;
/// The longest name of a view in an address.
const VIEW_MAX: usize = 40;
/// The longest search text, in characters.
pub const SEARCH_MAX: usize = 200;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// What I raised or, for an agent, what is assigned to me.
    Mine,
    /// All I may see.
    #[default]
    Company,
}

/// One view of the tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    pub scope: Scope,
    /// Solved and closed tickets too. Statuses that are chosen are shown either way.
    pub closed: bool,
    /// Only open tickets with something that the reader has not seen.
    pub unread: bool,
    /// Only open tickets that wait for the reader: for a customer's answer or, at the desk, for theirs to what a customer said last.
    pub waiting: bool,
    /// Words to find, in the fields of `search_in`.
    pub search: String,
    pub search_in: Vec<SearchIn>,
    pub chosen: Chosen,
    pub period: Option<Period>,
    pub on: On,
    /// Empty for those that the person has set.
    pub columns: Vec<Column>,
    pub sort: Sort,
    /// From 1.
    pub page: u32,
    /// Rows on a page, one of [`SIZES`].
    pub size: u32,
    /// The saved view that this one began with; empty for none. It narrows nothing by itself.
    pub view: String,
}

impl Default for Listing {
    fn default() -> Self {
        Self {
            scope: Scope::default(),
            closed: false,
            unread: false,
            waiting: false,
            search: String::new(),
            search_in: SearchIn::USUAL.to_vec(),
            chosen: Chosen::default(),
            period: None,
            on: On::default(),
            columns: Vec::new(),
            sort: Sort::default(),
            page: 1,
            size: SIZES[0],
            view: String::new(),
        }
    }
}

/// The ends of a range and the order while an address is read.
#[derive(Default)]
struct Read {
    from: Option<Date>,
    to: Option<Date>,
    sort: Option<Sort>,
}

impl Listing {
    /// Reads a query string. A known parameter with a bad value keeps its default and is named in the second part;
    /// unknown parameters are ignored; of a repeated one that takes a single value the last counts.
    pub fn parse(query: &str) -> (Self, Vec<String>) {
        let mut listing = Self::default();
        let (mut refused, mut read) = (Vec::<String>::new(), Read::default());
        for (name, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            if listing.set(&name, &value, &mut read).is_none() && !refused.iter().any(|known| *known == name) {
                refused.push(name.into_owned());
            }
        }
        for facet in refused.iter().filter_map(|name| Facet::parse(name)) {
            listing.chosen.clear(facet);
        }
        listing.sort = read.sort.unwrap_or_else(|| listing.usual_sort());
        listing.set_range((read.from, read.to), &mut refused);
        listing.settle();
        (listing, refused)
    }

    fn set(&mut self, name: &str, value: &str, read: &mut Read) -> Option<()> {
        match name {
            "scope" => self.scope = read_scope(value)?,
            "closed" => self.closed = read_flag(value)?,
            "unread" => self.unread = read_flag(value)?,
            "waiting" => self.waiting = read_flag(value)?,
            "q" => self.search = read_search(value)?,
            "in" => self.search_in = read_fields(value)?,
            "period" => self.period = or_none(value, Period::read_preset)?,
            "from" => read.from = or_none(value, Date::parse)?,
            "to" => read.to = or_none(value, Date::parse)?,
            "on" => self.on = On::parse(value)?,
            "cols" => self.columns = read_columns(value)?,
            "sort" if value == Column::Match.as_str() => read.sort = Some(BEST_MATCH),
            "sort" => read.sort = Some(Sort::parse(value)?),
            "page" => self.page = value.parse().ok().filter(|page| (1..=PAGE_MAX).contains(page))?,
            "view" => self.view = read_view(value)?,
            "size" => self.size = value.parse().ok().filter(|size| SIZES.contains(size))?,
            name => {
                if let Some(facet) = Facet::parse(name) {
                    self.chosen.read(facet, value)?;
                }
            }
        }
        Some(())
    }

    /// A range says more than a preset. One that ends before it begins is open at its end.
    fn set_range(&mut self, (from, mut to): (Option<Date>, Option<Date>), refused: &mut Vec<String>) {
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            if !refused.iter().any(|name| name == "to") {
                refused.push("to".to_owned());
            }
            to = None;
        }
        if from.is_some() || to.is_some() {
            self.period = Some(Period::Range { from, to });
        }
    }

    /// Name and value of everything that is not at its default.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let default = Self::default();
        let mut pairs = Vec::new();
        if self.scope != default.scope {
            pairs.push(("scope", "mine".to_owned()));
        }
        for facet in Facet::ALL {
            pairs.extend(self.chosen.of(facet).iter().map(|slug| (facet.as_str(), slug.clone())));
        }
        if let Some(period) = self.period {
            let (from, to) = period.ends();
            pairs.extend(period.preset().map(|preset| ("period", preset.to_owned())));
            pairs.extend(from.map(|from| ("from", from.to_string())));
            pairs.extend(to.map(|to| ("to", to.to_string())));
        }
        let mut differs = |differs: bool, name: &'static str, value: fn(&Self) -> String| {
            if differs {
                pairs.push((name, value(self)));
            }
        };
        differs(self.on != default.on, "on", |listing| listing.on.as_str().to_owned());
        differs(self.closed, "closed", |_| "1".to_owned());
        differs(self.unread, "unread", |_| "1".to_owned());
        differs(self.waiting, "waiting", |_| "1".to_owned());
        differs(!self.search.is_empty(), "q", |listing| listing.search.clone());
        differs(self.search_in != default.search_in, "in", |listing| write_fields(&listing.search_in));
        differs(!self.columns.is_empty(), "cols", |listing| write_columns(&listing.columns));
        differs(self.sort != self.usual_sort(), "sort", |listing| listing.sort.write());
        differs(self.page != default.page, "page", |listing| listing.page.to_string());
        differs(self.size != default.size, "size", |listing| listing.size.to_string());
        if !self.view.is_empty() {
            // A view's name alone stands for what is kept under it: one from which everything was taken off says so.
            if pairs.is_empty() {
                pairs.push(("scope", "company".to_owned()));
            }
            pairs.push(("view", self.view.clone()));
        }
        pairs
    }

    /// The query string without `?`; what stands at its default is left out.
    pub fn to_query(&self) -> String {
        Self::query_of(self.pairs())
    }

    /// Pairs as a query string.
    pub fn query_of<N: AsRef<str>>(pairs: impl IntoIterator<Item = (N, String)>) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    /// The same in its parts.
    pub fn place(&self) -> Place {
        let pairs = self.pairs().into_iter().map(|(name, value)| (name.into(), value)).collect();
        Place { path: "/tickets", pairs }
    }

    /// The address of this view.
    pub fn address(&self) -> String {
        match self.to_query() {
            query if query.is_empty() => "/tickets".into(),
            query => format!("/tickets?{query}"),
        }
    }

    /// This view from its first page on, after `change`.
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut next = Self { page: 1, ..self.clone() };
        change(&mut next);
        next.settle();
        next
    }

    /// How the list stands for somebody who has chosen no order.
    fn usual_sort(&self) -> Sort {
        if self.search.is_empty() { Sort::default() } else { BEST_MATCH }
    }

    /// Nothing fits best where nothing is looked for.
    fn settle(&mut self) {
        if self.search.is_empty() && self.sort == BEST_MATCH {
            self.sort = Sort::default();
        }
    }

    /// This view looking for a text in these fields; an order that nobody chose becomes the usual one of a search.
    pub fn searching(&self, text: String, fields: Vec<SearchIn>) -> Self {
        self.with(|next| {
            let usual = next.sort == next.usual_sort();
            (next.search, next.search_in) = (text, fields);
            if usual {
                next.sort = next.usual_sort();
            }
        })
    }

    /// Another page of this view.
    pub fn at_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// The view a click on the column's head opens: ascending first, dates and priority descending first, then the
    /// other way.
    pub fn sorted_by(&self, column: Column) -> Self {
        let descending = if self.sort.column == column { !self.sort.descending } else { column.largest_first() };
        self.with(|next| next.sort = Sort { column, descending })
    }

    /// This view at any time.
    pub fn without_period(&self) -> Self {
        self.with(|next| (next.period, next.on) = (None, On::default()))
    }

    /// The columns to show to a person who has set `own`.
    pub fn shown<'a>(&'a self, own: &'a [Column]) -> &'a [Column] {
        if self.columns.is_empty() { own } else { &self.columns }
    }

    /// This view without anything that narrows it; order, columns and page size stay.
    pub fn reset(&self) -> Self {
        let Self { columns, sort, size, .. } = self.clone();
        let mut all = Self { columns, sort, size, ..Self::default() };
        all.settle();
        all
    }

    /// This view as far as it narrows: whatever is counted in it stays the same in another order, on another page.
    pub fn narrowing(&self) -> Self {
        let rest = Self::default();
        let mut narrowing = Self { columns: Vec::new(), page: 1, size: rest.size, view: String::new(), ..self.clone() };
        narrowing.sort = narrowing.usual_sort();
        narrowing
    }

    /// Whether what is open alone is listed, whatever else is chosen.
    pub fn is_open_only(&self) -> bool {
        self.unread || self.waiting
    }

    /// Whether anything narrows the list, so that an empty one can offer a reset.
    pub fn is_filtered(&self) -> bool {
        self.is_open_only()
            || !self.search.is_empty()
            || self.scope != Scope::default()
            || !self.chosen.is_empty()
            || self.period.is_some()
    }
}

/// An empty value is one that was left out.
pub(crate) fn or_none<T>(value: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    if value.is_empty() { Some(None) } else { read(value).map(Some) }
}

fn read_scope(value: &str) -> Option<Scope> {
    match value {
        "mine" => Some(Scope::Mine),
        "company" | "all" => Some(Scope::Company),
        _ => None,
    }
}

fn read_flag(value: &str) -> Option<bool> {
    match value {
        "1" => Some(true),
        "0" | "" => Some(false),
        _ => None,
    }
}

/// Letters and digits, as views are called in addresses.
fn read_view(value: &str) -> Option<String> {
    let fits = value.len() <= VIEW_MAX && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    fits.then(|| value.to_owned())
}

pub(crate) fn read_search(value: &str) -> Option<String> {
    let fits = value.chars().count() <= SEARCH_MAX && !value.contains('\0');
    fits.then(|| value.trim().to_owned())
}

/// The pages worth a link around the current one: the first, the neighbours and the last, `None` for a gap.
pub fn page_links(page: u32, last: u32) -> Vec<Option<u32>> {
    let near = page.saturating_sub(2)..=page.saturating_add(2).min(last);
    let mut links = Vec::new();
    let mut before = 0;
    for number in [1].into_iter().chain(near).chain([last]).filter(|number| (1..=last).contains(number)) {
        if number > before + 1 {
            links.push(None);
        }
        if number > before {
            links.push(Some(number));
            before = number;
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_asked_is_the_default_view() {
        assert_eq!(Listing::parse(""), (Listing::default(), vec![]));
        assert_eq!(Listing::default().address(), "/tickets");
    }

    #[test]
    fn bad_values_are_named_and_unknown_names_ignored() {
        let (listing, refused) =
            Listing::parse("?page=0&sort=name%27%29%3B--&size=7&scope[]=mine&utm=x&closed=yes&q=a+b");
        assert_eq!(refused, ["page", "sort", "size", "closed"]);
        assert_eq!(listing, Listing { search: "a b".into(), sort: BEST_MATCH, ..Listing::default() });
    }

    #[test]
    fn filters_repeat_and_a_bad_value_clears_its_own() {
        let (listing, refused) = Listing::parse("queue=print&queue=field&queue=print&status=&assignee=none");
        assert_eq!(refused, Vec::<String>::new());
        assert_eq!(listing.chosen.of(Facet::Queue), ["print", "field"]);
        assert_eq!(listing.address(), "/tickets?queue=print&queue=field&assignee=none");
        let (listing, refused) = Listing::parse("queue=print&type=incident&queue=%00");
        assert_eq!(refused, ["queue"]);
        assert_eq!(listing.address(), "/tickets?type=incident");
        assert_eq!(Listing::parse("queue=%00&queue=print"), (Listing::default(), vec!["queue".to_owned()]));
    }

    #[test]
    fn a_period_is_a_preset_or_a_range() {
        assert_eq!(Listing::parse("period=7d&on=created").0.address(), "/tickets?period=7d&on=created");
        let (listing, refused) = Listing::parse("period=7d&from=2026-02-01&to=2026-02-28");
        assert_eq!((listing.address().as_str(), refused.len()), ("/tickets?from=2026-02-01&to=2026-02-28", 0));
        let (listing, refused) = Listing::parse("from=2026-02-01&to=2026-01-31&on=never&period=8d");
        assert_eq!(refused, ["on", "period", "to"]);
        assert_eq!(listing.address(), "/tickets?from=2026-02-01");
        assert_eq!(Listing::parse("from=2026-02-30").1, ["from"]);
        assert_eq!(Listing::parse("to=never&to=2026-01-31&from=2026-02-01").1, ["to"]);
        assert_eq!(Listing::parse("period=&from=&to=").0, Listing::default());
    }

    #[test]
    fn columns_and_fields_are_known_and_stand_once() {
        assert_eq!(Listing::parse("cols=subject,age&in=subject").0.address(), "/tickets?in=subject&cols=subject%2Cage");
        let (listing, refused) = Listing::parse("cols=attr.serial,number&sort=-attr.needed_by");
        assert_eq!(
            (listing.address().as_str(), refused.len()),
            ("/tickets?cols=attr.serial%2Cnumber&sort=-attr.needed_by", 0)
        );
        let long = format!("cols=attr.{}", "x".repeat(41));
        for bad in [
            "cols=",
            "cols=subject,subject",
            "cols=subject,secret",
            "in=",
            "in=number,secret",
            "cols=attr.",
            "sort=attr.A",
            &long,
        ] {
            let (listing, refused) = Listing::parse(bad);
            assert_eq!((listing, refused.len()), (Listing::default(), 1), "{bad}");
        }
    }

    #[test]
    fn unread_and_waiting_are_part_of_a_view_and_reset_with_it() {
        let (listing, refused) = Listing::parse("unread=1&waiting=1&queue=print&sort=subject&page=2");
        assert_eq!((listing.unread, listing.waiting, refused.len(), listing.is_filtered()), (true, true, 0, true));
        assert_eq!(listing.address(), "/tickets?queue=print&unread=1&waiting=1&sort=subject&page=2");
        assert_eq!(listing.with(|next| next.unread = false).address(), "/tickets?queue=print&waiting=1&sort=subject");
        assert_eq!(listing.narrowing().address(), "/tickets?queue=print&unread=1&waiting=1");
        assert_eq!(listing.reset().address(), "/tickets?sort=subject");
        assert_eq!(
            Listing::parse("unread=yes&waiting=2"),
            (Listing::default(), vec!["unread".into(), "waiting".into()])
        );
        assert_eq!(Listing::parse("q=printer&sort=subject").0.narrowing(), Listing::parse("q=printer").0);
    }

    #[test]
    fn heads_turn_the_order_around() {
        let by_subject = Listing::default().sorted_by(Column::Subject);
        assert_eq!(by_subject.address(), "/tickets?sort=subject");
        assert_eq!(by_subject.sorted_by(Column::Subject).address(), "/tickets?sort=-subject");
        assert_eq!(Listing::default().sorted_by(Column::Created).address(), "/tickets?sort=-created");
    }

    #[test]
    fn a_search_stands_by_best_match_until_another_order_is_chosen() {
        let found = Listing::parse("q=printer").0;
        assert_eq!((found.sort, found.address().as_str()), (BEST_MATCH, "/tickets?q=printer"));
        assert_eq!(Listing::parse("q=printer&sort=match").0, found);
        let changed = found.sorted_by(Column::Changed);
        assert_eq!(changed.address(), "/tickets?q=printer&sort=-changed");
        assert_eq!(Listing::parse("q=printer&sort=-changed").0, changed);
        assert_eq!(changed.with(|next| next.sort = BEST_MATCH), found);
        for nothing in ["sort=match", "q=&sort=match", ""] {
            assert_eq!(Listing::parse(nothing), (Listing::default(), vec![]), "{nothing}");
        }
        assert_eq!(Listing::parse("q=a&sort=-match&cols=match").1, ["sort", "cols"]);
        assert_eq!((found.with(|next| next.search.clear()), found.reset()), Default::default());
        let fields = SearchIn::USUAL.to_vec();
        assert_eq!(Listing::default().searching("printer".into(), fields.clone()), found);
        assert_eq!(changed.searching("printer".into(), fields.clone()), changed);
        assert_eq!(found.searching(String::new(), fields), Listing::default());
    }

    #[test]
    fn page_links_show_ends_neighbours_and_gaps() {
        assert_eq!(page_links(1, 1), [Some(1)]);
        assert_eq!(page_links(1, 4), [Some(1), Some(2), Some(3), Some(4)]);
        assert_eq!(page_links(9, 20), [Some(1), None, Some(7), Some(8), Some(9), Some(10), Some(11), None, Some(20)]);
        assert_eq!(page_links(50, 3), [Some(1), None, Some(3)], "a page past the end still leads back");
    }

    prop_compose! {
        fn any_chosen()(slugs in prop::collection::vec((0..Facet::ALL.len(), "[a-z&=%+ ]{1,12}"), 0..6)) -> Chosen {
            let mut chosen = Chosen::default();
            for (facet, slug) in slugs {
                chosen.read(Facet::ALL[facet], &slug);
            }
            chosen
        }
    }

    fn any_period() -> impl Strategy<Value = Option<Period>> {
        let day = || prop::option::of((2000..2100_i16, 1..=12_u8, 1..=28_u8).prop_map(|(y, m, d)| Date::new(y, m, d)));
        let range = (day(), day()).prop_map(|(from, to)| {
            let (from, to) = (from.flatten(), to.flatten());
            let to = to.filter(|to| from.is_none_or(|from| from <= *to));
            (from.is_some() || to.is_some()).then_some(Period::Range { from, to })
        });
        prop_oneof![Just(None), (0..4_usize).prop_map(|preset| Some(Period::PRESETS[preset])), range]
    }

    prop_compose! {
        fn any_listing()((mine, closed, unread, waiting, best) in any::<(bool, bool, bool, bool, bool)>(), search in "[^\\p{C}]{0,40}", fields in prop::sample::subsequence(SearchIn::ALL.to_vec(), 1..=5), chosen in any_chosen(),
                         period in any_period(), created: bool, columns in prop::sample::subsequence(Column::ALL.to_vec(), 0..13),
                         attributes in prop::sample::subsequence(vec!["serial", "needed_by", "x-1"], 0..3),
                         (column, descending) in (0..Column::ALL.len(), any::<bool>()), page in 1..PAGE_MAX, size in 0..SIZES.len(), view in "[a-z0-9]{0,8}") -> Listing {
            let scope = if mine { Scope::Mine } else { Scope::Company };
            let attributes = attributes.into_iter().filter_map(|name| AttributeName::new(name).map(Column::Attribute));
            let columns: Vec<_> = columns.into_iter().chain(attributes).collect();
            let sort = Sort { column: *columns.last().unwrap_or(&Column::ALL[column]), descending };
            let sort = if best && !search.trim().is_empty() { BEST_MATCH } else { sort };
            let on = if created { On::Created } else { On::Changed };
            Listing { scope, closed, unread, waiting, search: search.trim().into(), search_in: fields, chosen, period, on, columns, sort, page, size: SIZES[size], view }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(listing in any_listing()) {
            prop_assert_eq!(Listing::parse(&listing.to_query()), (listing, vec![]));
        }

        #[test]
        fn no_text_is_too_strange_to_read(query in ".{0,200}") {
            let (listing, _) = Listing::parse(&query);
            prop_assert!(SIZES.contains(&listing.size) && listing.page >= 1);
        }
    }
}
