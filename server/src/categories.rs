//! The forms for the categories of the help centre.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, respond};
use crate::tickets::{read, told};
use crate::{AppState, path_segment};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::help::categories;
use desk::people::Person;
use domain::{Reason, Refusal};

const PAGE: &str = "/help/manage/categories";

/// `name` of a new one.
pub(crate) async fn add(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => told(categories::add(&state.desk, &person, form.value("name")).await),
        Err(refusal) => Err(refusal),
    };
    let target = FormTarget { page: PAGE.into(), action: PAGE.into() };
    respond(&state, &context, target, form, result.map(|()| PAGE.to_owned())).await
}

/// `rename` with a `name`, `place` with a `place`, or `delete`.
pub(crate) async fn act(
    State(state): State<AppState>,
    Path((slug, verb)): Path<(String, String)>,
    context: RequestContext,
    request: Request,
) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => settle(&state, &person, &slug, &verb, &form).await,
        Err(refusal) => Err(refusal),
    };
    let known = ["rename", "place", "delete"].contains(&verb.as_str());
    let safe = path_segment::is_plain(&slug, usize::MAX, b"-");
    let action = if known && safe { format!("{PAGE}/{slug}/{verb}") } else { PAGE.to_owned() };
    respond(&state, &context, FormTarget { page: PAGE.into(), action }, form, result.map(|()| PAGE.to_owned())).await
}

async fn settle(state: &AppState, person: &Person, slug: &str, verb: &str, form: &Form) -> Result<(), Refusal> {
    let desk = &state.desk;
    told(match verb {
        "rename" => categories::rename(desk, person, slug, form.value("name")).await,
        "place" => {
            let place = form.value("place").parse().map_err(|_| Refusal::field("place", Reason::NotANumber))?;
            categories::place(desk, person, slug, place).await
        }
        "delete" => categories::delete(desk, person, slug).await,
        _ => return Err(Refusal::NotFound),
    })
}
