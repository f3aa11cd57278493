//! The dashboard's address: filter, sort and page as the text of a URL.
//!
//! The URL is the view: [`Listing::parse`] reads one, [`Listing::to_query`] writes the shortest text that reads back the
//! same.

use serde::{Deserialize, Serialize};

/// Sizes a page may have, in rows.
pub const SIZES: [u32; 4] = [25, 50, 100, 200];
/// The last page that may be asked for.
pub const PAGE_MAX: u32 = 1_000_000;
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Column {
    Number,
    Subject,
    Created,
    Changed,
    Status,
    Priority,
}

impl Column {
    pub const ALL: [Self; 6] =
        [Self::Number, Self::Subject, Self::Status, Self::Priority, Self::Created, Self::Changed];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Subject => "subject",
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Status => "status",
            Self::Priority => "priority",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.as_str() == text)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    pub column: Column,
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { column: Column::Changed, descending: true }
    }
}

impl Sort {
    fn parse(text: &str) -> Option<Self> {
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        Column::parse(name).map(|column| Self { column, descending })
    }

    fn write(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.column.as_str())
    }
}

/// One view of the tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    pub scope: Scope,
    /// Solved and closed tickets too.
    pub closed: bool,
    /// Words to find in subject and number.
    pub search: String,
    pub sort: Sort,
    /// From 1.
    pub page: u32,
    /// Rows on a page, one of [`SIZES`].
    pub size: u32,
}

impl Default for Listing {
    fn default() -> Self {
        Self {
            scope: Scope::default(),
            closed: false,
            search: String::new(),
            sort: Sort::default(),
            page: 1,
            size: SIZES[0],
        }
    }
}

impl Listing {
    /// Reads a query string. A known parameter with a bad value keeps its default and is named in the second part;
    /// unknown parameters are ignored; of a repeated one the last counts.
    pub fn parse(query: &str) -> (Self, Vec<String>) {
        let mut listing = Self::default();
        let mut refused = Vec::new();
        for (name, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            if listing.set(&name, &value).is_none() {
                refused.push(name.into_owned());
            }
        }
        refused.dedup();
        (listing, refused)
    }

    fn set(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "scope" => self.scope = read_scope(value)?,
            "closed" => self.closed = read_flag(value)?,
            "q" => self.search = read_search(value)?,
            "sort" => self.sort = Sort::parse(value)?,
            "page" => self.page = value.parse().ok().filter(|page| (1..=PAGE_MAX).contains(page))?,
            "size" => self.size = value.parse().ok().filter(|size| SIZES.contains(size))?,
            _ => {}
        }
        Some(())
    }

    /// Name and value of everything that is not at its default.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let default = Self::default();
        let mut pairs = Vec::new();
        let mut differs = |differs: bool, name: &'static str, value: String| {
            if differs {
                pairs.push((name, value));
            }
        };
        differs(self.scope != default.scope, "scope", "mine".into());
        differs(self.closed, "closed", "1".into());
        differs(!self.search.is_empty(), "q", self.search.clone());
        differs(self.sort != default.sort, "sort", self.sort.write());
        differs(self.page != default.page, "page", self.page.to_string());
        differs(self.size != default.size, "size", self.size.to_string());
        pairs
    }

    /// The query string without `?`; what stands at its default is left out.
    pub fn to_query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish()
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
        next
    }

    /// Another page of this view.
    pub fn at_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// The view a click on the column's head opens: ascending first, dates and priority descending first, then the
    /// other way.
    pub fn sorted_by(&self, column: Column) -> Self {
        let first = matches!(column, Column::Created | Column::Changed | Column::Priority | Column::Number);
        let descending = if self.sort.column == column { !self.sort.descending } else { first };
        self.with(|next| next.sort = Sort { column, descending })
    }

    /// Whether anything narrows the list, so that an empty one can offer a reset.
    pub fn is_filtered(&self) -> bool {
        !self.search.is_empty() || self.scope != Scope::default()
    }
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

fn read_search(value: &str) -> Option<String> {
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
        assert_eq!(listing, Listing { search: "a b".into(), ..Listing::default() });
    }

    #[test]
    fn heads_turn_the_order_around() {
        let by_subject = Listing::default().sorted_by(Column::Subject);
        assert_eq!(by_subject.address(), "/tickets?sort=subject");
        assert_eq!(by_subject.sorted_by(Column::Subject).address(), "/tickets?sort=-subject");
        assert_eq!(Listing::default().sorted_by(Column::Created).address(), "/tickets?sort=-created");
    }

    #[test]
    fn page_links_show_ends_neighbours_and_gaps() {
        assert_eq!(page_links(1, 1), [Some(1)]);
        assert_eq!(page_links(1, 4), [Some(1), Some(2), Some(3), Some(4)]);
        assert_eq!(page_links(9, 20), [Some(1), None, Some(7), Some(8), Some(9), Some(10), Some(11), None, Some(20)]);
        assert_eq!(page_links(50, 3), [Some(1), None, Some(3)], "a page past the end still leads back");
    }

    prop_compose! {
        fn any_listing()(mine: bool, closed: bool, search in "[^\\p{C}]{0,40}", column in 0..Column::ALL.len(),
                         descending: bool, page in 1..PAGE_MAX, size in 0..SIZES.len()) -> Listing {
            let scope = if mine { Scope::Mine } else { Scope::Company };
            let sort = Sort { column: Column::ALL[column], descending };
            Listing { scope, closed, search: search.trim().into(), sort, page, size: SIZES[size] }
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
