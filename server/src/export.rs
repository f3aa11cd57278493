//! Export: a view as a file for spreadsheets, CSV or XLSX, written while it is read.

mod csv;
pub(crate) mod tickets;
mod xlsx;

use crate::AppState;
use crate::auth::RequestContext;
use crate::response::{ResponseFormat, refuse, status_code};
use app::server_context::refusal;
use app::words::words;
use axum::body::{Body, Bytes};
use axum::http::HeaderValue;
use axum::http::header::{self, HeaderName};
use axum::response::{IntoResponse, Response};
use desk::people::{self, Person};
use desk::{Desk, Error};
use domain::tickets::attribute::{CellKind, Kind};
use domain::{Reason, Refusal};
use std::borrow::Cow;
use std::future::Future;
use std::io;
use std::sync::Arc;

/// How many rows the file will hold, so that a page can show how far it is.
const ROWS: HeaderName = HeaderName::from_static("x-portico-rows");

/// A view that is read a few hundred rows at a time.
pub(crate) trait Table: Send + 'static {
    type Row: Send + 'static;
    /// What it is a table of, in the file's name and in refusals.
    const NAME: &'static str;

    fn columns(&self) -> Vec<Column<Self::Row>>;
    fn count(&self) -> usize;
    /// The reader's day when it began: `2026-11-21`.
    fn day(&self) -> &str;
    /// The next rows, as `person` may see them by now; `None` after the last.
    fn next(
        &mut self,
        desk: &Desk,
        person: &Person,
    ) -> impl Future<Output = desk::Result<Option<Vec<Self::Row>>>> + Send;
}

/// A column of the file.
pub(crate) struct Column<L> {
    pub head: String,
    pub cell_type: CellType,
    /// In characters.
    pub width: f64,
    pub text: Text<L>,
}

/// What stands in the cell of a line.
pub(crate) type Text<L> = Box<dyn Fn(&L) -> Cow<'_, str> + Send + Sync>;

/// The type of a cell in a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellType {
    Text,
    /// `2026-11-21 20:53`
    Instant,
    /// `2026-11-21`
    Day,
    Number,
}

impl CellType {
    /// What an attribute holds.
    pub(crate) fn of(kind: Option<Kind>) -> Self {
        match kind.map(Kind::cell) {
            Some(CellKind::Day) => Self::Day,
            Some(CellKind::Number) => Self::Number,
            Some(CellKind::Line | CellKind::Lines) | None => Self::Text,
        }
    }
}

/// Responds with the view `query` as a file. `begin` reads what it holds.
pub(crate) async fn respond<T: Table>(
    state: AppState,
    context: RequestContext,
    query: Option<String>,
    begin: impl AsyncFnOnce(&Desk, &Person, &str, bool) -> desk::Result<T>,
) -> Response {
    let (Some(person), Some(token)) = (&context.person, context.token) else {
        return refuse(&Refusal::SignedOut, context.format);
    };
    let query = query.unwrap_or_default();
    let Some(all) = all_columns(&query) else {
        return refusal_in_words(&Refusal::field("all", Reason::BadValue), context.format);
    };
    let Some(format) = format(&query) else {
        return refusal_in_words(&Refusal::field("as", Reason::BadValue), context.format);
    };
    match begin(&state.desk, person, &query, all).await {
        Ok(table) if format == Format::Xlsx && table.count() > xlsx::ROWS_MAX => {
            let max = i64::try_from(xlsx::ROWS_MAX).unwrap_or(i64::MAX);
            refusal_in_words(&Refusal::field(T::NAME, Reason::TooBig { max }), context.format)
        }
        Ok(table) => {
            let columns = Arc::new(table.columns());
            send(ExportStream { desk: state.desk, token, table, columns, started: false }, format)
        }
        Err(error) => refusal_in_words(&refusal(error), context.format),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Csv,
    Xlsx,
}

/// `as=xlsx` or `as=csv`, which is usual.
fn format(query: &str) -> Option<Format> {
    match last_value(query, "as").as_deref() {
        None | Some("csv" | "") => Some(Format::Csv),
        Some("xlsx") => Some(Format::Xlsx),
        Some(_) => None,
    }
}

/// A parameter's last value.
fn last_value<'a>(query: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
    form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == wanted).last().map(|(_, value)| value)
}

/// `all=1`: not only the view's columns. `None` for a value that makes no sense.
fn all_columns(query: &str) -> Option<bool> {
    match last_value(query, "all").as_deref() {
        Some("1") => Some(true),
        None | Some("0" | "") => Some(false),
        Some(_) => None,
    }
}

/// Names what was not understood.
fn refusal_in_words(refusal: &Refusal, format: ResponseFormat) -> Response {
    let Refusal::Invalid(faults) = refusal else { return refuse(refusal, format) };
    if format != ResponseFormat::Page {
        return refuse(refusal, format);
    }
    let words = &words().list;
    let text = match faults.first().map(|fault| &fault.reason) {
        Some(Reason::TooBig { max }) => (words.too_many_to_export)(*max),
        _ => (words.not_exported)(&faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>().join(", ")),
    };
    (status_code(refusal), [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

fn send<T: Table>(export: ExportStream<T>, format: Format) -> Response {
    let (media_type, ending) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Xlsx => (xlsx::MEDIA_TYPE, "xlsx"),
    };
    let disposition = format!("attachment; filename=\"portico-{}-{}.{ending}\"", T::NAME, export.table.day());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
        ),
        (ROWS, HeaderValue::from(export.table.count())),
    ];
    // The next rows are read when the client has taken those before. An error breaks the connection: a file that ends too
    // soon must not look whole.
    let body = match format {
        Format::Csv => Body::from_stream(futures::stream::try_unfold(export, |mut export| async move {
            let chunk = export.next().await.map_err(into_io_error)?;
            Ok::<_, io::Error>(chunk.map(|chunk| (chunk, export)))
        })),
        Format::Xlsx => Body::from_stream(xlsx::stream(export)),
    };
    (headers, body).into_response()
}

/// The log has the cause; the client only sees that the file is not whole.
fn into_io_error(error: Error) -> io::Error {
    io::Error::other(format!("an export broke off: {:?}", refusal(error)))
}

/// A file that is written while it is sent.
struct ExportStream<T: Table> {
    desk: Desk,
    token: String,
    table: T,
    columns: Arc<Vec<Column<T::Row>>>,
    started: bool,
}

impl<T: Table> ExportStream<T> {
    /// First the heads, then rows until there are no more.
    async fn next(&mut self) -> desk::Result<Option<Bytes>> {
        if !self.started {
            self.started = true;
            return Ok(Some(csv::heads(&self.columns)));
        }
        Ok(self.rows().await?.map(|lines| csv::write(&lines, &self.columns)))
    }

    /// The next rows. A client may take its time: whoever has signed out or lost a right meanwhile gets no more.
    async fn rows(&mut self) -> desk::Result<Option<Vec<T::Row>>> {
        let person = people::find(&self.desk, &self.token).await?.ok_or(Refusal::SignedOut)?;
        self.table.next(&self.desk, &person).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_one_or_nothing() {
        let read =
            ["", "all=1", "all=0", "all=", "all=1&all=0", "all=yes", "small=x", "all=1&q=all%3D2"].map(all_columns);
        assert_eq!(
            read,
            [Some(false), Some(true), Some(false), Some(false), Some(false), None, Some(false), Some(true)]
        );
    }
}
