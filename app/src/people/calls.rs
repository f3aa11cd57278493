//! Server functions of the pages about accounts. Reads only: writes are forms.

use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::people::account::{Account, People, Profile};
use domain::people::company::{Companies, Company};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server_context::{into_result, require_person};

/// A part of the list of people.
#[server(prefix = "/calls", endpoint = "people/list", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn list_people(find: String, waiting: bool, page: u64) -> Result<People, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::people::directory::people(&desk, &person, &find, waiting, page).await)
}

/// One person's page.
#[server(prefix = "/calls", endpoint = "people/show", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_person(slug: String) -> Result<Profile, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::people::directory::profile(&desk, &person, &slug).await)
}

/// One's own account.
#[server(prefix = "/calls", endpoint = "people/account", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_account() -> Result<Account, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::people::account::account(&desk, &person).await)
}

/// A part of the list of companies.
#[server(prefix = "/calls", endpoint = "companies/list", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn list_companies(find: String, page: u64) -> Result<Companies, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::companies::directory::companies(&desk, &person, &find, page).await)
}

/// One company's page.
#[server(prefix = "/calls", endpoint = "companies/show", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_company(slug: String) -> Result<Company, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::companies::directory::profile(&desk, &person, &slug).await)
}
