//! Questions to the assistant. The answer stands on the page, which a form leads back to.

use crate::AppState;
use crate::auth::RequestContext;
use crate::response::{FormTarget, respond};
use crate::tickets::{read, told};
use axum::extract::{Request, State};
use axum::response::Response;

const PAGE: &str = "/assistant";

pub(crate) async fn ask(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => told(desk::assistant::ask(&state.desk, &person, form.value("question")).await),
        Err(refusal) => Err(refusal),
    };
    let target = FormTarget { page: PAGE.into(), action: PAGE.into() };
    respond(&state, &context, target, form, result.map(|()| format!("{PAGE}#last"))).await
}

pub(crate) async fn clear(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => told(desk::assistant::clear(&state.desk, &person).await),
        Err(refusal) => Err(refusal),
    };
    let target = FormTarget { page: PAGE.into(), action: format!("{PAGE}/clear") };
    respond(&state, &context, target, form, result.map(|()| PAGE.to_owned())).await
}
