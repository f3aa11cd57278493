//! The extractor of handlers that somebody must be signed in for.

use crate::auth::RequestContext;
use crate::response::{ResponseFormat, refuse};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use desk::people::Person;
use domain::Refusal;
use std::sync::Arc;

/// Who is signed in. Whoever is not is refused with `SignedOut` before the handler runs.
pub(crate) struct SignedIn {
    pub person: Arc<Person>,
    pub format: ResponseFormat,
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let Ok(RequestContext { person, format, .. }) = RequestContext::from_request_parts(parts, state).await;
        person.map(|person| Self { person, format }).ok_or_else(|| refuse(&Refusal::SignedOut, format))
    }
}
