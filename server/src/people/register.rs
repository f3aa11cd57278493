//! Opening an account for oneself.

use super::browser;
use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{self, FormTarget};
use crate::{AppState, pages, path_segment};
use app::server_context::refusal;
use app::session::Echo;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::people::register;
use domain::people::account::Registration;

pub(crate) async fn register(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let address = browser(&context, request.headers()).address;
    let target = FormTarget { page: "/register".into(), action: "/register".into() };
    let (mut form, result) = match Form::read(request, None).await {
        Ok(form) => {
            let result = register::register(&state.desk, &registration(&form), address).await;
            (form, result.map_err(refusal))
        }
        Err((form, refusal)) => (form, Err(refusal)),
    };
    form.fields.retain(|(name, _)| name != "password");
    response::respond(&state, &context, target, form, result.map(|()| "/register?sent=1".into())).await
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
    let page = page_of(&token);
    let (fields, refused) = match register::registered(&state.desk, &token).await {
        Ok(found) => (facts(found), None),
        Err(error) => (Vec::new(), Some(refusal(error))),
    };
    let status = refused.as_ref().map(response::status_code);
    let echo = Echo {
        page: page.clone(),
        action: page.clone(),
        fields,
        refusal: refused,
        files_lost: false,
        waiting: Vec::new(),
    };
    pages::render(&state, &context, &page, Some(echo), status).await
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
    let page = page_of(&token);
    let target = FormTarget { page: page.clone(), action: page };
    let result = register::confirm(&state.desk, &token).await.map_err(refusal);
    response::respond(&state, &context, target, Form::default(), result.map(|()| "/register?confirmed=1".into())).await
}

/// The page's address; whatever is no token has one, too.
fn page_of(token: &str) -> String {
    format!("/confirm/{}", path_segment::id(token))
}
