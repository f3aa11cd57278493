//! Shared components, which know no nouns: what several pages are made of.

pub(crate) mod attribute;
pub(crate) mod avatar;
pub(crate) mod badge;
pub(crate) mod chip;
pub(crate) mod column_settings;
pub(crate) mod column_width;
pub(crate) mod composer;
pub(crate) mod download;
pub(crate) mod field;
pub(crate) mod file_picker;
pub(crate) mod head;
pub(crate) mod html;
pub(crate) mod icon;
pub(crate) mod listed;
pub(crate) mod marked;
pub(crate) mod navigate;
pub(crate) mod opener;
pub(crate) mod pages;
pub(crate) mod panel;
#[cfg(all(test, feature = "ssr"))]
pub(crate) mod parity;
pub(crate) mod pending_navigation;
pub(crate) mod problem;
pub(crate) mod query;
pub(crate) mod seen;
pub(crate) mod submit;
pub(crate) mod time;
pub(crate) mod unsaved_changes;
