//! The address of a page: the parameters of its route and its query string.

use crate::ui::query::Query;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_url};
use leptos_router::params::ParamsMap;

/// The address of a page as its route reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageAddress {
    params: ParamsMap,
    search: String,
}

impl PageAddress {
    /// `search` is the query string without its `?`.
    pub(crate) fn new(params: ParamsMap, search: &str) -> Self {
        Self { params, search: search.to_owned() }
    }

    /// A parameter of the path; empty where the route has none of this name.
    pub(crate) fn param(&self, name: &str) -> String {
        self.params.get(name).unwrap_or_default()
    }

    /// A parameter of the query string; of several the last.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        Query::parse(&self.search).get(name)
    }

    /// The query string without its `?`.
    pub(crate) fn search(&self) -> &str {
        &self.search
    }
}

/// The address of the page that is shown; it changes with the browser's.
pub(crate) fn use_page_address() -> Memo<PageAddress> {
    let (params, url) = (use_params_map(), use_url());
    Memo::new(move |_| url.with(|url| PageAddress::new(params.get(), url.search())))
}
