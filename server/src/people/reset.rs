//! Forgotten passwords: asking for a link, and coming back with it.

use super::{browser, end_sessions, raw, set_cookie, set_half};
use crate::answer::{self, Place};
use crate::asking::Asking;
use crate::form::Form;
use crate::{House, pages};
use app::backstage::refusal;
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
pub(crate) async fn forgot(State(house): State<House>, asking: Asking, request: Request) -> Response {
    let place = Place { page: "/forgot".into(), action: "/forgot".into() };
    let (form, result) = match Form::read(request, None).await {
        Ok(form) => {
            let result = admitted(&house, asking.address, form.value("email").trim());
            (form, result)
        }
        Err((form, refusal)) => (form, Err(refusal)),
    };
    if result.is_ok() {
        let (desk, login) = (house.desk.clone(), form.value("email").to_owned());
        tokio::spawn(async move {
            if let Err(error) = reset::ask(&desk, &login).await {
                tracing::error!(%error, "a password link could not be created");
            }
        });
    }
    answer::answer(&house, &asking, place, form, result.map(|()| "/forgot?sent=1".into())).await
}

fn admitted(house: &House, address: IpAddr, typed: &str) -> Result<(), Refusal> {
    if typed.is_empty() {
        return Err(Refusal::field("email", Reason::Missing));
    }
    if typed.chars().count() > ADDRESS_MAX {
        return Err(Refusal::field("email", Reason::TooLong { max: ADDRESS_MAX }));
    }
    reset::admit(&house.desk, typed, address).map_err(refusal)
}

/// The page behind a link of a mail.
pub(crate) async fn page(
    State(house): State<House>,
    path: Result<Path<String>, PathRejection>,
    asking: Asking,
) -> Response {
    let token = path.map(|Path(token)| token).unwrap_or_default();
    let page = page_of(&token);
    let found = reset::look(&house.desk, &token).await.map_err(refusal);
    let gone = found.err().map(|refusal| {
        let status = answer::status(&refusal);
        let (page, action) = (page.clone(), page.clone());
        (
            Echo { page, action, fields: Vec::new(), refusal: Some(refusal), files_lost: false, waiting: Vec::new() },
            status,
        )
    });
    let (echo, status): (Option<Echo>, Option<StatusCode>) = gone.unzip();
    pages::render(&house, &asking, &page, echo, status).await
}

/// Sets the password and signs in.
pub(crate) async fn reset(
    State(house): State<House>,
    Path(token): Path<String>,
    asking: Asking,
    request: Request,
) -> Response {
    let browser = browser(&asking, request.headers());
    let page = page_of(&token);
    let place = Place { page: page.clone(), action: page };
    let (mut form, result) = match Form::read(request, None).await {
        Ok(form) => {
            let result = enter(&house, &asking, &token, &raw(&form, "password"), &browser).await;
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
    let mut response = answer::answer(&house, &asking, place, form, result).await;
    if let Some(token) = token.as_ref().filter(|token| token.half) {
        set_half(&house, &mut response, &token.text, token.max_age_seconds);
    } else if let Some(token) = token {
        set_cookie(&house, &mut response, &token.text, token.max_age_seconds);
    }
    response
}

/// Whoever was signed in here before is not any more.
async fn enter(house: &House, asking: &Asking, token: &str, password: &str, browser: &Browser) -> desk::Result<Token> {
    let fresh = reset::reset(&house.desk, token, password, browser).await?;
    end_sessions(house, asking).await?;
    Ok(fresh)
}

/// The page's address; whatever is no token has one, too.
fn page_of(token: &str) -> String {
    format!("/reset/{}", super::plain(token))
}
