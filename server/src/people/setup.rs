//! The first administrator of a new desk. The code stands in the server's log, which only the machine's owner reads.

use super::{admin, browser, raw, set_cookie};
use crate::answer::{Place, answer};
use crate::asking::Asking;
use crate::form::Form;
use crate::{House, pages};
use app::backstage::refusal;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::people::setup::{self, First};
use desk::people::{Browser, Token};
use domain::Refusal;

/// The page, as long as there is no administrator; afterwards it is like any that does not exist.
pub(crate) async fn page(State(house): State<House>, asking: Asking, request: Request) -> Response {
    match setup::is_needed(&house.desk).await {
        Ok(true) => pages::render(&house, &asking, "/setup", None, None).await,
        Ok(false) if asking.person.is_some() => crate::answer::refused_plainly(&Refusal::NotFound, request.headers()),
        Ok(false) => pages::page(State(house), asking, request).await,
        Err(error) => crate::answer::refused_plainly(&refusal(error), request.headers()),
    }
}

pub(crate) async fn found(
    State(house): State<House>,
    asking: Asking,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let browser = browser(&asking, &headers);
    let (mut form, result) = match Form::read(request, None).await {
        Ok(form) => {
            let result = perform(&house, &form, &browser).await;
            (form, result)
        }
        Err((form, refusal)) => (form, Err(refusal)),
    };
    form.fields.retain(|(name, _)| name != "password" && name != "code");
    let place = Place { page: "/setup".into(), action: "/setup".into() };
    let (token, result) = match result {
        Ok(token) => (Some(token), Ok("/".to_owned())),
        // Whoever comes too late learns no more than that there is no such page.
        Err(Refusal::NotFound) if asking.person.is_none() => (None, Err(Refusal::SignedOut)),
        Err(refusal) => (None, Err(refusal)),
    };
    let mut response = answer(&house, &asking, place, form, result).await;
    if let Some(token) = token {
        set_cookie(&house, &mut response, &token.text, token.max_age_seconds);
    }
    response
}

async fn perform(house: &House, form: &Form, browser: &Browser) -> Result<Token, Refusal> {
    let first = First {
        code: form.value("code").to_owned(),
        email: form.value("email").to_owned(),
        details: admin::details(form),
        password: raw(form, "password"),
    };
    setup::found(&house.desk, &first, browser).await.map_err(refusal)
}
