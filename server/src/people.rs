//! Signing in and out, and accounts.

pub(crate) mod account;
pub(crate) mod admin;
pub(crate) mod companies;
pub(crate) mod passkeys;
pub(crate) mod picture;
pub(crate) mod register;
pub(crate) mod reset;
pub(crate) mod second;
pub(crate) mod setup;

use crate::auth::{RequestContext, cookie_name};
use crate::form::Form;
use crate::pages::own_path;
use crate::response::{self, FormTarget, ResponseFormat};
use crate::{AppState, pages};
use app::session::Echo;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::people::{self, Browser, Credentials, Token};
use domain::Refusal;
use std::sync::Arc;

pub(crate) async fn sign_in(State(state): State<AppState>, mut context: RequestContext, request: Request) -> Response {
    let browser = browser(&context, request.headers());
    let mut form = match Form::read(request, None).await {
        Ok(form) => form,
        Err((form, refusal)) => return response::respond(&state, &context, door(), form, Err(refusal)).await,
    };
    let credentials = Credentials {
        login: form.value("login").to_owned(),
        password: form.password("password"),
        remember: form.value("remember") == "1",
        browser,
    };
    form.fields.retain(|(name, _)| name != "password");
    match start(&state, &context, &credentials).await {
        Ok(token) => enter(&state, &mut context, &token, form).await,
        Err(error) => response::respond(&state, &context, door(), form, Err(app::server_context::refusal(error))).await,
    }
}

/// Leads a right password on, or to its second step with everything that came along.
async fn enter(state: &AppState, context: &mut RequestContext, token: &Token, form: Form) -> Response {
    if !token.half {
        let mut response = welcome(state, context, token, &form).await;
        set_cookie(state, &mut response, &token.text, token.max_age_seconds);
        return response;
    }
    let mut response = if context.format == ResponseFormat::Page {
        let (page, action) = ("/login/code".to_owned(), "/login/code".to_owned());
        let echo = Echo { page, action, fields: form.fields, refusal: None, files_lost: false, waiting: Vec::new() };
        context.person = None;
        pages::render(state, context, "/login/code", Some(echo), None).await
    } else {
        response::respond(state, context, door(), Form::default(), Ok("/login/code".into())).await
    };
    set_half(state, &mut response, &token.text, token.max_age_seconds);
    response
}

/// The cookie of a sign-in that waits for its second step.
const HALF: &str = "half";

fn half_name(state: &AppState) -> String {
    format!("{}-{HALF}", cookie_name(state))
}

fn set_half(state: &AppState, response: &mut Response, value: &str, max_age: Option<i64>) {
    if let Some(cookie) = named_cookie(state, &half_name(state), value, max_age) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn forget_half(state: &AppState, response: &mut Response) {
    set_half(state, response, "", Some(0));
}

fn half_tokens(state: &AppState, headers: &HeaderMap) -> Vec<String> {
    crate::cookie::tokens(headers, &half_name(state))
}

/// Where a request comes from.
fn browser(context: &RequestContext, headers: &HeaderMap) -> Browser {
    let device = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Browser { address: context.address, device: device.to_owned() }
}

/// Every sign-in starts a new session and ends the one the browser had.
async fn start(state: &AppState, context: &RequestContext, credentials: &Credentials) -> desk::Result<Token> {
    let token = people::sign_in(&state.desk, credentials).await?;
    end_sessions(state, context).await?;
    Ok(token)
}

/// Ends every session that the browser came with.
async fn end_sessions(state: &AppState, context: &RequestContext) -> desk::Result<()> {
    for token in &context.tokens {
        people::sign_out(&state.desk, token).await?;
    }
    Ok(())
}

fn door() -> FormTarget {
    FormTarget { page: "/login".into(), action: "/login".into() }
}

/// Goes on to where the person wanted to go, or to the form that the end of their session interrupted.
async fn welcome(state: &AppState, context: &mut RequestContext, token: &Token, form: &Form) -> Response {
    let kept = interrupted(form).filter(|_| context.format == ResponseFormat::Page);
    let Some(echo) = kept else {
        let to = own_path(form.value("next")).unwrap_or("/").to_owned();
        return response::respond(state, context, door(), Form::default(), Ok(to)).await;
    };
    context.person = people::find(&state.desk, &token.text).await.ok().flatten().map(Arc::new);
    pages::render(state, context, &echo.page.clone(), Some(echo), None).await
}

fn interrupted(form: &Form) -> Option<Echo> {
    let page = own_path(form.value("kept.page"))?.to_owned();
    let action = own_path(form.value("kept.action"))?.to_owned();
    let typed = form
        .fields
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("kept.field.")?.to_owned(), value.clone())));
    Some(Echo {
        page,
        action,
        fields: typed.collect(),
        refusal: None,
        files_lost: form.value("kept.files") == "1",
        waiting: Vec::new(),
    })
}

pub(crate) async fn sign_out(State(state): State<AppState>, context: RequestContext) -> Response {
    if let Err(error) = end_sessions(&state, &context).await {
        return response::respond(&state, &context, door(), Form::default(), Err(app::server_context::refusal(error)))
            .await;
    }
    if context.tokens.is_empty() {
        return response::respond(&state, &context, door(), Form::default(), Err(Refusal::SignedOut)).await;
    }
    let mut response = Redirect::to("/login").into_response();
    set_cookie(&state, &mut response, "", Some(0));
    response
}

fn set_cookie(state: &AppState, response: &mut Response, value: &str, max_age: Option<i64>) {
    if let Some(cookie) = session_cookie(state, value, max_age) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// The session's cookie; without an age until the browser closes.
pub(crate) fn session_cookie(state: &AppState, value: &str, max_age: Option<i64>) -> Option<HeaderValue> {
    named_cookie(state, cookie_name(state), value, max_age)
}

fn named_cookie(state: &AppState, name: &str, value: &str, max_age: Option<i64>) -> Option<HeaderValue> {
    let secure = if state.settings.is_https() { "; Secure" } else { "" };
    let max_age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{max_age}");
    HeaderValue::from_str(&text).ok()
}
