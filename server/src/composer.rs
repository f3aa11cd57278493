//! What the editor's script asks for.

use crate::House;
use crate::answer::refused_plainly;
use crate::asking::Asking;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use serde::Deserialize;

/// The texts of its tools, in the language of the page.
pub(crate) async fn words() -> Response {
    Json(app::words::composer_tools()).into_response()
}

#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    find: String,
    #[serde(default)]
    note: String,
}

/// People who can be named on a ticket.
pub(crate) async fn mentions(
    State(house): State<House>,
    Path(number): Path<String>,
    Query(wanted): Query<Wanted>,
    asking: Asking,
    headers: HeaderMap,
) -> Response {
    let Some(person) = &asking.person else {
        return refused_plainly(&Refusal::SignedOut, &headers);
    };
    let find: String = wanted.find.chars().take(100).collect();
    let offered =
        desk::conversation::mention::mentionable(&house.desk, person, &number, &find, wanted.note == "1").await;
    match offered {
        Ok(people) => Json(people).into_response(),
        Err(error) => refused_plainly(&app::backstage::refusal(error), &headers),
    }
}
