//! Query parameters of the page's address, decoded once. The router's own map decodes what it has decoded already: of `100%25` it makes
//! nothing that was asked for, and of an address inside the address another one.

use leptos::prelude::*;
use leptos_router::hooks::use_url;

/// The parameters of a query string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query string, with or without its `?`.
    pub(crate) fn parse(search: &str) -> Self {
        let pairs = form_urlencoded::parse(search.trim_start_matches('?').as_bytes());
        Self(pairs.into_owned().collect())
    }

    /// A parameter's value; of several the last.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }
}

/// The query of the page that is shown; it changes with the address.
pub(crate) fn use_query() -> Memo<Query> {
    let url = use_url();
    Memo::new(move |_| url.with(|url| Query::parse(url.search())))
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn what_was_asked_for_is_decoded_once() {
        let query = Query::parse("?q=100%25&next=%2F%3Fq%3Dlabel%2520printer&find=a+b%2Bc&q=");
        let get = |name| query.get(name).unwrap_or_default();
        assert_eq!((get("next").as_str(), get("find").as_str()), ("/?q=label%20printer", "a b+c"));
        assert_eq!((query.get("q").as_deref(), query.get("none")), (Some(""), None), "of several the last");
        assert_eq!(Query::parse("q=100%25").get("q").as_deref(), Some("100%"));
    }
}
