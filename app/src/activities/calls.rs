//! Server function of the activities page.

use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::activities::ActivityInbox;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server_context::{into_result, require_person};

/// One page of the person's activities.
#[server(prefix = "/calls", endpoint = "activities/list", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn list_activities(page: u32) -> Result<ActivityInbox, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::activities::list(&desk, &person, page).await)
}
