//! Lists: their addresses, what narrows and orders them, and which columns they show.
//!
//! Every list is a [`View`] of some [`Noun`], written in its address. A noun says what its columns and facets are and which parameters
//! its address takes; reading and writing the address, turning pages, sorting and resetting are the same for all of them. What is
//! particular to tickets stands here as well, that of assets, people and companies with them.

mod address;
mod chosen;
mod column;
mod facet;
mod field;
mod list_url;
mod matches;
mod noun;
mod rank;
#[cfg(test)]
mod tests;
mod view;

pub use crate::columns::{read_columns, write_columns};
pub use crate::period::Period;
pub use address::Pairs;
pub(crate) use chosen::is_attribute;
pub use chosen::{CHOSEN_MAX, Wanted};
pub use column::{AttributeColumn, AttributeName, BEST_MATCH, Column, SearchIn, Sort};
pub use facet::{Facet, ME, NOBODY, Tickets};
pub use field::Field;
pub use list_url::ListUrl;
pub use matches::{EvaluatedTicket, Facts, ListReader};
pub use noun::{ListFacet, NoFacet, Noun};
pub use rank::rank;
pub use view::{On, Scope, View};

/// One view of the tickets.
pub type Listing = View<Tickets>;

/// The values that are chosen to narrow the list of tickets, or another one.
pub type Chosen<F = Facet> = chosen::Chosen<F>;

/// A list of more rows than this is sorted only by columns that have an index.
pub const SORTED_MAX: u64 = 10_000;
/// Sizes a page may have, in rows.
pub const SIZES: [u32; 4] = [25, 50, 100, 200];
/// The last page that may be asked for.
pub const PAGE_MAX: u32 = 1_000_000;
/// The longest search text, in characters.
pub const SEARCH_MAX: usize = 200;

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
