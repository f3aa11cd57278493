//! What somebody does with their own account.

use super::{browser, set_cookie};
use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{self, FormTarget, respond};
use crate::tickets::{read, told};
use crate::{AppState, pages, path_segment};
use app::server_context::refusal;
use app::session::Echo;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::people::{Token, account};

fn form_target(action: &str) -> FormTarget {
    FormTarget { page: "/account".into(), action: action.into() }
}

fn done(what: &str) -> String {
    format!("/account?done={what}")
}

pub(crate) async fn edit(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => {
            let (details, zone) = (form.details(), form.value("time_zone"));
            told(account::set_details(&state.desk, &person, &details, zone, &form.seen()).await)
        }
        Err(refusal) => Err(refusal),
    };
    respond(&state, &context, form_target("/account"), form, result.map(|()| done("details"))).await
}

pub(crate) async fn password(
    State(state): State<AppState>,
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let browser = browser(&context, &headers);
    let (form, person) = read(&state, &context, request).await;
    let (old, new) = (form.password("old_password"), form.password("password"));
    let result = match person {
        Ok(person) => told(account::change_password(&state.desk, &person, &old, &new, &browser).await),
        Err(refusal) => Err(refusal),
    };
    let (fresh, result) = apart(result);
    let target = form_target("/account/password");
    let mut response = respond(&state, &context, target, Form::default(), result.map(|()| done("password"))).await;
    if let Some(token) = fresh {
        set_cookie(&state, &mut response, &token.text, token.max_age_seconds);
    }
    response
}

fn apart<E>(result: Result<Token, E>) -> (Option<Token>, Result<(), E>) {
    match result {
        Ok(token) => (Some(token), Ok(())),
        Err(error) => (None, Err(error)),
    }
}

/// `all` or one session. Whoever ends all of them goes to the sign-in.
pub(crate) async fn end_session(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let all = id == "all";
    let result = match person {
        Ok(person) => told(account::end_own(&state.desk, &person, (!all).then_some(&id)).await),
        Err(refusal) => Err(refusal),
    };
    let ended = all && result.is_ok();
    let to = if all { "/login".to_owned() } else { done("session") };
    let mut response = respond(&state, &context, form_target("/account/sessions"), form, result.map(|()| to)).await;
    if ended {
        set_cookie(&state, &mut response, "", Some(0));
    }
    response
}

pub(crate) async fn email(
    State(state): State<AppState>,
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let browser = browser(&context, &headers);
    let (mut form, person) = read(&state, &context, request).await;
    let typed = form.password("old_password");
    let result = match person {
        Ok(person) => told(account::change_email(&state.desk, &person, form.value("email"), &typed, &browser).await),
        Err(refusal) => Err(refusal),
    };
    form.fields.retain(|(name, _)| name != "old_password");
    respond(&state, &context, form_target("/account/email"), form, result.map(|()| done("email"))).await
}

/// The page behind a link: which address, and a button.
pub(crate) async fn email_page(
    State(state): State<AppState>,
    Path(token): Path<String>,
    context: RequestContext,
) -> Response {
    let page = email_page_of(&token);
    if matches!(token.as_str(), "half" | "changed") {
        return pages::render(&state, &context, &page, None, None).await;
    }
    let (fields, refused) = match account::email_wanted(&state.desk, &token).await {
        Ok(wanted) => (vec![("email".to_owned(), wanted)], None),
        Err(error) => (Vec::new(), Some(refusal(error))),
    };
    let status = refused.as_ref().map(response::status_code);
    let echo = Echo {
        page: page.clone(),
        action: page.clone(),
        fields,
        refusal: refused,
        files_lost: false,
        waiting: Vec::new(),
    };
    pages::render(&state, &context, &page, Some(echo), status).await
}

pub(crate) async fn confirm_email(
    State(state): State<AppState>,
    Path(token): Path<String>,
    context: RequestContext,
) -> Response {
    let page = email_page_of(&token);
    let target = FormTarget { page: page.clone(), action: page };
    let result = told(account::confirm_email(&state.desk, &token).await);
    let to = result.map(|changed| format!("/account/email/{}", if changed { "changed" } else { "half" }));
    respond(&state, &context, target, Form::default(), to).await
}

fn email_page_of(token: &str) -> String {
    format!("/account/email/{}", path_segment::id(token))
}
