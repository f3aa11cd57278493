use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::work::Work;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::backstage::{answer, asking};

/// Everything that waits for the agent who asks.
#[server(prefix = "/calls", endpoint = "work/show", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_work() -> Result<Work, AppError> {
    let (desk, person) = asking()?;
    answer(desk::work::work(&desk, &person).await)
}
