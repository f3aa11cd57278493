//! Middleware of every request: the check of `Origin` (CSRF protection), writes that outlive their client, security headers, panics.

use crate::AppState;
use crate::response::{ResponseFormat, refuse};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use domain::refusal::RETRY_AFTER_SECONDS;
use std::any::Any;

/// Refuses to change anything for a page of another site: `Origin` must be ours, or the browser must say that the request
/// comes from our own page.
pub(crate) async fn same_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if carries_its_own_token(request.uri().path()) {
        return next.run(request).await;
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        && !(opens_stream(headers) && headers.contains_key(header::ORIGIN));
    if safe || is_same_origin(&state, headers) {
        return next.run(request).await;
    }
    refuse(&Refusal::ForeignOrigin, ResponseFormat::of(headers))
}

/// A post to such an address may come from anywhere: its token says all there is to say, and no cookie is read.
pub(crate) fn carries_its_own_token(path: &str) -> bool {
    path.starts_with("/unsubscribe/")
}

/// Asks for a WebSocket or an event stream. A browser opens those for a page of any site and lets it listen, cookie and all.
fn opens_stream(headers: &HeaderMap) -> bool {
    let asks_for_events = |value: &HeaderValue| {
        let accept = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
        accept.contains("text/event-stream")
    };
    headers.contains_key(header::UPGRADE) || headers.get_all(header::ACCEPT).iter().any(asks_for_events)
}

fn is_same_origin(state: &AppState, headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if text(HeaderName::from_static("sec-fetch-site")) == Some("same-origin") {
        return true;
    }
    let Some(origin) = text(header::ORIGIN) else {
        return false;
    };
    match (&state.settings.public_url, text(header::HOST)) {
        (Some(url), _) => origin == url,
        (None, Some(host)) => origin == format!("http://{host}"),
        (None, None) => false,
    }
}

/// A write goes on when the person leaves in the middle: a transaction that is dropped half-way may keep its connection.
pub(crate) async fn run_detached(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(error) => panicked(error.into_panic()),
    }
}

/// Headers of every response. Handlers may set stricter ones of their own; nothing sets weaker ones.
pub(crate) async fn headers(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if state.settings.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.entry(header::RETRY_AFTER).or_insert(HeaderValue::from(RETRY_AFTER_SECONDS));
    }
    for (name, value) in UNLESS_SET {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // `no-referrer` would make a form post send `Origin: null`.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

const UNLESS_SET: [(HeaderName, &str); 2] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (header::CACHE_CONTROL, "no-store"),
];

/// One broken request is one 500; the server goes on.
pub(crate) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    let id = desk::random::id()[..8].to_owned();
    tracing::error!(request = %id, panic = text.unwrap_or("unknown"), "a handler panicked");
    let words = app::words::words();
    (StatusCode::INTERNAL_SERVER_ERROR, (words.refusal)(&Refusal::Internal { id })).into_response()
}
