//! Server functions of the assistant.

use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::assistant::{AssistantPageData, Case};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server_context::{into_result, require_person};

/// The conversation so far.
#[server(prefix = "/calls", endpoint = "assistant/show", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_assistant() -> Result<AssistantPageData, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::assistant::show(&desk, &person).await)
}

/// What a ticket begins with that goes on from the conversation.
#[server(prefix = "/calls", endpoint = "assistant/case", input = GetUrl, output = CompactAnswer)]
pub async fn assistant_case() -> Result<Case, AppError> {
    let (desk, person) = require_person()?;
    let page = into_result(desk::assistant::show(&desk, &person).await)?;
    Ok(super::transcript::case_draft(&page))
}
