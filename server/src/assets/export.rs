//! The view of the assets as a file for spreadsheets, written while it is read.

use crate::House;
use crate::answer::refused_plainly;
use crate::asking::Asking;
use crate::export::{BYTE_ORDER_MARK, ROWS, all_columns, broken_off, finish, harmless, refused, writer};
use app::backstage::refusal;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use desk::Desk;
use desk::assets::list::export::{self, Export};
use desk::people;
use domain::{Reason, Refusal};
use std::io;

pub(crate) async fn export(
    State(house): State<House>,
    asking: Asking,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (Some(person), Some(token)) = (&asking.person, asking.token) else {
        return refused_plainly(&Refusal::SignedOut, &headers);
    };
    let query = query.unwrap_or_default();
    let Some(all) = all_columns(&query) else {
        return refused(&Refusal::field("all", Reason::BadValue), &headers);
    };
    match export::export(&house.desk, person, &query, all).await {
        Ok(export) => send(Writing { desk: house.desk, token, export, begun: false }),
        Err(error) => refused(&refusal(error), &headers),
    }
}

fn send(writing: Writing) -> Response {
    let disposition = format!("attachment; filename=\"portico-assets-{}.csv\"", writing.export.day);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
        ),
        (ROWS, HeaderValue::from(writing.export.count())),
    ];
    let chunks = futures::stream::try_unfold(writing, |mut writing| async move {
        let chunk = writing.next().await.map_err(broken_off)?;
        Ok::<_, io::Error>(chunk.map(|chunk| (chunk, writing)))
    });
    (headers, Body::from_stream(chunks)).into_response()
}

/// A file that is being written.
struct Writing {
    desk: Desk,
    token: String,
    export: Export,
    begun: bool,
}

impl Writing {
    /// First the heads, then assets until there are no more.
    async fn next(&mut self) -> desk::Result<Option<Bytes>> {
        if !self.begun {
            self.begun = true;
            let heads = self.export.heads.iter().map(app::assets::head_text).collect();
            return write(BYTE_ORDER_MARK.to_vec(), vec![heads]).map(Some);
        }
        // A client may take its time: whoever has signed out or lost a right meanwhile gets no more.
        let person = people::find(&self.desk, &self.token).await?.ok_or(Refusal::SignedOut)?;
        let lines = self.export.next(&self.desk, &person).await?;
        lines.map(|lines| write(Vec::new(), lines)).transpose()
    }
}

fn write(start: Vec<u8>, lines: Vec<Vec<String>>) -> desk::Result<Bytes> {
    let mut writer = writer(start);
    for line in lines {
        let cells = line.into_iter().map(|text| harmless(text.into()).into_owned());
        writer.write_record(cells).map_err(io::Error::from)?;
    }
    finish(writer)
}
