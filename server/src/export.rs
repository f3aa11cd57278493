//! The dashboard's view as a file for spreadsheets, CSV or XLSX, written while it is read.

mod xlsx;

use crate::House;
use crate::answer::{refused_plainly, status};
use crate::asking::{Asking, Wants, wants};
use app::backstage::refusal;
use app::words::{Words, words};
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use csv::{Terminator, Writer, WriterBuilder};
use desk::people;
use desk::tickets::list::export::{self, Export, Line};
use desk::{Desk, Error};
use domain::listing::Column;
use domain::{Reason, Refusal};
use std::borrow::Cow;
use std::io;

/// How many tickets the file will hold, so that a page can show how far it is.
pub(crate) const ROWS: HeaderName = HeaderName::from_static("x-portico-rows");
/// Without it Excel reads UTF-8 as something else.
pub(crate) const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

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
    let Some(format) = format(&query) else {
        return refused(&Refusal::field("as", Reason::BadValue), &headers);
    };
    match export::export(&house.desk, person, &query, all).await {
        Ok(export) if format == Format::Xlsx && export.count() > xlsx::TICKETS_MAX => {
            let max = i64::try_from(xlsx::TICKETS_MAX).unwrap_or(i64::MAX);
            refused(&Refusal::field("tickets", Reason::TooBig { max }), &headers)
        }
        Ok(export) => send(Writing { desk: house.desk, token, export, begun: false }, format),
        Err(error) => refused(&refusal(error), &headers),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Csv,
    Xlsx,
}

/// `as=xlsx` or `as=csv`, which is usual.
fn format(query: &str) -> Option<Format> {
    match last(query, "as").as_deref() {
        None | Some("csv" | "") => Some(Format::Csv),
        Some("xlsx") => Some(Format::Xlsx),
        Some(_) => None,
    }
}

/// A parameter's last value.
fn last<'a>(query: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
    form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == wanted).last().map(|(_, value)| value)
}

/// `all=1`: not only the view's columns. `None` for a value that makes no sense.
pub(crate) fn all_columns(query: &str) -> Option<bool> {
    match last(query, "all").as_deref() {
        Some("1") => Some(true),
        None | Some("0" | "") => Some(false),
        Some(_) => None,
    }
}

/// Names what was not understood.
pub(crate) fn refused(refusal: &Refusal, headers: &HeaderMap) -> Response {
    let Refusal::Invalid(faults) = refusal else { return refused_plainly(refusal, headers) };
    if wants(headers) != Wants::Page {
        return refused_plainly(refusal, headers);
    }
    let words = &words().list;
    let text = match faults.first().map(|fault| &fault.reason) {
        Some(Reason::TooBig { max }) => (words.too_many_to_export)(*max),
        _ => (words.not_exported)(&faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>().join(", ")),
    };
    (status(refusal), [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

fn send(writing: Writing, format: Format) -> Response {
    let (media_type, ending) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Xlsx => (xlsx::MEDIA_TYPE, "xlsx"),
    };
    let disposition = format!("attachment; filename=\"portico-tickets-{}.{ending}\"", writing.export.day);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
        ),
        (ROWS, HeaderValue::from(writing.export.count())),
    ];
    // The next tickets are read when the client has taken those before. An error breaks the connection: a file that ends too
    // soon must not look whole.
    let body = match format {
        Format::Csv => Body::from_stream(futures::stream::try_unfold(writing, |mut writing| async move {
            let chunk = writing.next().await.map_err(broken_off)?;
            Ok::<_, io::Error>(chunk.map(|chunk| (chunk, writing)))
        })),
        Format::Xlsx => Body::from_stream(xlsx::stream(writing)),
    };
    (headers, body).into_response()
}

/// The log has the cause; the client only sees that the file is not whole.
pub(crate) fn broken_off(error: Error) -> io::Error {
    io::Error::other(format!("an export broke off: {:?}", refusal(error)))
}

/// A file that is being written.
struct Writing {
    desk: Desk,
    token: String,
    export: Export,
    begun: bool,
}

impl Writing {
    /// First the heads, then tickets until there are no more.
    async fn next(&mut self) -> desk::Result<Option<Bytes>> {
        if !self.begun {
            self.begun = true;
            return heads(&self.export).map(Some);
        }
        self.lines().await?.map(|lines| write(&lines, &self.export)).transpose()
    }

    /// The next tickets. A client may take its time: whoever has signed out or lost a right meanwhile gets no more.
    async fn lines(&mut self) -> desk::Result<Option<Vec<Line>>> {
        let person = people::find(&self.desk, &self.token).await?.ok_or(Refusal::SignedOut)?;
        self.export.next(&self.desk, &person).await
    }
}

fn heads(export: &Export) -> desk::Result<Bytes> {
    let mut writer = writer(BYTE_ORDER_MARK.to_vec());
    let heads = export.columns.iter().map(|column| harmless(head(*column, export, words()).into()));
    writer.write_record(heads.map(Cell)).map_err(io::Error::from)?;
    finish(writer)
}

fn write(lines: &[Line], export: &Export) -> desk::Result<Bytes> {
    let words = words();
    let mut writer = writer(Vec::with_capacity(lines.len() * 128));
    for line in lines {
        let cells = export.columns.iter().map(|column| match attribute(*column, export) {
            Some((place, _)) => harmless(line.values.get(place).map_or("", String::as_str).into()),
            None => harmless(cell(line, *column, words)),
        });
        writer.write_record(cells.map(Cell)).map_err(io::Error::from)?;
    }
    finish(writer)
}

/// RFC 4180.
pub(crate) fn writer(start: Vec<u8>) -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(start)
}

pub(crate) fn finish(writer: Writer<Vec<u8>>) -> desk::Result<Bytes> {
    Ok(writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?.into())
}

/// Text that the writer takes, borrowed or not.
struct Cell<'a>(Cow<'a, str>);

impl AsRef<[u8]> for Cell<'_> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// An attribute of the file: its place among them and its label.
fn attribute(column: Column, export: &Export) -> Option<(usize, &str)> {
    let place = export.attributes.iter().position(|known| known.shown.column == column)?;
    Some((place, &export.attributes[place].shown.label))
}

fn head<'a>(column: Column, export: &'a Export, words: &'a Words) -> &'a str {
    let heads = &words.list.columns;
    match column {
        Column::Number => heads.number,
        Column::Subject => heads.subject,
        Column::Status => heads.status,
        Column::Priority => heads.priority,
        Column::Queue => heads.queue,
        Column::Kind => heads.kind,
        Column::Company => heads.company,
        Column::Reporter => heads.reporter,
        Column::Assignee => heads.assignee,
        Column::Channel => heads.channel,
        Column::Created => heads.created,
        Column::Changed => heads.changed,
        Column::Age => heads.age,
        Column::Attribute(_) => attribute(column, export).map_or("", |(_, label)| label),
    }
}

/// What stands in a column that every list has.
fn cell<'a>(line: &'a Line, column: Column, words: &Words) -> Cow<'a, str> {
    let text = match column {
        Column::Number => &line.number,
        Column::Subject => &line.subject,
        Column::Status => &line.status,
        Column::Priority => &line.priority,
        Column::Queue => &line.queue,
        Column::Kind => &line.kind,
        Column::Company => &line.company,
        Column::Reporter => &line.reporter,
        Column::Assignee => &line.assignee,
        Column::Created => &line.created,
        Column::Changed => &line.changed,
        Column::Channel => return (words.ticket.channel_name)(&line.channel).into(),
        Column::Age => return (words.ago)(line.age).into(),
        Column::Attribute(_) => return "".into(),
    };
    text.into()
}

/// A spreadsheet would run a cell that begins like a formula: behind an apostrophe it is text.
pub(crate) fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
    if begins_like_a_formula(&text) { format!("'{text}").into() } else { text }
}

fn begins_like_a_formula(text: &str) -> bool {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    // What cannot be seen is skipped by one program or another.
    let shown = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c));
    text.starts_with(['\t', '\r', '\n']) || shown.starts_with(SIGNS)
}

/// Marks of direction, joiners, the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for bad in [
            "=1+1",
            "+1",
            "-2",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\n=1",
            "  =1",
            "\u{a0}=1",
            "＝1",
            "＋1",
            "－1",
            "＠a",
            "\u{feff}=1",
            "\u{202e}\u{200b} -1",
            "\0=1",
        ] {
            assert_eq!(harmless(bad.into()), format!("'{bad}"), "{bad:?}");
        }
        for good in ["", "a=1", "1-2", "'=1", "\"=1", "PT-1", "a\t=b", " a", "–1"] {
            assert_eq!(harmless(good.into()), good);
        }
    }

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
