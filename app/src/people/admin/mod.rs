//! Everybody's accounts and companies, for those who look after them.

pub(crate) mod companies;
pub(crate) mod company;
mod invite;
pub(crate) mod list;
pub(crate) mod show;

/// The list of everybody.
const PEOPLE: &str = "/admin/people";

/// The list of companies.
const COMPANIES: &str = "/admin/companies";
