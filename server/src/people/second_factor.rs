//! Two-factor authentication (TOTP and recovery codes): the second step of signing in, and setting it up.

use super::{CODE, SIGN_IN, clear_second_factor_cookie, end_sessions, second_factor_tokens, start_session};
use crate::auth::RequestContext;
use crate::form::Form;
use crate::form_post::FormPost;
use crate::response::{FormTarget, refuse};
use crate::signed_in::SignedIn;
use crate::{AppState, pages};
use app::server_context::refusal;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::people::second;
use domain::Refusal;

/// The page that asks for a code, for whoever has just given the right password.
pub(crate) async fn page(State(state): State<AppState>, context: RequestContext, headers: HeaderMap) -> Response {
    match (&context.person, second_factor_tokens(&state, &headers).is_empty()) {
        (Some(_), _) => Redirect::to("/").into_response(),
        (None, true) => Redirect::to(SIGN_IN).into_response(),
        (None, false) => pages::render(&state, &context, CODE, None, None).await,
    }
}

/// Takes the code and starts the session. What the sign-in was to lead to came along.
pub(crate) async fn verify(headers: HeaderMap, mut post: FormPost) -> Response {
    let (browser, halves) = (post.context.browser(&headers), second_factor_tokens(&post.state, &headers));
    let entered = post
        .run_for_anyone(async |desk, _, form| second::enter(desk, &halves, form.value("code"), &browser).await)
        .await;
    post.form.fields.retain(|(name, _)| name != "code");
    match entered {
        Ok(token) => {
            if let Err(error) = end_sessions(&post.state.desk, &post.context).await {
                refusal(error);
            }
            let mut response = start_session(&mut post, &token).await;
            clear_second_factor_cookie(&post.state, &mut response);
            response
        }
        // The first step is too long ago: from the beginning.
        Err(Refusal::SignedOut) => post.respond(FormTarget::page(SIGN_IN), Err(Refusal::SignedOut)).await,
        Err(refused) => post.respond(FormTarget::page(CODE), Err(refused)).await,
    }
}

fn form_target(verb: &str) -> FormTarget {
    FormTarget::new("/account", format!("/account/second/{verb}"))
}

pub(crate) async fn begin(headers: HeaderMap, mut post: FormPost) -> Response {
    let browser = post.context.browser(&headers);
    let begun = post
        .run(async |desk, person, form| second::begin(desk, person, &form.password("old_password"), &browser).await)
        .await;
    lead_back(post, "begin", begun).await
}

pub(crate) async fn off(headers: HeaderMap, mut post: FormPost) -> Response {
    let browser = post.context.browser(&headers);
    let off = post
        .run(async |desk, person, form| {
            second::switch_off(desk, person, &form.password("old_password"), &browser).await
        })
        .await;
    lead_back(post, "off", off).await
}

/// Leads back to the account's page. A form that comes back holds nothing of what was typed.
async fn lead_back(mut post: FormPost, verb: &str, result: Result<(), Refusal>) -> Response {
    post.form = Form::default();
    post.respond(form_target(verb), result.map(|()| format!("/account?done=second-{verb}#second"))).await
}

pub(crate) async fn confirm(mut post: FormPost) -> Response {
    let codes = post.run(async |desk, person, form| second::confirm_code(desk, person, form.value("code")).await).await;
    show_codes_once(post, "confirm", codes).await
}

pub(crate) async fn codes(headers: HeaderMap, mut post: FormPost) -> Response {
    let browser = post.context.browser(&headers);
    let codes = post
        .run(async |desk, person, form| {
            second::renew_codes(desk, person, &form.password("old_password"), &browser).await
        })
        .await;
    show_codes_once(post, "codes", codes).await
}

/// The account's page with codes that no other page will ever show.
async fn show_codes_once(post: FormPost, verb: &str, codes: Result<Vec<String>, Refusal>) -> Response {
    match codes {
        Ok(codes) => {
            let fields = codes.into_iter().map(|code| ("recovery".to_owned(), code)).collect();
            pages::render_form(&post.state, &post.context, form_target("codes"), fields, None).await
        }
        Err(refusal) => lead_back(post, verb, Err(refusal)).await,
    }
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
