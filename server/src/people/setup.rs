//! Setup: the first administrator of a new desk. The code stands in the server's log, which only the machine's owner reads.

use super::respond_with_session;
use crate::auth::RequestContext;
use crate::form_post::FormPost;
use crate::response::{FormTarget, refuse};
use crate::{AppState, pages};
use app::server_context::refusal;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::people::setup::{self, FirstAdmin};
use domain::Refusal;

const PAGE: &str = "/setup";

/// The page, as long as there is no administrator; afterwards it is like any that does not exist.
pub(crate) async fn page(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    match setup::is_needed(&state.desk).await {
        Ok(true) => pages::render(&state, &context, PAGE, None, None).await,
        Ok(false) if context.person.is_some() => refuse(&Refusal::NotFound, context.format),
        Ok(false) => pages::page(State(state), context, request).await,
        Err(error) => refuse(&refusal(error), context.format),
    }
}

pub(crate) async fn create_first_admin(headers: HeaderMap, mut post: FormPost) -> Response {
    let browser = post.context.browser(&headers);
    let started = post.run_for_anyone(async |desk, _, form| {
        let first = FirstAdmin {
            code: form.value("code").to_owned(),
            email: form.value("email").to_owned(),
            details: form.details(),
            password: form.password("password"),
        };
        setup::create_first_admin(desk, &first, &browser).await
    });
    let result = match started.await {
        Ok(token) => Ok((token, "/".to_owned())),
        // Whoever comes too late learns no more than that there is no such page.
        Err(Refusal::NotFound) if post.context.person.is_none() => Err(Refusal::SignedOut),
        Err(refusal) => Err(refusal),
    };
    post.form.fields.retain(|(name, _)| name != "password" && name != "code");
    respond_with_session(post, FormTarget::page(PAGE), result).await
}
