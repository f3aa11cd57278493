//! Server function of call-backs.

use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::phone::CallbackOffer;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server_context::{into_result, require_person};

/// What a call-back is asked for with, or the one that is on its way.
#[server(prefix = "/calls", endpoint = "phone/form", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn offer_call() -> Result<CallbackOffer, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::phone::form(&desk, &person).await)
}
