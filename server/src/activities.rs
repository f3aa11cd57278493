//! Writes on somebody's own activities.

use crate::AppState;
use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, respond};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::activities;
use desk::people::Person;
use domain::Refusal;
use domain::activities::address;

pub(crate) async fn remove(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_inbox(state, context, request, &format!("{number}/remove"), async |state, person, form| {
        activities::remove(&state.desk, person, &number).await?;
        Ok(address(page(form), Some(&number)))
    })
    .await
}

pub(crate) async fn restore(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_inbox(state, context, request, &format!("{number}/restore"), async |state, person, form| {
        activities::restore(&state.desk, person, &number).await?;
        Ok(address(page(form), None))
    })
    .await
}

pub(crate) async fn see_all(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    on_inbox(state, context, request, "read", async |state, person, form| {
        activities::see_all(&state.desk, person, form.value("until").parse().map_err(|_| Refusal::Malformed)?).await?;
        Ok(address(page(form), None))
    })
    .await
}

/// The page that the form stands on.
fn page(form: &Form) -> u32 {
    form.value("page").parse().unwrap_or(1)
}

async fn on_inbox<F>(state: AppState, context: RequestContext, request: Request, verb: &str, act: F) -> Response
where
    F: AsyncFnOnce(&AppState, &Person, &Form) -> desk::Result<String>,
{
    let (form, read) = match Form::read(request, None).await {
        Ok(form) => (form, Ok(())),
        Err((form, refusal)) => (form, Err(refusal)),
    };
    let result = match (&context.person, read) {
        (None, _) => Err(Refusal::SignedOut),
        (_, Err(refusal)) => Err(refusal),
        (Some(person), Ok(())) => act(&state, person, &form).await.map_err(app::server_context::refusal),
    };
    let target = FormTarget { page: address(page(&form), None), action: format!("/activities/{verb}") };
    respond(&state, &context, target, form, result).await
}
