//! The lists of people and of companies: which parameters their addresses take. Both stand by name.

use crate::columns::{ByName, NoSearchField, Sort};
use crate::filter::NoField;
use crate::listing::{NoFacet, Noun, View};

/// Everybody's accounts, as something that is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accounts;

impl Noun for Accounts {
    type Column = ByName;
    type SearchIn = NoSearchField;
    type Facet = NoFacet;
    type Field = NoField;

    const PATH: &'static str = "/admin/people";
    const PARAMETERS: &'static [&'static str] = &["q", "waiting", "page"];
    const EVERYTHING: &'static [&'static str] = &[];
    const SEARCH_IN: &'static [NoSearchField] = &[];
    const ATTRIBUTES: Option<&'static str> = None;

    fn usual_sort(_: bool) -> Sort<ByName> {
        Sort::default()
    }
}

/// Every company, as something that is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clients;

impl Noun for Clients {
    type Column = ByName;
    type SearchIn = NoSearchField;
    type Facet = NoFacet;
    type Field = NoField;

    const PATH: &'static str = "/admin/companies";
    const PARAMETERS: &'static [&'static str] = &["q", "page"];
    const EVERYTHING: &'static [&'static str] = &[];
    const SEARCH_IN: &'static [NoSearchField] = &[];
    const ATTRIBUTES: Option<&'static str> = None;

    fn usual_sort(_: bool) -> Sort<ByName> {
        Sort::default()
    }
}

/// A part of the list of people: everybody, or those who wait to be let in.
pub type PeopleView = View<Accounts>;
/// A part of the list of companies.
pub type CompaniesView = View<Clients>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_who_is_looked_for_and_which_page() {
        let (view, refused) = PeopleView::parse("?q=+vera+&waiting=1&page=2&sort=-name&scope=mine&closed=1");
        assert_eq!((view.search.as_str(), view.waiting, view.page, refused.len()), ("vera", true, 2, 0));
        assert_eq!(view.address(), "/admin/people?waiting=1&q=vera&page=2", "others mean nothing here");
        let address = |page: &str| Some(format!("/admin/people?waiting=1&q=vera{page}"));
        assert_eq!(view.beside(true), (address(""), address("&page=3")));
        assert_eq!(view.beside(false).1, None);
        let (view, refused) = CompaniesView::parse("q=line&waiting=1&page=0");
        assert_eq!((view.address().as_str(), refused), ("/admin/companies?q=line", vec!["page".to_owned()]));
        assert_eq!(view.beside(false), (None, None));
    }
}
