//! Export: a whole view as a file. Its ids come in one text, then the rows in chunks, and before each chunk who is asking.

use super::desk::Desk;
use super::list::by_ids;
use super::markup::HEADS;
use super::person::Person;
use super::sql_builder::SqlBuilder;
use super::view::View;
use crate::error::{Error, Result};
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use std::collections::VecDeque;

/// As many as the product reads at a time.
const CHUNK: usize = 500;
/// As many as the product exports.
const MAX: u64 = 5_000_001;

pub async fn export(State(desk): State<Desk>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    match ids(&desk, &query.unwrap_or_default(), &headers).await {
        Ok(ids) => {
            let heads = stream::once(async { Ok(Bytes::from_static(HEADS.as_bytes())) });
            let chunks = stream::try_unfold(ids, move |ids| next(desk.clone(), headers.clone(), ids));
            ([(CONTENT_TYPE, "text/csv; charset=utf-8")], Body::from_stream(heads.chain(chunks))).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

async fn ids(desk: &Desk, query: &str, headers: &HeaderMap) -> Result<VecDeque<i64>> {
    let person = Person::find(desk, headers).await?;
    let mut view = View::read(desk, &person, query).await?;
    let total = view.measure().await?;
    let mut builder = SqlBuilder::of("SELECT string_agg(CAST(m.id AS TEXT), ',') AS ids FROM (");
    view.ids(&mut builder, view.strategy(total, u64::MAX), MAX, 0);
    builder.add(") AS m");
    let joined: Option<String> = builder.one(&desk.db).await?.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
    let ids = joined.unwrap_or_default();
    let ids = ids.split_terminator(',').map(str::parse).collect::<std::result::Result<_, _>>();
    ids.map_err(|_| Error::new("ids that are no numbers"))
}

async fn next(
    desk: Desk,
    headers: HeaderMap,
    mut ids: VecDeque<i64>,
) -> std::io::Result<Option<(Bytes, VecDeque<i64>)>> {
    if ids.is_empty() {
        return Ok(None);
    }
    let chunk: Vec<i64> = ids.drain(..ids.len().min(CHUNK)).collect();
    let text = lines(&desk, &headers, &chunk).await.map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(Some((text.into(), ids)))
}

async fn lines(desk: &Desk, headers: &HeaderMap, ids: &[i64]) -> Result<String> {
    let person = Person::find(desk, headers).await?;
    let mut text = String::with_capacity(ids.len() * 128);
    for row in by_ids(desk, &person, ids).await? {
        row.write_line(&mut text, desk, &person);
    }
    Ok(text)
}
