//! Server functions of the support pages.

use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::calendar::edit::CalendarForm;
use domain::support::{Check, Support};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server_context::{into_result, require_person};

/// The ways to help that are open to the person.
#[server(prefix = "/calls", endpoint = "support/show", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_support() -> Result<Support, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::support::show(&desk, &person).await)
}

/// Every condition of chat with its answer; those at the desk name a customer.
#[server(prefix = "/calls", endpoint = "support/check", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn check_support(login: String) -> Result<Check, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::support::check(&desk, &person, &login).await)
}

/// A calendar with everything that can be set.
#[server(prefix = "/calls", endpoint = "calendars/show", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_calendar(slug: String) -> Result<CalendarForm, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::calendars::show(&desk, &person, &slug).await)
}
