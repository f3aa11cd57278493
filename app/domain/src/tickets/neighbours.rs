//! Previous and next: going from ticket to ticket through a list.

use super::Total;
use crate::listing::Listing;
use serde::{Deserialize, Serialize};

/// The parameter of a ticket's address that names the list one came from: the query string of the list's address.
pub const FROM: &str = "from";

/// The tickets before and after one in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbours {
    /// The list's address.
    pub list: String,
    /// What links to its tickets carry.
    pub from: String,
    /// From 1; none for a ticket that is no longer in the list, or further down than is counted.
    pub place: Option<u64>,
    pub total: Total,
    /// Numbers of tickets.
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// What a list's links to its tickets carry, so that one may go on from there.
pub fn from(listing: &Listing) -> String {
    let query: String = form_urlencoded::byte_serialize(listing.to_query().as_bytes()).collect();
    format!("?{FROM}={query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_carries_its_whole_list() {
        let listing = Listing::parse("q=100%25+label&queue=print&page=3").0;
        let from = from(&listing);
        let (name, query) = form_urlencoded::parse(from.trim_start_matches('?').as_bytes()).next().unwrap_or_default();
        assert_eq!((name.as_ref(), Listing::parse(&query)), (FROM, (listing, vec![])));
        assert_eq!(super::from(&Listing::default()), "?from=");
    }
}
