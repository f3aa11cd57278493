//! Search excerpts: where a search found the tickets of a page, with the words highlighted in their subjects and in a line of what else
//! holds them.

use super::view::View;
use crate::actor::Person;
use crate::{Desk, Result};
use domain::listing::SearchIn;
use domain::search::{count_matches, excerpt, highlight, terms};
use domain::tickets::{HitSource, Row, SearchHit, number};
use sea_orm::{DbBackend, FromQueryResult, Statement, Value};

/// Texts of one ticket that are looked through.
const TEXTS_MAX: i64 = 3;

#[derive(FromQueryResult)]
struct Text {
    number: i64,
    company_id: i64,
    reporter_id: i64,
    /// `m`essage, `p`rivate note, `a`ttribute or `f`ile.
    kind: String,
    attribute_id: i64,
    /// The file's name.
    name: String,
    text: String,
}

/// Adds to the rows where the search found them.
pub(super) async fn with_hits(desk: &Desk, view: &View<'_>, mut rows: Vec<Row>) -> Result<Vec<Row>> {
    let words = terms(view.did_you_mean.as_deref().unwrap_or(&view.listing.search));
    if words.is_empty() || rows.is_empty() {
        return Ok(rows);
    }
    let fields = &view.listing.search_in;
    if fields.contains(&SearchIn::Subject) {
        for row in &mut rows {
            row.hits = highlight(&row.subject, &words);
        }
    }
    let elsewhere: Vec<i64> = rows
        .iter()
        .filter(|row| count_matches(&format!("{} {}", row.number, row.subject), &words) < words.len())
        .filter_map(|row| number::read(&row.number))
        .collect();
    let texts = texts(desk, view, &elsewhere, &words).await?;
    for row in &mut rows {
        let own = number::read(&row.number);
        let of_row = texts.iter().filter(|text| Some(text.number) == own);
        row.found = best(desk, view.person, of_row, &words);
    }
    Ok(rows)
}

/// The text that holds most of the words; of equals the one that came first.
fn best<'a>(
    desk: &Desk,
    person: &Person,
    texts: impl Iterator<Item = &'a Text>,
    words: &[String],
) -> Option<SearchHit> {
    let readable = texts.filter(|text| {
        text.kind != "a" || person.reads_attribute(text.company_id, text.reporter_id, text.attribute_id)
    });
    let ranked = readable.map(|text| (count_matches(&text.text, words).max(count_matches(&text.name, words)), text));
    let (most, text) = ranked.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let line = excerpt(&text.text, words).or_else(|| excerpt(&text.name, words)).filter(|_| most > 0)?;
    let place = match text.kind.as_str() {
        "a" => HitSource::Attribute(label(desk, text.attribute_id)?),
        "f" => HitSource::File(text.name.clone()),
        "p" => HitSource::Note,
        _ => HitSource::Message,
    };
    Some(SearchHit { place, excerpt: line })
}

fn label(desk: &Desk, attribute_id: i64) -> Option<String> {
    let catalogue = desk.catalogue();
    let mut attributes = catalogue.types.iter().flat_map(|kind| &kind.groups).flat_map(|group| &group.attributes);
    attributes.find(|attribute| attribute.id == attribute_id).map(|attribute| attribute.field.label.clone())
}

/// The texts of these tickets that may hold one of the words, in the fields that were searched.
async fn texts(desk: &Desk, view: &View<'_>, numbers: &[i64], words: &[String]) -> Result<Vec<Text>> {
    let parts: Vec<String> = view.listing.search_in.iter().filter_map(|field| part(*field, view.person)).collect();
    if numbers.is_empty() || parts.is_empty() {
        return Ok(Vec::new());
    }
    let numbers = numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let mut values: Vec<Value> = Vec::new();
    let mut like = |column: &str| {
        let ways = words.iter().map(|word| {
            values.push(pattern(word).into());
            let mark = if view.backend == DbBackend::Sqlite { "?".to_owned() } else { format!("${}", values.len()) };
            format!("lower({column}) LIKE {mark}")
        });
        format!("({})", ways.collect::<Vec<_>>().join(" OR "))
    };
    let parts = parts.into_iter().map(|part| {
        let mut part = part.replace("{NUMBERS}", &numbers);
        while let Some((before, rest)) = part.split_once("{LIKE ") {
            let (column, after) = rest.split_once('}').unwrap_or((rest, ""));
            part = format!("{before}{}{after}", like(column));
        }
        part
    });
    let union = parts.collect::<Vec<_>>().join(" UNION ALL ");
    let sql = format!("SELECT * FROM ({union}) found WHERE place <= {TEXTS_MAX} ORDER BY number, kind DESC, place");
    let statement = Statement::from_sql_and_values(view.backend, sql, values);
    Ok(Text::find_by_statement(statement).all(desk.db().read()).await?)
}

/// What holds a word in any case. The databases fold plain Latin letters only: every other may be any.
fn pattern(word: &str) -> String {
    let letters: String = word.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    format!("%{letters}%")
}

/// The query of one field. Longer texts are looked through to where a page would end.
fn part(field: SearchIn, person: &Person) -> Option<String> {
    let public = if person.is_staff() { "" } else { "AND m.note = false" };
    let head = "SELECT t.number, t.company_id, t.reporter_id";
    Some(match field {
        SearchIn::Number | SearchIn::Subject => return None,
        SearchIn::Messages => format!(
            "{head}, CASE WHEN m.note THEN 'p' ELSE 'm' END AS kind, CAST(0 AS BIGINT) AS attribute_id, '' AS name, substr(m.body, 1, 20000) AS text,
            ROW_NUMBER() OVER (PARTITION BY t.id ORDER BY m.id DESC) AS place
            FROM tickets t JOIN messages m ON m.ticket_id = t.id WHERE t.number IN ({{NUMBERS}}) {public} AND {{LIKE m.body}}"
        ),
        SearchIn::Attributes => format!(
            "{head}, 'a' AS kind, v.attribute_id, '' AS name, v.value AS text, 1 AS place
            FROM tickets t JOIN ticket_values v ON v.ticket_id = t.id WHERE t.number IN ({{NUMBERS}}) AND {{LIKE v.value}}"
        ),
        SearchIn::Files => format!(
            "{head}, 'f' AS kind, CAST(0 AS BIGINT) AS attribute_id, a.name, COALESCE(x.text, '') AS text,
            ROW_NUMBER() OVER (PARTITION BY t.id ORDER BY a.id DESC) AS place
            FROM tickets t JOIN attachments a ON a.ticket_id = t.id JOIN messages m ON m.id = a.message_id
            LEFT JOIN file_texts x ON x.sha256 = a.sha256
            WHERE t.number IN ({{NUMBERS}}) {public} AND ({{LIKE a.name}} OR {{LIKE COALESCE(x.text, '')}})"
        ),
    })
}
