//! Forgotten passwords: asking for a link, and coming back with it.

use super::{browser, end_sessions, set_cookie, set_half};
use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{self, FormTarget};
use crate::{AppState, pages, path_segment};
use app::server_context::refusal;
use app::session::Echo;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::people::{Browser, Token, reset};
use domain::{Reason, Refusal};
use std::net::IpAddr;

/// An address has no more characters.
const ADDRESS_MAX: usize = 254;

/// Asks for a link. The answer is given before anybody has looked for an account, so it is the same for all.
pub(crate) async fn forgot(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let target = FormTarget { page: "/forgot".into(), action: "/forgot".into() };
    let (form, result) = match Form::read(request, None).await {
        Ok(form) => {
            let result = admitted(&state, context.address, form.value("email").trim());
            (form, result)
        }
        Err((form, refusal)) => (form, Err(refusal)),
    };
    if result.is_ok() {
        let (desk, login) = (state.desk.clone(), form.value("email").to_owned());
        tokio::spawn(async move {
            if let Err(error) = reset::ask(&desk, &login).await {
                tracing::error!(%error, "a password link could not be created");
            }
        });
    }
    response::respond(&state, &context, target, form, result.map(|()| "/forgot?sent=1".into())).await
}

fn admitted(state: &AppState, address: IpAddr, typed: &str) -> Result<(), Refusal> {
    if typed.is_empty() {
        return Err(Refusal::field("email", Reason::Missing));
    }
    if typed.chars().count() > ADDRESS_MAX {
        return Err(Refusal::field("email", Reason::TooLong { max: ADDRESS_MAX }));
    }
    reset::admit(&state.desk, typed, address).map_err(refusal)
}

/// The page behind a link of a mail.
pub(crate) async fn page(
    State(state): State<AppState>,
    path: Result<Path<String>, PathRejection>,
    context: RequestContext,
) -> Response {
    let token = path.map(|Path(token)| token).unwrap_or_default();
    let page = page_of(&token);
    let found = reset::look(&state.desk, &token).await.map_err(refusal);
    let gone = found.err().map(|refusal| {
        let status = response::status_code(&refusal);
        let (page, action) = (page.clone(), page.clone());
        (
            Echo { page, action, fields: Vec::new(), refusal: Some(refusal), files_lost: false, waiting: Vec::new() },
            status,
        )
    });
    let (echo, status): (Option<Echo>, Option<StatusCode>) = gone.unzip();
    pages::render(&state, &context, &page, echo, status).await
}

/// Sets the password and signs in.
pub(crate) async fn reset(
    State(state): State<AppState>,
    Path(token): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    let browser = browser(&context, request.headers());
    let page = page_of(&token);
    let target = FormTarget { page: page.clone(), action: page };
    let (mut form, result) = match Form::read(request, None).await {
        Ok(form) => {
            let result = enter(&state, &context, &token, &form.password("password"), &browser).await;
            (form, result.map_err(refusal))
        }
        Err((form, refusal)) => (form, Err(refusal)),
    };
    form.fields.clear();
    let (token, result) = match result {
        Ok(token) if token.half => (Some(token), Ok("/login/code".to_owned())),
        Ok(token) => (Some(token), Ok("/".to_owned())),
        Err(refusal) => (None, Err(refusal)),
    };
    let mut response = response::respond(&state, &context, target, form, result).await;
    if let Some(token) = token.as_ref().filter(|token| token.half) {
        set_half(&state, &mut response, &token.text, token.max_age_seconds);
    } else if let Some(token) = token {
        set_cookie(&state, &mut response, &token.text, token.max_age_seconds);
    }
    response
}

/// Whoever was signed in here before is not any more.
async fn enter(
    state: &AppState,
    context: &RequestContext,
    token: &str,
    password: &str,
    browser: &Browser,
) -> desk::Result<Token> {
    let fresh = reset::reset(&state.desk, token, password, browser).await?;
    end_sessions(state, context).await?;
    Ok(fresh)
}

/// The page's address; whatever is no token has one, too.
fn page_of(token: &str) -> String {
    format!("/reset/{}", path_segment::id(token))
}
