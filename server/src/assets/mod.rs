//! Writes on assets. Each reads its form, asks the desk once and answers.

pub(crate) mod arrange;
pub(crate) mod export;
pub(crate) mod link;

use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, respond};
use crate::tickets::{read, told};
use crate::{AppState, path_segment};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::assets;
use desk::people::Person;
use domain::Refusal;
use domain::assets::Draft;

fn draft(form: &Form) -> Draft {
    let text = |name: &str| form.value(name).to_owned();
    Draft {
        name: text("name"),
        identifier: text("identifier"),
        assignee: text("assignee"),
        seats: text("seats"),
        attributes: form.attributes(),
        seen: form.seen(),
    }
}

pub(crate) async fn create(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let (category, company) = (form.value("category"), form.value("company"));
    let result = match person {
        Ok(person) => match form.idempotency_key() {
            Ok(key) => told(assets::keep::create(&state.desk, &person, category, company, &draft(&form), &key).await),
            Err(refusal) => Err(refusal),
        },
        Err(refusal) => Err(refusal),
    };
    let chosen = domain::listing::Place::parse("/assets/new", "").with("category", category).with("company", company);
    let target = FormTarget { page: chosen.address(), action: "/assets/new".into() };
    respond(&state, &context, target, form, result.map(|id| page_of(&id))).await
}

/// Adds a category, and goes on with the first asset of it.
pub(crate) async fn add_category(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let (name, licences) = (form.value("name"), form.value("licences") == "1");
    let result = match person {
        Ok(person) => told(assets::categories::add_category(&state.desk, &person, name, licences).await),
        Err(refusal) => Err(refusal),
    };
    let page = |slug: String| domain::listing::Place::parse("/assets/new", "").with("category", slug).address();
    let target = FormTarget { page: "/assets/new".into(), action: "/assets/categories".into() };
    respond(&state, &context, target, form, result.map(page)).await
}

pub(crate) fn page_of(id: &str) -> String {
    format!("/assets/{}", path_segment::id(id))
}

/// A write on one asset, after which its page is shown. A refused one is told on the page `shown`, below it.
async fn on_asset<F>(
    state: AppState,
    context: RequestContext,
    id: String,
    verb: &str,
    request: Request,
    act: F,
) -> Response
where
    F: AsyncFnOnce(&AppState, &Person, &str, &Form) -> Result<(), Refusal>,
{
    let (form, person) = read(&state, &context, request).await;
    let page = page_of(&id);
    let result = match person {
        Ok(person) => {
            let result = act(&state, &person, &id, &form).await;
            if result == Err(Refusal::NotFound) {
                assets::note_denied(&state.desk, &person, &id);
            }
            result
        }
        Err(refusal) => Err(refusal),
    };
    let action = format!("{page}/{verb}");
    let shown = if verb == "edit" { action.clone() } else { page.clone() };
    respond(&state, &context, FormTarget { page: shown, action }, form, result.map(|()| page)).await
}

pub(crate) async fn edit(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_asset(state, context, id, "edit", request, async |state, person, id, form| {
        told(assets::keep::edit(&state.desk, person, id, &draft(form)).await)
    })
    .await
}

/// `holder` gets a seat; `leaver` gives one back.
pub(crate) async fn seats(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_asset(state, context, id, "seats", request, async |state, person, id, form| {
        let (slug, wanted) = one_of(form, "holder", "leaver");
        told(assets::seats::seat(&state.desk, person, id, slug, wanted).await)
    })
    .await
}

/// `company` gets to see it; `without` no longer does.
pub(crate) async fn shares(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_asset(state, context, id, "shares", request, async |state, person, id, form| {
        let (company, wanted) = one_of(form, "company", "without");
        told(assets::shares::share(&state.desk, person, id, company, wanted).await)
    })
    .await
}

/// The value of whichever field was sent, and whether it adds.
fn one_of<'a>(form: &'a Form, adds: &str, takes: &str) -> (&'a str, bool) {
    if form.has(takes) { (form.value(takes), false) } else { (form.value(adds), true) }
}
