//! How a write answers: JSON to the page's own script; a redirect, or the page with the form as it was, to a browser's form.

use crate::asking::{Asking, Wants, wants};
use crate::form::Form;
use crate::{House, pages};
use app::session::Echo;
use app::tickets::Done;
use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;

/// Where a form stands.
pub(crate) struct Place {
    /// The page that shows it.
    pub page: String,
    /// The address it is sent to.
    pub action: String,
}

/// Answers a write that led `to` a page, or was refused.
pub(crate) async fn answer(
    house: &House,
    asking: &Asking,
    place: Place,
    form: Form,
    result: Result<String, Refusal>,
) -> Response {
    match (result, asking.wants) {
        (Ok(to), Wants::Page) => Redirect::to(&to).into_response(),
        (Err(refusal), Wants::Page) => come_back(house, asking, place, form, refusal).await,
        (result, wants) => told(wants, &result.map(|to| Done { to })),
    }
}

/// Shows the form again with everything that was typed. Somebody signed out gets the sign-in page, and the form after it.
async fn come_back(house: &House, asking: &Asking, place: Place, form: Form, refusal: Refusal) -> Response {
    let signed_out = refusal == Refusal::SignedOut;
    let echo = Echo {
        page: place.page.clone(),
        action: place.action,
        files_lost: form.had_files,
        waiting: form.waiting,
        fields: form.fields,
        refusal: (!signed_out).then(|| refusal.clone()),
    };
    let page = if signed_out { "/login" } else { &place.page };
    again(&refusal, pages::render(house, asking, page, Some(echo), Some(status(&refusal))).await)
}

/// The answer, and when it is worth trying again.
fn again(refusal: &Refusal, mut response: Response) -> Response {
    if let Some(seconds) = refusal.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

pub(crate) fn status(refusal: &Refusal) -> StatusCode {
    StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The answer as data.
fn told(wants: Wants, result: &Result<Done, Refusal>) -> Response {
    let status = result.as_ref().err().map_or(StatusCode::OK, status);
    let response = if wants == Wants::Json {
        (status, Json(result)).into_response()
    } else {
        let bytes = app::compact::write(result).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, app::compact::MEDIA_TYPE)], bytes).into_response()
    };
    match result {
        Ok(_) => response,
        Err(refusal) => again(refusal, response),
    }
}

/// A refusal before anything was read; a sentence, or JSON for the page's own script.
pub(crate) fn refused_plainly(refusal: &Refusal, headers: &HeaderMap) -> Response {
    let wants = wants(headers);
    if wants != Wants::Page {
        return told(wants, &Err(refusal.clone()));
    }
    let text = (app::words::words().refusal)(refusal);
    let response = (status(refusal), [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response();
    again(refusal, response)
}
