//! The first administrator of a new desk. The code stands in the server's log, which only the machine's owner reads.

use super::{browser, set_cookie};
use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, refuse, respond};
use crate::{AppState, pages};
use app::server_context::refusal;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::people::setup::{self, First};
use desk::people::{Browser, Token};
use domain::Refusal;

/// The page, as long as there is no administrator; afterwards it is like any that does not exist.
pub(crate) async fn page(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    match setup::is_needed(&state.desk).await {
        Ok(true) => pages::render(&state, &context, "/setup", None, None).await,
        Ok(false) if context.person.is_some() => refuse(&Refusal::NotFound, context.format),
        Ok(false) => pages::page(State(state), context, request).await,
        Err(error) => refuse(&refusal(error), context.format),
    }
}

pub(crate) async fn found(
    State(state): State<AppState>,
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let browser = browser(&context, &headers);
    let (mut form, result) = match Form::read(request, None).await {
        Ok(form) => {
            let result = perform(&state, &form, &browser).await;
            (form, result)
        }
        Err((form, refusal)) => (form, Err(refusal)),
    };
    form.fields.retain(|(name, _)| name != "password" && name != "code");
    let target = FormTarget { page: "/setup".into(), action: "/setup".into() };
    let (token, result) = match result {
        Ok(token) => (Some(token), Ok("/".to_owned())),
        // Whoever comes too late learns no more than that there is no such page.
        Err(Refusal::NotFound) if context.person.is_none() => (None, Err(Refusal::SignedOut)),
        Err(refusal) => (None, Err(refusal)),
    };
    let mut response = respond(&state, &context, target, form, result).await;
    if let Some(token) = token {
        set_cookie(&state, &mut response, &token.text, token.max_age_seconds);
    }
    response
}

async fn perform(state: &AppState, form: &Form, browser: &Browser) -> Result<Token, Refusal> {
    let first = First {
        code: form.value("code").to_owned(),
        email: form.value("email").to_owned(),
        details: form.details(),
        password: form.password("password"),
    };
    setup::found(&state.desk, &first, browser).await.map_err(refusal)
}
