//! Responses to writes and refusals: data for scripts; a redirect, or the page with the form as it was, for a browser's form.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::{AppState, pages};
use app::session::FormState;
use app::tickets::Done;
use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;

/// How a client wants its response, by its `Accept` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseFormat {
    /// A browser's form: a page.
    Page,
    /// A script of somebody else's: JSON, with names.
    Json,
    /// The page's own script: packed by position.
    Compact,
}

impl ResponseFormat {
    pub fn of(headers: &HeaderMap) -> Self {
        let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if accept.starts_with("application/json") {
            Self::Json
        } else if accept.starts_with(app::compact::MEDIA_TYPE) {
            Self::Compact
        } else {
            Self::Page
        }
    }
}

/// Where a form is shown and where it is sent, so that a refused one can be shown again.
pub(crate) struct FormTarget {
    /// The page that shows it.
    pub page: String,
    /// The address it is sent to.
    pub action: String,
}

impl FormTarget {
    pub fn new(page: impl Into<String>, action: impl Into<String>) -> Self {
        Self { page: page.into(), action: action.into() }
    }

    /// A form that is sent to the address of its own page.
    pub fn page(page: impl Into<String>) -> Self {
        let page = page.into();
        Self { action: page.clone(), page }
    }

    /// A form that is sent to an address below that of its page.
    pub fn below(page: impl Into<String>, verb: &str) -> Self {
        let page = page.into();
        Self { action: format!("{page}/{verb}"), page }
    }

    /// The same, as far as the verb is known; any other is not said again.
    pub fn verb(page: impl Into<String>, verb: &str, known: &[&str]) -> Self {
        if known.contains(&verb) { Self::below(page, verb) } else { Self::page(page) }
    }
}

/// Responds to a write that leads to an address, or was refused.
pub(crate) async fn respond(
    state: &AppState,
    context: &RequestContext,
    target: FormTarget,
    form: Form,
    result: Result<String, Refusal>,
) -> Response {
    match (result, context.format) {
        (Ok(to), ResponseFormat::Page) => Redirect::to(&to).into_response(),
        (Err(refusal), ResponseFormat::Page) => show_again(state, context, target, form, refusal).await,
        (result, format) => respond_with_data(format, &result.map(|to| Done { to })),
    }
}

/// Shows the form again with everything that was typed. Somebody signed out gets the sign-in page, and the form after it.
async fn show_again(
    state: &AppState,
    context: &RequestContext,
    target: FormTarget,
    form: Form,
    refusal: Refusal,
) -> Response {
    let signed_out = refusal == Refusal::SignedOut;
    let form_state = FormState {
        page: target.page.clone(),
        action: target.action,
        files_lost: form.had_files,
        waiting: form.waiting,
        fields: form.fields,
        refusal: (!signed_out).then(|| refusal.clone()),
    };
    let page = if signed_out { "/login" } else { &target.page };
    let response = pages::render(state, context, page, Some(form_state), Some(status_code(&refusal))).await;
    with_retry_after(&refusal, response)
}

/// The response, with the header that says when it is worth trying again.
fn with_retry_after(refusal: &Refusal, mut response: Response) -> Response {
    if let Some(seconds) = refusal.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

pub(crate) fn status_code(refusal: &Refusal) -> StatusCode {
    StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn respond_with_data(format: ResponseFormat, result: &Result<Done, Refusal>) -> Response {
    let status = result.as_ref().err().map_or(StatusCode::OK, status_code);
    let response = if format == ResponseFormat::Json {
        (status, Json(result)).into_response()
    } else {
        let bytes = app::compact::write(result).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, app::compact::MEDIA_TYPE)], bytes).into_response()
    };
    match result {
        Ok(_) => response,
        Err(refusal) => with_retry_after(refusal, response),
    }
}

/// Refuses a request that has no page to come back to: with a sentence, or with data for a script.
pub(crate) fn refuse(refusal: &Refusal, format: ResponseFormat) -> Response {
    if format != ResponseFormat::Page {
        return respond_with_data(format, &Err(refusal.clone()));
    }
    let text = (app::words::words().refusal)(refusal);
    let response = (status_code(refusal), [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response();
    with_retry_after(refusal, response)
}
