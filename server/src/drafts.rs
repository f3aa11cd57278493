//! Drafts, for the page's script: saved, read, discarded; and uploads that come ahead of their message.

use crate::AppState;
use crate::auth::RequestContext;
use crate::form::Form;
use crate::form_post::FormPost;
use crate::response::{ResponseFormat, refuse, status_code};
use crate::signed_in::SignedIn;
use app::server_context::refusal;
use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use desk::Desk;
use desk::drafts::{self, Saved};
use desk::people::Person;
use domain::drafts::{DraftUpload, SavedDraft};
use domain::{Reason, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::json;

fn respond<T: Serialize>(result: Result<T, Refusal>, format: ResponseFormat) -> Response {
    match result {
        Ok(value) => Json(json!({ "Ok": value })).into_response(),
        Err(refusal) => refuse(&refusal, format),
    }
}

#[derive(Deserialize)]
pub(crate) struct PlaceQuery {
    #[serde(default)]
    place: String,
}

pub(crate) async fn read(
    State(state): State<AppState>,
    Query(query): Query<PlaceQuery>,
    SignedIn { person, format }: SignedIn,
) -> Response {
    respond(drafts::read(&state.desk, &person, &query.place).await.map_err(refusal), format)
}

/// New tickets that were begun and not sent.
pub(crate) async fn open_drafts(State(state): State<AppState>, SignedIn { person, format }: SignedIn) -> Response {
    respond(drafts::open_drafts(&state.desk, &person).await.map_err(refusal), format)
}

/// The script's texts, for pages without a form that holds them.
pub(crate) async fn words() -> Response {
    ([(CONTENT_TYPE, "application/json")], app::words::writing_script()).into_response()
}

pub(crate) async fn save(mut post: FormPost) -> Response {
    let saved = post.run(async |desk, person, form| {
        let draft = draft(form);
        drafts::save(desk, person, form.value("place"), &draft).await
    });
    match saved.await {
        Ok(Saved::Kept(revision)) => respond(Ok(json!({ "revision": revision })), post.context.format),
        // Both are shown, and their author chooses.
        Ok(Saved::Newer(newer)) => {
            (status_code(&Refusal::Conflict), Json(json!({ "Err": "Conflict", "newer": newer }))).into_response()
        }
        Err(refusal) => refuse(&refusal, post.context.format),
    }
}

fn draft(form: &Form) -> SavedDraft {
    let fields = form.fields.iter();
    let fields = fields.filter_map(|(name, value)| Some((name.strip_prefix("field.")?.to_owned(), value.clone())));
    SavedDraft {
        id: form.value("draft").to_owned(),
        revision: form.value("revision").parse().unwrap_or(0),
        text: form.value("body").to_owned(),
        html: form.value("html").to_owned(),
        fields: fields.collect(),
        files: Vec::new(),
    }
}

pub(crate) async fn discard(mut post: FormPost) -> Response {
    let discarded = post.run(async |desk, person, form| {
        let draft = form.draft_ref();
        drafts::discard(desk, person, form.value("place"), &draft).await
    });
    respond(discarded.await, post.context.format)
}

/// Takes files in. Of somebody signed out, or whose room is full, nothing is kept.
pub(crate) async fn upload(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let may = match &context.person {
        Some(person) => drafts::has_room(&state.desk, person).await.map(|()| person).map_err(refusal),
        None => Err(Refusal::SignedOut),
    };
    let store = may.is_ok().then(|| state.desk.files());
    let result = match (may, Form::read(request, store).await) {
        (Ok(person), Ok(form)) => receive(&state.desk, person, &form).await.map_err(refusal),
        (Err(refusal), _) | (_, Err((_, refusal))) => Err(refusal),
    };
    respond(result, context.format)
}

async fn receive(desk: &Desk, person: &Person, form: &Form) -> desk::Result<Vec<DraftUpload>> {
    let files = form.files()?;
    if files.is_empty() {
        return Err(Refusal::field("attachment", Reason::Missing).into());
    }
    drafts::receive(desk, person, form.value("place"), &files).await
}

pub(crate) async fn remove(
    State(state): State<AppState>,
    Path(id): Path<String>,
    SignedIn { person, format }: SignedIn,
) -> Response {
    respond(drafts::remove(&state.desk, &person, &id).await.map_err(refusal), format)
}
