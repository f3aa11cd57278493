//! Everybody's accounts, for those who look after them.

pub(crate) mod list;
pub(crate) mod show;
