//! The second step of signing in, and setting it up.

use super::{browser, end_sessions, forget_half, half_tokens, set_cookie, welcome};
use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, refuse, respond};
use crate::signed_in::SignedIn;
use crate::tickets::{read, told};
use crate::{AppState, pages};
use app::server_context::refusal;
use app::session::Echo;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::people::{Browser, Person, second};
use domain::Refusal;

/// The page that asks for a code, for whoever has just given the right password.
pub(crate) async fn page(State(state): State<AppState>, context: RequestContext, headers: HeaderMap) -> Response {
    match (&context.person, half_tokens(&state, &headers).is_empty()) {
        (Some(_), _) => Redirect::to("/").into_response(),
        (None, true) => Redirect::to("/login").into_response(),
        (None, false) => pages::render(&state, &context, "/login/code", None, None).await,
    }
}

/// Takes the code and starts the session. What the sign-in was to lead to came along.
pub(crate) async fn enter(
    State(state): State<AppState>,
    mut context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let browser = browser(&context, &headers);
    let halves = half_tokens(&state, &headers);
    let (mut form, result) = match Form::read(request, None).await {
        Ok(form) => {
            let result = second::enter(&state.desk, &halves, form.value("code"), &browser).await.map_err(refusal);
            (form, result)
        }
        Err((form, refusal)) => (form, Err(refusal)),
    };
    form.fields.retain(|(name, _)| name != "code");
    match result {
        Ok(token) => {
            if let Err(error) = end_sessions(&state, &context).await {
                refusal(error);
            }
            let mut response = welcome(&state, &mut context, &token, &form).await;
            set_cookie(&state, &mut response, &token.text, token.max_age_seconds);
            forget_half(&state, &mut response);
            response
        }
        // The first step is too long ago: from the beginning.
        Err(Refusal::SignedOut) => {
            let target = FormTarget { page: "/login".into(), action: "/login".into() };
            respond(&state, &context, target, form, Err(Refusal::SignedOut)).await
        }
        Err(refused) => {
            let target = FormTarget { page: "/login/code".into(), action: "/login/code".into() };
            respond(&state, &context, target, form, Err(refused)).await
        }
    }
}

fn form_target(verb: &str) -> FormTarget {
    FormTarget { page: "/account".into(), action: format!("/account/second/{verb}") }
}

async fn with_password(
    state: &AppState,
    context: RequestContext,
    request: Request,
    verb: &str,
    act: impl AsyncFnOnce(&Person, &str, &Browser) -> desk::Result<()>,
) -> Response {
    let browser = browser(&context, request.headers());
    let (form, person) = read(state, &context, request).await;
    let typed = form.password("old_password");
    let result = match person {
        Ok(person) => told(act(&person, &typed, &browser).await),
        Err(refusal) => Err(refusal),
    };
    let to = format!("/account?done=second-{verb}#second");
    respond(state, &context, form_target(verb), Form::default(), result.map(|()| to)).await
}

pub(crate) async fn begin(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    with_password(&state, context, request, "begin", async |person, typed, browser| {
        second::begin(&state.desk, person, typed, browser).await
    })
    .await
}

pub(crate) async fn off(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    with_password(&state, context, request, "off", async |person, typed, browser| {
        second::switch_off(&state.desk, person, typed, browser).await
    })
    .await
}

pub(crate) async fn confirm(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => told(second::confirm_code(&state.desk, &person, form.value("code")).await),
        Err(refusal) => Err(refusal),
    };
    shown_once(&state, &context, "confirm", result).await
}

pub(crate) async fn codes(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let browser = browser(&context, request.headers());
    let (form, person) = read(&state, &context, request).await;
    let typed = form.password("old_password");
    let result = match person {
        Ok(person) => told(second::renew_codes(&state.desk, &person, &typed, &browser).await),
        Err(refusal) => Err(refusal),
    };
    shown_once(&state, &context, "codes", result).await
}

/// The account's page with codes that no other page will ever show.
async fn shown_once(
    state: &AppState,
    context: &RequestContext,
    verb: &str,
    codes: Result<Vec<String>, Refusal>,
) -> Response {
    let codes = match codes {
        Ok(codes) => codes,
        Err(refusal) => return respond(state, context, form_target(verb), Form::default(), Err(refusal)).await,
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
    pages::render(state, context, "/account", Some(echo), None).await
}

/// The secret as a picture that a phone reads.
pub(crate) async fn picture(State(state): State<AppState>, SignedIn { person, format }: SignedIn) -> Response {
    let uri = match second::uri(&state.desk, &person).await {
        Ok(uri) => uri,
        Err(error) => return refuse(&refusal(error), format),
    };
    let Ok(code) = qrcode::QrCode::new(uri) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let svg = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(200, 200).build();
    ([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response()
}
