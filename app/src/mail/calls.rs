//! Server functions of the pages about mail.

use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::mail::{NotificationPreferences, Outbox};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server_context::{into_result, require_person};

/// What the person has chosen to hear of.
#[server(prefix = "/calls", endpoint = "mail/choices", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn mail_choices() -> Result<NotificationPreferences, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::mail::preferences(&desk, &person).await)
}

/// Mails that have not arrived; for admins.
#[server(prefix = "/calls", endpoint = "mail/outbox", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_outbox() -> Result<Outbox, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::mail::outbox(&desk, &person).await)
}
