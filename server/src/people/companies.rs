//! What the desk does with companies.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, respond};
use crate::tickets::{read, told};
use crate::{AppState, path_segment};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::companies::manage::{self, Settings};
use desk::people::Person;
use domain::Refusal;

pub(crate) async fn create(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => told(manage::create(&state.desk, &person, form.value("name")).await),
        Err(refusal) => Err(refusal),
    };
    let target = FormTarget { page: "/admin/companies".into(), action: "/admin/companies".into() };
    respond(&state, &context, target, form, result.map(|slug| format!("/admin/companies/{slug}"))).await
}

pub(crate) async fn act(
    State(state): State<AppState>,
    Path((slug, verb)): Path<(String, String)>,
    context: RequestContext,
    request: Request,
) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => perform(&state, &person, &slug, &verb, &form).await,
        Err(refusal) => Err(refusal),
    };
    let page = format!("/admin/companies/{}", path_segment::name(&slug));
    let target = FormTarget { action: format!("{page}/{}", path_segment::name(&verb)), page: page.clone() };
    respond(&state, &context, target, form, result.map(|()| format!("{page}?done={verb}"))).await
}

async fn perform(state: &AppState, person: &Person, slug: &str, verb: &str, form: &Form) -> Result<(), Refusal> {
    let (desk, value) = (&state.desk, |name: &str| form.value(name));
    told(match verb {
        "edit" => {
            let csm = form.has("csm").then(|| value("csm"));
            let (name, sharing, manager) = (value("name"), value("sharing"), value("manager"));
            let sent = Settings { name, sharing, manager, csm, seen: form.seen() };
            manage::change(desk, person, slug, sent).await
        }
        "pick" => manage::pick(desk, person, slug, value("member"), true).await,
        "client" => manage::mark_client(desk, person, slug, value("member"), true).await,
        "own" => manage::mark_client(desk, person, slug, value("member"), false).await,
        "unpick" => manage::pick(desk, person, slug, value("member"), false).await,
        _ => Err(Refusal::NotFound.into()),
    })
}
