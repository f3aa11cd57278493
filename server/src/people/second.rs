//! The second step of signing in, and setting it up.

use super::{browser, end_sessions, forget_half, half_tokens, raw, set_cookie, welcome};
use crate::answer::{self, Place, answer};
use crate::asking::Asking;
use crate::form::Form;
use crate::tickets::{read, told};
use crate::{House, pages};
use app::backstage::refusal;
use app::session::Echo;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::people::{Browser, Person, second};
use domain::Refusal;

/// The page that asks for a code, for whoever has just given the right password.
pub(crate) async fn page(State(house): State<House>, asking: Asking, headers: HeaderMap) -> Response {
    match (&asking.person, half_tokens(&house, &headers).is_empty()) {
        (Some(_), _) => Redirect::to("/").into_response(),
        (None, true) => Redirect::to("/login").into_response(),
        (None, false) => pages::render(&house, &asking, "/login/code", None, None).await,
    }
}

/// Takes the code and starts the session. What the sign-in was to lead to came along.
pub(crate) async fn enter(
    State(house): State<House>,
    mut asking: Asking,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let browser = browser(&asking, &headers);
    let halves = half_tokens(&house, &headers);
    let (mut form, result) = match Form::read(request, None).await {
        Ok(form) => {
            let result = second::enter(&house.desk, &halves, form.value("code"), &browser).await.map_err(refusal);
            (form, result)
        }
        Err((form, refusal)) => (form, Err(refusal)),
    };
    form.fields.retain(|(name, _)| name != "code");
    match result {
        Ok(token) => {
            if let Err(error) = end_sessions(&house, &asking).await {
                refusal(error);
            }
            let mut response = welcome(&house, &mut asking, &token, &form).await;
            set_cookie(&house, &mut response, &token.text, token.max_age_seconds);
            forget_half(&house, &mut response);
            response
        }
        // The first step is too long ago: from the beginning.
        Err(Refusal::SignedOut) => {
            let place = Place { page: "/login".into(), action: "/login".into() };
            answer(&house, &asking, place, form, Err(Refusal::SignedOut)).await
        }
        Err(refused) => {
            let place = Place { page: "/login/code".into(), action: "/login/code".into() };
            answer(&house, &asking, place, form, Err(refused)).await
        }
    }
}

fn place(verb: &str) -> Place {
    Place { page: "/account".into(), action: format!("/account/second/{verb}") }
}

async fn with_password(
    house: &House,
    asking: Asking,
    request: Request,
    verb: &str,
    act: impl AsyncFnOnce(&Person, &str, &Browser) -> desk::Result<()>,
) -> Response {
    let browser = browser(&asking, request.headers());
    let (form, person) = read(house, &asking, request).await;
    let typed = raw(&form, "old_password");
    let result = match person {
        Ok(person) => told(act(&person, &typed, &browser).await),
        Err(refusal) => Err(refusal),
    };
    let to = format!("/account?done=second-{verb}#second");
    answer(house, &asking, place(verb), Form::default(), result.map(|()| to)).await
}

pub(crate) async fn begin(State(house): State<House>, asking: Asking, request: Request) -> Response {
    with_password(&house, asking, request, "begin", async |person, typed, browser| {
        second::begin(&house.desk, person, typed, browser).await
    })
    .await
}

pub(crate) async fn off(State(house): State<House>, asking: Asking, request: Request) -> Response {
    with_password(&house, asking, request, "off", async |person, typed, browser| {
        second::switch_off(&house.desk, person, typed, browser).await
    })
    .await
}

pub(crate) async fn confirm(State(house): State<House>, asking: Asking, request: Request) -> Response {
    let (form, person) = read(&house, &asking, request).await;
    let result = match person {
        Ok(person) => told(second::confirm_code(&house.desk, &person, form.value("code")).await),
        Err(refusal) => Err(refusal),
    };
    shown_once(&house, &asking, "confirm", result).await
}

pub(crate) async fn codes(State(house): State<House>, asking: Asking, request: Request) -> Response {
    let browser = browser(&asking, request.headers());
    let (form, person) = read(&house, &asking, request).await;
    let typed = raw(&form, "old_password");
    let result = match person {
        Ok(person) => told(second::renew_codes(&house.desk, &person, &typed, &browser).await),
        Err(refusal) => Err(refusal),
    };
    shown_once(&house, &asking, "codes", result).await
}

/// The account's page with codes that no other page will ever show.
async fn shown_once(house: &House, asking: &Asking, verb: &str, codes: Result<Vec<String>, Refusal>) -> Response {
    let codes = match codes {
        Ok(codes) => codes,
        Err(refusal) => return answer(house, asking, place(verb), Form::default(), Err(refusal)).await,
    };
    let fields = codes.into_iter().map(|code| ("recovery".to_owned(), code)).collect();
    let echo = Echo {
        page: "/account".into(),
        action: "/account/second/codes".into(),
        fields,
        refusal: None,
        files_lost: false,
        waiting: Vec::new(),
    };
    pages::render(house, asking, "/account", Some(echo), None).await
}

/// The secret as a picture that a phone reads.
pub(crate) async fn picture(State(house): State<House>, asking: Asking, headers: HeaderMap) -> Response {
    let Some(person) = &asking.person else { return answer::refused_plainly(&Refusal::SignedOut, &headers) };
    let uri = match second::uri(&house.desk, person).await {
        Ok(uri) => uri,
        Err(error) => return answer::refused_plainly(&refusal(error), &headers),
    };
    let Ok(code) = qrcode::QrCode::new(uri) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let svg = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(200, 200).build();
    ([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response()
}
