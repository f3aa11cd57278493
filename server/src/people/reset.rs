//! Password reset: asking for a link, and coming back with it.

use super::{CODE, end_sessions, respond_with_session};
use crate::auth::RequestContext;
use crate::form_post::FormPost;
use crate::response::FormTarget;
use crate::{AppState, pages, path_segment};
use app::server_context::refusal;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::Desk;
use desk::people::reset;
use domain::{Reason, Refusal};
use std::net::IpAddr;

const FORGOT: &str = "/forgot";

/// An address has no more characters.
const ADDRESS_MAX: usize = 254;

/// Asks for a link. The response is given before anybody has looked for an account, so it is the same for all.
pub(crate) async fn forgot(mut post: FormPost) -> Response {
    let admitted =
        post.run_for_anyone(async |desk, context, form| admit(desk, context.address, form.value("email").trim()));
    let result = admitted.await;
    if result.is_ok() {
        let (desk, login) = (post.state.desk.clone(), post.form.value("email").to_owned());
        tokio::spawn(async move {
            if let Err(error) = reset::ask(&desk, &login).await {
                tracing::error!(%error, "a password link could not be created");
            }
        });
    }
    post.respond(FormTarget::page(FORGOT), result.map(|()| format!("{FORGOT}?sent=1"))).await
}

fn admit(desk: &Desk, address: IpAddr, typed: &str) -> desk::Result<()> {
    if typed.is_empty() {
        return Err(Refusal::field("email", Reason::Missing).into());
    }
    if typed.chars().count() > ADDRESS_MAX {
        return Err(Refusal::field("email", Reason::TooLong { max: ADDRESS_MAX }).into());
    }
    reset::admit(desk, typed, address)
}

/// The page behind a link of a mail.
pub(crate) async fn page(
    State(state): State<AppState>,
    path: Result<Path<String>, PathRejection>,
    context: RequestContext,
) -> Response {
    let token = path.map(|Path(token)| token).unwrap_or_default();
    let page = page_of(&token);
    match reset::check_link(&state.desk, &token).await.map_err(refusal) {
        Ok(()) => pages::render(&state, &context, &page, None, None).await,
        Err(gone) => pages::render_form(&state, &context, FormTarget::page(page), Vec::new(), Some(gone)).await,
    }
}

/// Sets the password and signs in. Whoever was signed in here before is not any more.
pub(crate) async fn reset(Path(token): Path<String>, headers: HeaderMap, mut post: FormPost) -> Response {
    let browser = post.context.browser(&headers);
    let started = post.run_for_anyone(async |desk, context, form| {
        let session = reset::reset(desk, &token, &form.password("password"), &browser).await?;
        end_sessions(desk, context).await?;
        Ok(session)
    });
    let result = started.await.map(|session| {
        let to = if session.half { CODE } else { "/" };
        (session, to.to_owned())
    });
    post.form.fields.clear();
    respond_with_session(post, FormTarget::page(page_of(&token)), result).await
}

/// The page's address; whatever is no token has one, too.
fn page_of(token: &str) -> String {
    format!("/reset/{}", path_segment::id(token))
}
