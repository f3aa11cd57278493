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

use crate::answer::{self, Place};
use crate::asking::{Asking, Wants, cookie_name};
use crate::form::Form;
use crate::pages::own_path;
use crate::{House, pages};
use app::session::Echo;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::people::{self, Browser, Credentials, Token};
use domain::Refusal;
use std::sync::Arc;

pub(crate) async fn sign_in(State(house): State<House>, mut asking: Asking, request: Request) -> Response {
    let browser = browser(&asking, request.headers());
    let mut form = match Form::read(request, None).await {
        Ok(form) => form,
        Err((form, refusal)) => return answer::answer(&house, &asking, door(), form, Err(refusal)).await,
    };
    let credentials = Credentials {
        login: form.value("login").to_owned(),
        password: raw(&form, "password"),
        remember: form.value("remember") == "1",
        browser,
    };
    form.fields.retain(|(name, _)| name != "password");
    match start(&house, &asking, &credentials).await {
        Ok(token) => enter(&house, &mut asking, &token, form).await,
        Err(error) => answer::answer(&house, &asking, door(), form, Err(app::backstage::refusal(error))).await,
    }
}

/// Leads a right password on, or to its second step with everything that came along.
async fn enter(house: &House, asking: &mut Asking, token: &Token, form: Form) -> Response {
    if !token.half {
        let mut response = welcome(house, asking, token, &form).await;
        set_cookie(house, &mut response, &token.text, token.max_age_seconds);
        return response;
    }
    let mut response = if asking.wants == Wants::Page {
        let (page, action) = ("/login/code".to_owned(), "/login/code".to_owned());
        let echo = Echo { page, action, fields: form.fields, refusal: None, files_lost: false, waiting: Vec::new() };
        asking.person = None;
        pages::render(house, asking, "/login/code", Some(echo), None).await
    } else {
        answer::answer(house, asking, door(), Form::default(), Ok("/login/code".into())).await
    };
    set_half(house, &mut response, &token.text, token.max_age_seconds);
    response
}

/// The cookie of a sign-in that waits for its second step.
const HALF: &str = "half";

fn half_name(house: &House) -> String {
    format!("{}-{HALF}", cookie_name(house))
}

fn set_half(house: &House, response: &mut Response, value: &str, max_age: Option<i64>) {
    if let Some(cookie) = named_cookie(house, &half_name(house), value, max_age) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn forget_half(house: &House, response: &mut Response) {
    set_half(house, response, "", Some(0));
}

fn half_tokens(house: &House, headers: &HeaderMap) -> Vec<String> {
    crate::cookie::tokens(headers, &half_name(house))
}

/// Where a request comes from.
fn browser(asking: &Asking, headers: &HeaderMap) -> Browser {
    let device = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Browser { address: asking.address, device: device.to_owned() }
}

/// A token as it may stand in an address.
pub(crate) fn plain(token: &str) -> &str {
    let plain = !token.is_empty() && token.len() <= 64 && token.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if plain { token } else { "0" }
}

/// A password is taken as typed, blank space and all.
fn raw(form: &Form, name: &str) -> String {
    form.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

/// Every sign-in starts a new session and ends the one the browser had.
async fn start(house: &House, asking: &Asking, credentials: &Credentials) -> desk::Result<Token> {
    let token = people::sign_in(&house.desk, credentials).await?;
    end_sessions(house, asking).await?;
    Ok(token)
}

/// Ends every session that the browser came with.
async fn end_sessions(house: &House, asking: &Asking) -> desk::Result<()> {
    for token in &asking.tokens {
        people::sign_out(&house.desk, token).await?;
    }
    Ok(())
}

fn door() -> Place {
    Place { page: "/login".into(), action: "/login".into() }
}

/// Goes on to where the person wanted to go, or to the form that the end of their session interrupted.
async fn welcome(house: &House, asking: &mut Asking, token: &Token, form: &Form) -> Response {
    let kept = interrupted(form).filter(|_| asking.wants == Wants::Page);
    let Some(echo) = kept else {
        let to = own_path(form.value("next")).unwrap_or("/").to_owned();
        return answer::answer(house, asking, door(), Form::default(), Ok(to)).await;
    };
    asking.person = people::find(&house.desk, &token.text).await.ok().flatten().map(Arc::new);
    pages::render(house, asking, &echo.page.clone(), Some(echo), None).await
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

pub(crate) async fn sign_out(State(house): State<House>, asking: Asking) -> Response {
    if let Err(error) = end_sessions(&house, &asking).await {
        return answer::answer(&house, &asking, door(), Form::default(), Err(app::backstage::refusal(error))).await;
    }
    if asking.tokens.is_empty() {
        return answer::answer(&house, &asking, door(), Form::default(), Err(Refusal::SignedOut)).await;
    }
    let mut response = Redirect::to("/login").into_response();
    set_cookie(&house, &mut response, "", Some(0));
    response
}

fn set_cookie(house: &House, response: &mut Response, value: &str, max_age: Option<i64>) {
    if let Some(cookie) = session_cookie(house, value, max_age) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// The session's cookie; without an age until the browser closes.
pub(crate) fn session_cookie(house: &House, value: &str, max_age: Option<i64>) -> Option<HeaderValue> {
    named_cookie(house, cookie_name(house), value, max_age)
}

fn named_cookie(house: &House, name: &str, value: &str, max_age: Option<i64>) -> Option<HeaderValue> {
    let secure = if house.settings.is_https() { "; Secure" } else { "" };
    let max_age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{max_age}");
    HeaderValue::from_str(&text).ok()
}
