//! Sign-in, sign-out and their cookies; below, the forms of accounts.

pub(crate) mod account;
pub(crate) mod admin;
pub(crate) mod companies;
pub(crate) mod passkeys;
pub(crate) mod picture;
pub(crate) mod register;
pub(crate) mod reset;
pub(crate) mod second_factor;
pub(crate) mod setup;

use crate::AppState;
use crate::auth::{RequestContext, cookie_name};
use crate::form::Form;
use crate::form_post::FormPost;
use crate::pages::{self, local_path};
use crate::response::{FormTarget, ResponseFormat, respond};
use app::server_context::refusal;
use app::session::FormState;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Desk;
use desk::people::{self, Credentials, Token};
use domain::Refusal;
use std::sync::Arc;

const SIGN_IN: &str = "/login";
const CODE: &str = "/login/code";

pub(crate) async fn sign_in(headers: HeaderMap, mut post: FormPost) -> Response {
    let browser = post.context.browser(&headers);
    let begun = post
        .run_for_anyone(async |desk, context, form| {
            let credentials = Credentials {
                login: form.value("login").to_owned(),
                password: form.password("password"),
                remember: form.value("remember") == "1",
                browser,
            };
            let token = people::sign_in(desk, &credentials).await?;
            end_sessions(desk, context).await?;
            Ok(token)
        })
        .await;
    post.form.fields.retain(|(name, _)| name != "password");
    match begun {
        Ok(token) if token.half => ask_for_code(post, &token).await,
        Ok(token) => start_session(&mut post, &token).await,
        Err(refusal) => post.respond(FormTarget::page(SIGN_IN), Err(refusal)).await,
    }
}

/// Leads a right password to its second step, with everything that came along.
async fn ask_for_code(mut post: FormPost, token: &Token) -> Response {
    let mut response = if post.context.format == ResponseFormat::Page {
        post.context.person = None;
        pages::render_form(&post.state, &post.context, FormTarget::page(CODE), post.form.fields, None).await
    } else {
        post.respond(FormTarget::page(SIGN_IN), Ok(CODE.to_owned())).await
    };
    set_second_factor_cookie(&post.state, &mut response, &token.text, token.max_age_seconds);
    response
}

/// Ends the name of the cookie of a sign-in that waits for its second factor.
const SECOND_FACTOR_SUFFIX: &str = "half";

fn second_factor_cookie_name(state: &AppState) -> String {
    format!("{}-{SECOND_FACTOR_SUFFIX}", cookie_name(state))
}

fn set_second_factor_cookie(state: &AppState, response: &mut Response, value: &str, max_age: Option<i64>) {
    if let Some(cookie) = named_cookie(state, &second_factor_cookie_name(state), value, max_age) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn clear_second_factor_cookie(state: &AppState, response: &mut Response) {
    set_second_factor_cookie(state, response, "", Some(0));
}

fn second_factor_tokens(state: &AppState, headers: &HeaderMap) -> Vec<String> {
    crate::cookie::tokens(headers, &second_factor_cookie_name(state))
}

/// Ends every session that the browser came with: each sign-in starts a new one.
async fn end_sessions(desk: &Desk, context: &RequestContext) -> desk::Result<()> {
    for token in &context.tokens {
        people::sign_out(desk, token).await?;
    }
    Ok(())
}

/// Starts a session in the browser, and goes on to where the person wanted to go, or to the form that the end of their last
/// session interrupted.
async fn start_session(post: &mut FormPost, token: &Token) -> Response {
    let interrupted = interrupted_form(&post.form).filter(|_| post.context.format == ResponseFormat::Page);
    let mut response = if let Some(form_state) = interrupted {
        post.context.person = people::find(&post.state.desk, &token.text).await.ok().flatten().map(Arc::new);
        pages::render(&post.state, &post.context, &form_state.page.clone(), Some(form_state), None).await
    } else {
        let to = local_path(post.form.value("next")).unwrap_or("/").to_owned();
        post.respond(FormTarget::page(SIGN_IN), Ok(to)).await
    };
    set_cookie(&post.state, &mut response, &token.text, token.max_age_seconds);
    response
}

/// Responds to a form that may have started a session, or the first half of one, and leads to an address.
async fn respond_with_session(
    mut post: FormPost,
    target: FormTarget,
    result: Result<(Token, String), Refusal>,
) -> Response {
    let (token, result) = match result {
        Ok((token, to)) => (Some(token), Ok(to)),
        Err(refusal) => (None, Err(refusal)),
    };
    let mut response = post.respond(target, result).await;
    match token {
        Some(token) if token.half => {
            set_second_factor_cookie(&post.state, &mut response, &token.text, token.max_age_seconds)
        }
        Some(token) => set_cookie(&post.state, &mut response, &token.text, token.max_age_seconds),
        None => {}
    }
    response
}

fn interrupted_form(form: &Form) -> Option<FormState> {
    let page = local_path(form.value("kept.page"))?.to_owned();
    let action = local_path(form.value("kept.action"))?.to_owned();
    let typed = form
        .fields
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("kept.field.")?.to_owned(), value.clone())));
    Some(FormState {
        page,
        action,
        fields: typed.collect(),
        refusal: None,
        files_lost: form.value("kept.files") == "1",
        waiting: Vec::new(),
    })
}

pub(crate) async fn sign_out(State(state): State<AppState>, context: RequestContext) -> Response {
    let result = match end_sessions(&state.desk, &context).await {
        Ok(()) if context.tokens.is_empty() => Err(Refusal::SignedOut),
        Ok(()) => Ok(()),
        Err(error) => Err(refusal(error)),
    };
    if let Err(refusal) = result {
        return respond(&state, &context, FormTarget::page(SIGN_IN), Form::default(), Err(refusal)).await;
    }
    let mut response = Redirect::to(SIGN_IN).into_response();
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
