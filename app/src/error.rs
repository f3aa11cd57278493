//! Error type of server functions: a refusal.

use crate::compact::Compact;
use domain::Refusal;
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A refusal on its way over the wire. Internals never become one: they are logged and leave only a number behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppError(pub Refusal);

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&(crate::words::words().refusal)(&self.0))
    }
}

impl std::error::Error for AppError {}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl FromServerFnError for AppError {
    type Encoder = Compact;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Self(match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Refusal::Offline,
            ServerFnErrorErr::Deserialization(_) => Refusal::Outdated,
            _ => Refusal::Malformed,
        })
    }
}
