//! The trait of everything that is listed: what a list is of, and which parameters its address takes.

use crate::columns::{ListColumn, SearchField, Sort};
use crate::filter;
use std::fmt::Debug;

/// Something that is listed. A new list is a type that says this much; its address, and what links of its page do with it, are those
/// of every [`View`](super::View).
pub trait Noun: Copy + Debug + Eq + 'static {
    type Column: ListColumn;
    type SearchIn: SearchField;
    type Facet: ListFacet;
    /// What filters may ask for.
    type Field: filter::Field;

    /// Where the list is.
    const PATH: &'static str;
    /// The parameters that its address takes beside facets and attributes; others mean nothing there.
    const PARAMETERS: &'static [&'static str];
    /// What `scope` says for everything that one sees, in one word or another. The first is written.
    const EVERYTHING: &'static [&'static str];
    /// Where a search looks that does not say so; empty for where the person has set.
    const SEARCH_IN: &'static [Self::SearchIn];
    /// What stands before the name of an attribute that narrows the list; `None` where none does.
    const ATTRIBUTES: Option<&'static str>;

    /// How the list stands for somebody who has chosen no order.
    fn usual_sort(searching: bool) -> Sort<Self::Column>;

    /// Reads `-created`: the largest first.
    fn read_sort(text: &str) -> Option<Sort<Self::Column>> {
        Sort::parse(text)
    }
}

/// A filter whose values are chosen from a set. Several values of one widen it, several facets narrow each other.
pub trait ListFacet: Copy + Eq + 'static {
    /// In the order of addresses.
    const ALL: &'static [Self];
    /// The longest value, in characters.
    const VALUE_MAX: usize;

    /// Its name in addresses.
    fn name(self) -> &'static str;

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|facet| facet.name() == name)
    }
}

/// The facets of a list that has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFacet {}

impl ListFacet for NoFacet {
    const ALL: &'static [Self] = &[];
    const VALUE_MAX: usize = 0;

    fn name(self) -> &'static str {
        match self {}
    }
}
