//! Administration of accounts and companies.

pub(crate) mod companies;
pub(crate) mod company;
mod invite;
pub(crate) mod list;
mod profile_forms;
pub(crate) mod show;

use domain::listing::Noun;
use domain::people::listing::{Accounts, Clients};

/// The list of everybody.
const PEOPLE: &str = Accounts::PATH;

/// The list of companies.
const COMPANIES: &str = Clients::PATH;
