//! The state of a list, whatever is listed: what narrows it, its order, its columns and its page.

use super::{Chosen, Noun, Period, SIZES, Wanted};
use crate::columns::{ListColumn, Sort};
use crate::filter::Filter;
use serde::{Deserialize, Serialize};

/// Whose things are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// The reader's own: what they raised or hold or, for an agent, what is assigned to them.
    Mine,
    /// All they may see.
    #[default]
    Company,
}

/// Which instant a period is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum On {
    Created,
    #[default]
    Changed,
}

impl On {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::Created, Self::Changed].into_iter().find(|on| on.as_str() == text)
    }
}

/// One view of what a noun lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(
    serialize = "N::Column: Serialize, N::SearchIn: Serialize",
    deserialize = "N::Column: Deserialize<'de>, N::SearchIn: Deserialize<'de>"
))]
pub struct View<N: Noun> {
    pub scope: Scope,
    /// What is over, too: solved and closed tickets. Statuses that are chosen are shown either way.
    pub closed: bool,
    /// Only what is open and has something that the reader has not seen.
    pub unread: bool,
    /// Only what is open and waits: for a customer's answer or, at the desk, for theirs to what a customer said last.
    pub waiting: bool,
    /// Words to find, in the fields of `search_in`.
    pub search: String,
    /// Empty for those that the person has set, where the noun says so.
    pub search_in: Vec<N::SearchIn>,
    pub chosen: Chosen<N::Facet>,
    /// What attributes must be, for nouns that are narrowed by them.
    pub wanted: Vec<Wanted>,
    pub period: Option<Period>,
    pub on: On,
    /// Whatever else is asked of what is listed.
    pub filter: Option<Filter<N::Field>>,
    /// Empty for those that the person has set.
    pub columns: Vec<N::Column>,
    pub sort: Sort<N::Column>,
    /// From 1.
    pub page: u32,
    /// Rows on a page, one of [`SIZES`].
    pub size: u32,
    /// The saved view that this one began with; empty for none. It narrows nothing by itself.
    pub view: String,
}

impl<N: Noun> Default for View<N> {
    fn default() -> Self {
        Self {
            scope: Scope::default(),
            closed: false,
            unread: false,
            waiting: false,
            search: String::new(),
            search_in: N::SEARCH_IN.to_vec(),
            chosen: Chosen::default(),
            wanted: Vec::new(),
            period: None,
            on: On::default(),
            filter: None,
            columns: Vec::new(),
            sort: N::usual_sort(false),
            page: 1,
            size: SIZES[0],
            view: String::new(),
        }
    }
}

impl<N: Noun> View<N> {
    /// This view from its first page on, after `change`.
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut next = Self { page: 1, ..self.clone() };
        change(&mut next);
        next.normalize();
        next
    }

    /// How the list stands for somebody who has chosen no order.
    pub(super) fn usual_sort(&self) -> Sort<N::Column> {
        N::usual_sort(!self.search.is_empty())
    }

    /// The order of a search stands for none where nothing is looked for.
    pub(super) fn normalize(&mut self) {
        if self.search.is_empty() && self.sort == N::usual_sort(true) {
            self.sort = N::usual_sort(false);
        }
    }

    /// This view looking for a text in these fields; an order that nobody chose becomes the usual one of a search.
    pub fn searching(&self, text: String, fields: Vec<N::SearchIn>) -> Self {
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

    /// The view a click on the column's head opens: ascending first, what is best seen from its end descending first, then the
    /// other way.
    pub fn sorted_by(&self, column: N::Column) -> Self {
        let descending =
            if self.sort.column == column { !self.sort.descending } else { ListColumn::largest_first(&column) };
        self.with(|next| next.sort = Sort { column, descending })
    }

    /// This view at any time.
    pub fn without_period(&self) -> Self {
        self.with(|next| (next.period, next.on) = (None, On::default()))
    }

    /// The columns to show to a person who has set `own`.
    pub fn shown<'a>(&'a self, own: &'a [N::Column]) -> &'a [N::Column] {
        if self.columns.is_empty() { own } else { &self.columns }
    }

    /// This view without anything that narrows it; order, columns and page size stay.
    pub fn reset(&self) -> Self {
        let Self { columns, sort, size, .. } = self.clone();
        let mut all = Self { columns, sort, size, ..Self::default() };
        all.normalize();
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
            || !self.wanted.is_empty()
            || self.period.is_some()
            || self.filter.is_some()
    }
}
