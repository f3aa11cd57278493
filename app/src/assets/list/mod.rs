//! The list of assets. The address is the view; panels are named in it too, so that they need no script.

mod address;
mod columns;
pub(crate) mod filters;
mod page;
mod table;

pub(crate) use page::AssetsRoute;
