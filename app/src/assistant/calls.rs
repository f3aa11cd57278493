use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::assistant::{Case, Page};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::backstage::{answer, asking};

/// The conversation so far.
#[server(prefix = "/calls", endpoint = "assistant/show", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_assistant() -> Result<Page, AppError> {
    let (desk, person) = asking()?;
    answer(desk::assistant::show(&desk, &person).await)
}

/// What a ticket begins with that goes on from the conversation.
#[server(prefix = "/calls", endpoint = "assistant/case", input = GetUrl, output = CompactAnswer)]
pub async fn assistant_case() -> Result<Case, AppError> {
    let (desk, person) = asking()?;
    let page = answer(desk::assistant::show(&desk, &person).await)?;
    Ok(super::told::case(&page))
}
