//! Pages and their data. A page declares what it loads together with its route (`page!`); the server asks for that before it renders
//! the page and writes the answers into its HTML, the browser takes them from there and asks again when the address changes.

mod address;
mod data;
mod declare;
#[cfg(feature = "ssr")]
mod prefetch;
mod query;

pub(crate) use address::{PageAddress, use_page_address};
pub(crate) use data::{use_page_data, use_page_data_again};
pub(crate) use declare::{Page, page};
#[cfg(feature = "ssr")]
pub(crate) use prefetch::{PageRequest, PrefetchCache};
#[cfg(feature = "ssr")]
pub(crate) use query::PageQuery;
