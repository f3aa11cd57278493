//! The dashboard's view as a file for spreadsheets, written while it is read.

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
const ROWS: HeaderName = HeaderName::from_static("x-portico-rows");
/// Without it Excel reads UTF-8 as something else.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

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

/// `all=1`: not only the view's columns. `None` for a value that makes no sense.
fn all_columns(query: &str) -> Option<bool> {
    match form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "all").last() {
        None => Some(false),
        Some((_, value)) => match value.as_ref() {
            "1" => Some(true),
            "0" | "" => Some(false),
            _ => None,
        },
    }
}

/// Names what was not understood.
fn refused(refusal: &Refusal, headers: &HeaderMap) -> Response {
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

fn send(writing: Writing) -> Response {
    let disposition = format!("attachment; filename=\"portico-tickets-{}.csv\"", writing.export.day);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
        ),
        (ROWS, HeaderValue::from(writing.export.count())),
    ];
    // The next tickets are read when the client has taken those before. An error breaks the connection: a file that ends too
    // soon must not look whole.
    let chunks = futures::stream::try_unfold(writing, |mut writing| async move {
        let chunk = writing.next().await.map_err(broken_off)?;
        Ok::<_, io::Error>(chunk.map(|chunk| (chunk, writing)))
    });
    (headers, Body::from_stream(chunks)).into_response()
}

/// The log has the cause; the client only sees that the file is not whole.
fn broken_off(error: Error) -> io::Error {
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
        // A client may take its time: whoever has signed out or lost a right meanwhile gets no more.
        let person = people::find(&self.desk, &self.token).await?.ok_or(Refusal::SignedOut)?;
        let lines = self.export.next(&self.desk, &person).await?;
        lines.map(|lines| write(&lines, &self.export)).transpose()
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
        let cells = export.columns.iter().map(|column| harmless(cell(line, *column, export, words)));
        writer.write_record(cells.map(Cell)).map_err(io::Error::from)?;
    }
    finish(writer)
}

/// RFC 4180.
fn writer(start: Vec<u8>) -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(start)
}

fn finish(writer: Writer<Vec<u8>>) -> desk::Result<Bytes> {
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
    let place = export.attributes.iter().position(|known| known.column == column)?;
    Some((place, &export.attributes[place].label))
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

fn cell<'a>(line: &'a Line, column: Column, export: &Export, words: &Words) -> Cow<'a, str> {
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
        Column::Attribute(_) => {
            let value = attribute(column, export).and_then(|(place, _)| line.values.get(place));
            return value.map_or(Cow::Borrowed(""), |value| value.into());
        }
    };
    text.into()
}

/// A spreadsheet would run a cell that begins like a formula: behind an apostrophe it is text.
fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
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
