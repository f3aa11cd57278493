//! Registration: opening an account for oneself.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::form_post::FormPost;
use crate::response::{FormTarget, respond};
use crate::{AppState, pages, path_segment};
use app::server_context::refusal;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::people::register;
use domain::people::account::Registration;

const PAGE: &str = "/register";

pub(crate) async fn register(mut post: FormPost) -> Response {
    let registered = post.run_for_anyone(async |desk, context, form| {
        register::register(desk, &registration(form), context.address).await
    });
    let result = registered.await.map(|()| format!("{PAGE}?sent=1"));
    post.form.fields.retain(|(name, _)| name != "password");
    post.respond(FormTarget::page(PAGE), result).await
}

fn registration(form: &Form) -> Registration {
    let text = |name: &str| form.value(name).to_owned();
    Registration {
        username: text("username"),
        email: text("email"),
        first_name: text("first_name"),
        last_name: text("last_name"),
        position: text("position"),
        phone: text("phone"),
        company: text("company"),
        password: form.password("password"),
    }
}

/// The page behind a link: what would be confirmed, and a button.
pub(crate) async fn page(
    State(state): State<AppState>,
    path: Result<Path<String>, PathRejection>,
    context: RequestContext,
) -> Response {
    let token = path.map(|Path(token)| token).unwrap_or_default();
    let (fields, refused) = match register::registered(&state.desk, &token).await {
        Ok(found) => (facts(found), None),
        Err(error) => (Vec::new(), Some(refusal(error))),
    };
    pages::render_form(&state, &context, FormTarget::page(page_of(&token)), fields, refused).await
}

fn facts(found: Registration) -> Vec<(String, String)> {
    let name = format!("{} {}", found.first_name, found.last_name);
    let facts = [("name", name), ("email", found.email), ("company", found.company), ("username", found.username)];
    facts.map(|(name, value)| (name.to_owned(), value)).into()
}

pub(crate) async fn confirm(
    State(state): State<AppState>,
    Path(token): Path<String>,
    context: RequestContext,
) -> Response {
    let result = register::confirm(&state.desk, &token).await.map_err(refusal);
    let to = result.map(|()| format!("{PAGE}?confirmed=1"));
    respond(&state, &context, FormTarget::page(page_of(&token)), Form::default(), to).await
}

/// The page's address; whatever is no token has one, too.
fn page_of(token: &str) -> String {
    format!("/confirm/{}", path_segment::id(token))
}
