//! How a browser wants the frame, kept where no script can do it: the rail folded or not, the banner of the demo shut.

use crate::AppState;
use crate::auth::RequestContext;
use crate::form::Form;
use crate::pages::own_path;
use crate::response::{FormTarget, respond};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::Refusal;

/// What may be kept: the cookie is called `portico_` and the field's name.
const CHOICES: [(&str, &str); 3] = [("rail", "folded"), ("rail", "wide"), ("demo", "shut")];

/// Takes `rail` or `demo`, and leads back to the page of `back`.
pub(crate) async fn keep(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, read) = match Form::read(request, None).await {
        Ok(form) => (form, Ok(())),
        Err((form, refusal)) => (form, Err(refusal)),
    };
    let back = own_path(form.value("back")).unwrap_or("/").to_owned();
    let chosen = CHOICES.into_iter().find(|(name, value)| form.value(name) == *value);
    let result = match (&context.person, read, chosen) {
        (None, ..) => Err(Refusal::SignedOut),
        (_, Err(refusal), _) => Err(refusal),
        (.., None) => Err(Refusal::Malformed),
        (.., Some(_)) => Ok(back.clone()),
    };
    let cookie = chosen.filter(|_| result.is_ok()).and_then(cookie);
    let mut response =
        respond(&state, &context, FormTarget { page: back, action: "/frame".into() }, form, result).await;
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn cookie((name, value): (&str, &str)) -> Option<HeaderValue> {
    format!("portico_{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax").parse().ok()
}
