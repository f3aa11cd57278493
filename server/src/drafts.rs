//! What is being written, for the page's script: saved, found again, given up; and files that come ahead of their message.

use crate::AppState;
use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{ResponseFormat, refuse, status_code};
use crate::signed_in::SignedIn;
use app::server_context::refusal;
use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use desk::drafts::{self, Saved};
use desk::people::Person;
use domain::Refusal;
use domain::drafts::Unsent;
use serde::{Deserialize, Serialize};
use serde_json::json;

fn respond<T: Serialize>(result: Result<T, Refusal>, format: ResponseFormat) -> Response {
    match result {
        Ok(value) => Json(json!({ "Ok": value })).into_response(),
        Err(refusal) => refuse(&refusal, format),
    }
}

fn person(context: &RequestContext) -> Result<&Person, Refusal> {
    context.person.as_deref().ok_or(Refusal::SignedOut)
}

fn plain<T>(result: desk::Result<T>) -> Result<T, Refusal> {
    result.map_err(refusal)
}

#[derive(Deserialize)]
pub(crate) struct At {
    #[serde(default)]
    place: String,
}

pub(crate) async fn read(
    State(state): State<AppState>,
    Query(at): Query<At>,
    SignedIn { person, format }: SignedIn,
) -> Response {
    respond(drafts::read(&state.desk, &person, &at.place).await.map_err(refusal), format)
}

/// New tickets that were begun and not sent.
pub(crate) async fn unfinished(State(state): State<AppState>, SignedIn { person, format }: SignedIn) -> Response {
    respond(drafts::unfinished(&state.desk, &person).await.map_err(refusal), format)
}

/// The script's texts, for pages without a form that holds them.
pub(crate) async fn words() -> Response {
    ([(CONTENT_TYPE, "application/json")], app::words::writing_script()).into_response()
}

pub(crate) async fn save(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let form = match Form::read(request, None).await {
        Ok(form) => form,
        Err((_, refusal)) => return refuse(&refusal, context.format),
    };
    let result = match person(&context) {
        Ok(person) => plain(drafts::save(&state.desk, person, form.value("place"), &unsent(&form)).await),
        Err(refusal) => Err(refusal),
    };
    match result {
        Ok(Saved::Kept(revision)) => respond(Ok(json!({ "revision": revision })), context.format),
        // Both are shown, and their author chooses.
        Ok(Saved::Newer(newer)) => {
            (status_code(&Refusal::Conflict), Json(json!({ "Err": "Conflict", "newer": newer }))).into_response()
        }
        Err(refusal) => refuse(&refusal, context.format),
    }
}

fn unsent(form: &Form) -> Unsent {
    let fields = form.fields.iter();
    let fields = fields.filter_map(|(name, value)| Some((name.strip_prefix("field.")?.to_owned(), value.clone())));
    Unsent {
        id: form.value("draft").to_owned(),
        revision: form.value("revision").parse().unwrap_or(0),
        text: form.value("body").to_owned(),
        html: form.value("html").to_owned(),
        fields: fields.collect(),
        files: Vec::new(),
    }
}

pub(crate) async fn discard(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let result = match (Form::read(request, None).await, person(&context)) {
        (Ok(form), Ok(person)) => {
            plain(drafts::discard(&state.desk, person, form.value("place"), &form.draft_ref()).await)
        }
        (Err((_, refusal)), Ok(_)) | (_, Err(refusal)) => Err(refusal),
    };
    respond(result, context.format)
}

/// Takes files in. Of somebody signed out, or whose room is full, nothing is kept.
pub(crate) async fn upload(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let may = match person(&context) {
        Ok(person) => plain(drafts::has_room(&state.desk, person).await).map(|()| person),
        Err(refusal) => Err(refusal),
    };
    let store = may.is_ok().then(|| state.desk.files());
    let result = match (may, Form::read(request, store).await) {
        (Ok(person), Ok(mut form)) => receive(&state, person, &mut form).await,
        (Err(refusal), _) | (_, Err((_, refusal))) => Err(refusal),
    };
    respond(result, context.format)
}

async fn receive(state: &AppState, person: &Person, form: &mut Form) -> Result<Vec<domain::drafts::Waiting>, Refusal> {
    let files = form.files()?;
    if files.is_empty() {
        return Err(Refusal::field("attachment", domain::Reason::Missing));
    }
    plain(drafts::receive(&state.desk, person, form.value("place"), &files).await)
}

pub(crate) async fn remove(
    State(state): State<AppState>,
    Path(id): Path<String>,
    SignedIn { person, format }: SignedIn,
) -> Response {
    respond(drafts::remove(&state.desk, &person, &id).await.map_err(refusal), format)
}
