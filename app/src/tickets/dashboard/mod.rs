//! The first screen after signing in: the tickets a person may see.

mod controls;
mod page;
mod pages;
mod search;
mod table;

pub(crate) use page::DashboardPage;
pub(crate) use search::SearchBox;
