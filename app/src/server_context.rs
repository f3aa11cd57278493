//! Request context of server functions and pages, on the server alone: the desk, and who is signed in.

use crate::error::AppError;
use desk::Desk;
use desk::people::Person;
use domain::Refusal;
use domain::refusal::Outage;
use http::{HeaderValue, StatusCode};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// The desk and the signed-in person, which the server puts into the context of every request.
///
/// # Errors
/// `SignedOut` when nobody is.
pub fn require_person() -> Result<(Desk, Arc<Person>), AppError> {
    match (use_context::<Desk>(), use_context::<Arc<Person>>()) {
        (Some(desk), Some(person)) => Ok((desk, person)),
        _ => Err(failed(Refusal::SignedOut)),
    }
}

/// The same where nobody need be signed in.
///
/// # Errors
/// `Malformed` outside of a request.
pub fn optional_person() -> Result<(Desk, Option<Arc<Person>>), AppError> {
    let desk = use_context::<Desk>().ok_or(AppError(Refusal::Malformed))?;
    Ok((desk, use_context::<Arc<Person>>()))
}

/// A result of the desk as the result of a server function. A refusal also becomes the response's status.
///
/// # Errors
/// The refusal; faults of ours are logged under a number.
pub fn into_result<T>(result: desk::Result<T>) -> Result<T, AppError> {
    result.map_err(|error| failed(refusal(error)))
}

/// The refusal behind an error; anything else is logged and becomes a number.
pub fn refusal(error: desk::Error) -> Refusal {
    match error {
        desk::Error::Refused(refusal) => refusal,
        busy if busy.outage() == Some(Outage::Busy) => {
            tracing::error!(error = %busy, "the database had no time");
            Refusal::Outage { cause: Outage::Busy, id: String::new() }
        }
        internal => {
            let id = desk::random::id()[..8].to_owned();
            tracing::error!(request = %id, error = %internal, "internal error");
            match internal.outage() {
                Some(cause) => Refusal::Outage { cause, id },
                None => Refusal::Internal { id },
            }
        }
    }
}

/// The refusal as a server function's error, and as the response's status.
fn failed(refusal: Refusal) -> AppError {
    set_status(refusal.status());
    AppError(refusal)
}

/// Sets the status of the page or answer that is being made.
pub fn set_status(status: u16) {
    if let (Some(options), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        options.set_status(status);
    }
}

/// The page's content policy. Scripts run only from our own files or with this page's nonce. While developing, the page also
/// listens to the watcher's port.
pub fn protect(watcher: Option<u32>) {
    let (Some(options), Some(nonce)) = (use_context::<ResponseOptions>(), leptos::nonce::use_nonce()) else {
        return;
    };
    let watcher = watcher.map(|port| format!(" ws://127.0.0.1:{port} ws://localhost:{port}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'{watcher}; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        options.insert_header(http::header::CONTENT_SECURITY_POLICY, policy);
    }
}
