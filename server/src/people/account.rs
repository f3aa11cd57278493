//! One's own account: details, password, email address, sessions.

use super::{respond_with_session, set_cookie};
use crate::auth::RequestContext;
use crate::form::Form;
use crate::form_post::FormPost;
use crate::response::{FormTarget, respond};
use crate::{AppState, pages, path_segment};
use app::server_context::refusal;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::people::account;

const PAGE: &str = "/account";

fn done(what: &str) -> String {
    format!("{PAGE}?done={what}")
}

pub(crate) async fn edit(post: FormPost) -> Response {
    post.submit(FormTarget::page(PAGE), async |desk, person, form| {
        let (details, zone) = (form.details(), form.value("time_zone"));
        account::set_details(desk, person, &details, zone, &form.seen()).await.map(|()| done("details"))
    })
    .await
}

pub(crate) async fn password(headers: HeaderMap, mut post: FormPost) -> Response {
    let browser = post.context.browser(&headers);
    let changed = post.run(async |desk, person, form| {
        let (old, new) = (form.password("old_password"), form.password("password"));
        account::change_password(desk, person, &old, &new, &browser).await
    });
    let result = changed.await.map(|token| (token, done("password")));
    post.form = Form::default();
    respond_with_session(post, FormTarget::below(PAGE, "password"), result).await
}

/// `all` or one session. Whoever ends all of them goes to the sign-in.
pub(crate) async fn end_session(Path(id): Path<String>, mut post: FormPost) -> Response {
    let one = (id != "all").then_some(id.as_str());
    let result = post.run(async |desk, person, _| account::end_own(desk, person, one).await).await;
    let all_ended = one.is_none() && result.is_ok();
    let to = if one.is_none() { super::SIGN_IN.to_owned() } else { done("session") };
    let mut response = post.respond(FormTarget::below(PAGE, "sessions"), result.map(|()| to)).await;
    if all_ended {
        set_cookie(&post.state, &mut response, "", Some(0));
    }
    response
}

pub(crate) async fn email(headers: HeaderMap, mut post: FormPost) -> Response {
    let browser = post.context.browser(&headers);
    let changed = post.run(async |desk, person, form| {
        let password = form.password("old_password");
        account::change_email(desk, person, form.value("email"), &password, &browser).await
    });
    let result = changed.await.map(|()| done("email"));
    post.form.fields.retain(|(name, _)| name != "old_password");
    post.respond(FormTarget::below(PAGE, "email"), result).await
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
    pages::render_form(&state, &context, FormTarget::page(page), fields, refused).await
}

pub(crate) async fn confirm_email(
    State(state): State<AppState>,
    Path(token): Path<String>,
    context: RequestContext,
) -> Response {
    let result = account::confirm_email(&state.desk, &token).await.map_err(refusal);
    let to = result.map(|changed| format!("{PAGE}/email/{}", if changed { "changed" } else { "half" }));
    respond(&state, &context, FormTarget::page(email_page_of(&token)), Form::default(), to).await
}

fn email_page_of(token: &str) -> String {
    format!("{PAGE}/email/{}", path_segment::id(token))
}
