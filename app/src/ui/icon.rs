//! Icons as inline SVG: 24 px grid, one line of 1.5 px, in the colour of the text beside them.

use leptos::prelude::*;

pub(crate) const DASHBOARD: &str = "M4 5h16v14H4zM4 10h16M9 10v9";
pub(crate) const WORK: &str = "M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5";
pub(crate) const ASSETS: &str = "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9";
pub(crate) const PLAN: &str = "M12 3l7 3v6c0 4-3 7-7 9-4-2-7-5-7-9V6zM9 12l2 2 4-4";
pub(crate) const SUPPORT: &str = "M12 3a9 9 0 1 0 .01 0zM12 8a4 4 0 1 0 .01 0zM5.6 5.6l3.6 3.6M14.8 14.8l3.6 3.6M18.4 5.6l-3.6 3.6M9.2 14.8l-3.6 3.6";
pub(crate) const HELP: &str = "M4 5c3-1 6-1 8 1 2-2 5-2 8-1v13c-3-1-6-1-8 1-2-2-5-2-8-1zM12 6v13";
pub(crate) const ASSISTANT: &str = "M12 4l2 5 5 2-5 2-2 5-2-5-5-2 5-2zM19 17v4M17 19h4";
pub(crate) const CHAT: &str = "M4 5h16v11H10l-5 4v-4H4z";
pub(crate) const ACTIVITIES: &str = "M6 16v-5a6 6 0 0 1 12 0v5l2 2H4zM10 21h4";
pub(crate) const PEOPLE: &str =
    "M9 4a3.5 3.5 0 1 0 .01 0zM3 20c0-4 2-6 6-6s6 2 6 6M16 4a3.5 3.5 0 0 1 0 7M17 14c3 0 4 3 4 6";
pub(crate) const COMPANIES: &str = "M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3";
pub(crate) const MAILS: &str = "M4 6h16v12H4zM4 7l8 6 8-6";
pub(crate) const MORE: &str = "M6 12h.01M12 12h.01M18 12h.01";
pub(crate) const MENU: &str = "M4 7h16M4 12h16M4 17h16";
pub(crate) const NEW: &str = "M12 5v14M5 12h14";
pub(crate) const FOLD: &str = "M4 5h16v14H4zM10 5v14";
pub(crate) const FILTER: &str = "M4 6h16M7 12h10M10 18h4";
pub(crate) const SORT: &str = "M8 5v14M5 16l3 3 3-3M16 19V5M13 8l3-3 3 3";

/// Decoration: what it stands beside has a name.
#[component]
pub(crate) fn Icon(path: &'static str) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=path></path></svg> }
}
