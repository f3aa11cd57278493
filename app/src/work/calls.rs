//! Server function of the page *My work*.

use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::work::Work;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server_context::{into_result, require_person};

/// Everything that waits for the agent who asks.
#[server(prefix = "/calls", endpoint = "work/show", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_work() -> Result<Work, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::work::work(&desk, &person).await)
}
