//! What the composer loads while somebody writes: texts of its tools, and people to mention.

use crate::AppState;
use crate::response::{ResponseFormat, refuse};
use crate::signed_in::SignedIn;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use desk::conversation::mention::{mentionable, planned};
use desk::tickets::audience_preview::AudiencePreview;
use domain::conversation::Mention;
use serde::Deserialize;

/// The texts of its tools, in the language of the page.
pub(crate) async fn words() -> Response {
    Json(app::words::composer_tools()).into_response()
}

#[derive(Deserialize)]
pub(crate) struct MentionQuery {
    #[serde(default)]
    find: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    company: String,
    #[serde(default)]
    queue: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    reporter: String,
}

impl MentionQuery {
    fn find(&self) -> String {
        self.find.chars().take(100).collect()
    }
}

/// People who can be named on a ticket.
pub(crate) async fn mentions(
    State(state): State<AppState>,
    Path(number): Path<String>,
    Query(query): Query<MentionQuery>,
    SignedIn { person, format }: SignedIn,
) -> Response {
    let offered = mentionable(&state.desk, &person, &number, &query.find(), query.note == "1").await;
    respond(offered, format)
}

/// People who can be named in the description of a ticket that is not raised yet.
pub(crate) async fn mentions_on_new(
    State(state): State<AppState>,
    Query(query): Query<MentionQuery>,
    SignedIn { person, format }: SignedIn,
) -> Response {
    let ticket =
        AudiencePreview { company: &query.company, queue: &query.queue, kind: &query.kind, reporter: &query.reporter };
    respond(planned(&state.desk, &person, &ticket, &query.find()).await, format)
}

fn respond(offered: desk::Result<Vec<Mention>>, format: ResponseFormat) -> Response {
    match offered {
        Ok(people) if format == ResponseFormat::Compact => {
            let bytes = app::compact::write(&people).unwrap_or_default();
            ([(header::CONTENT_TYPE, app::compact::MEDIA_TYPE)], bytes).into_response()
        }
        Ok(people) => Json(people).into_response(),
        Err(error) => refuse(&app::server_context::refusal(error), format),
    }
}
