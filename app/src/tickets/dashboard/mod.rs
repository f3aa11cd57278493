//! Dashboard, the first screen after signing in: the tickets a person may see.

mod columns;
mod content;
mod controls;
mod export;
mod filters;
mod live;
mod opener;
mod page;
mod panel;
mod quick;
mod resize;
mod row;
mod search;
mod table;
mod views;

pub(crate) use content::load_open as load_open_panel;
pub(crate) use page::DashboardRoute;
pub(crate) use search::SearchBox;
