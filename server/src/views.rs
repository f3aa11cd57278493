//! Views of the dashboard that people keep: each write reads its form, asks the desk once and leads back to the list.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, respond};
use crate::{AppState, path_segment};
use app::server_context::refusal;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::people::Person;
use desk::views::{self, Change, Draft};
use domain::Refusal;
use domain::listing::Listing;

/// Keeps the view of `query` under `name`, for `audience`, and opens it.
pub(crate) async fn save(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    on_views(state, context, "/views".into(), request, async |state, person, form| {
        let draft = Draft { name: form.value("name"), audience: form.value("audience"), query: form.value("query") };
        let slug = views::save(&state.desk, person, draft).await.map_err(refusal)?;
        address(state, person, &slug).await
    })
    .await
}

/// `rename`, `save` (its filters), `remove`, `up`, `down`, `first` (opens the dashboard) and `later`.
pub(crate) async fn change(
    State(state): State<AppState>,
    Path((slug, verb)): Path<(String, String)>,
    context: RequestContext,
    request: Request,
) -> Response {
    // Whatever else the address holds is not said again.
    let known = path_segment::is_plain(&slug, usize::MAX, b"");
    let action = if known { format!("/views/{slug}/{verb}") } else { "/views".to_owned() };
    on_views(state, context, action, request, async |state, person, form| {
        let (desk, slug) = (&state.desk, slug.as_str());
        let back = back(form);
        let change = |change| views::change(desk, person, slug, change);
        match verb.as_str() {
            "rename" => change(Change { name: Some(form.value("name")), ..Change::default() }).await,
            "save" => change(Change { query: Some(form.value("query")), ..Change::default() }).await,
            "remove" => views::remove(desk, person, slug).await,
            "up" | "down" => views::step(desk, person, slug, verb == "up").await,
            "first" | "later" => views::set_default(desk, person, slug, verb == "first").await,
            _ => Err(Refusal::NotFound.into()),
        }
        .map_err(refusal)?;
        match verb.as_str() {
            "save" => address(state, person, slug).await,
            "remove" if back.view == slug => Ok(panel(&Listing { view: String::new(), ..back })),
            _ => Ok(panel(&back)),
        }
    })
    .await
}

async fn address(state: &AppState, person: &Person, slug: &str) -> Result<String, Refusal> {
    views::find(&state.desk, person, slug).await.map(|view| view.listing().address()).map_err(refusal)
}

/// The list that the form stood on.
fn back(form: &Form) -> Listing {
    Listing::parse(form.value("back")).0
}

/// A list with the panel of its views open: whoever moves a view moves the next one too.
fn panel(back: &Listing) -> String {
    let address = back.address();
    format!("{address}{}open=views", if address.contains('?') { '&' } else { '?' })
}

async fn on_views<F>(state: AppState, context: RequestContext, action: String, request: Request, act: F) -> Response
where
    F: AsyncFnOnce(&AppState, &Person, &Form) -> Result<String, Refusal>,
{
    let (form, read) = match Form::read(request, None).await {
        Ok(form) => (form, Ok(())),
        Err((form, refusal)) => (form, Err(refusal)),
    };
    let result = match (&context.person, read) {
        (None, _) => Err(Refusal::SignedOut),
        (_, Err(refusal)) => Err(refusal),
        (Some(person), Ok(())) => act(&state, person, &form).await,
    };
    let target = FormTarget { page: panel(&back(&form)), action };
    respond(&state, &context, target, form, result).await
}
