//! A whole view, to be written into a file: every ticket that matches, on however many pages.

use super::rows::Found;
use super::view::View;
use super::{attributes, measured, order, ranked, rows};
use crate::actor::Person;
use crate::catalogue::Catalogue;
use crate::moment::{day, sortable};
use crate::{Desk, Result};
use domain::listing::{AttributeColumn, Column};
use domain::refusal::Faults;
use domain::tickets::attribute::Kind;
use domain::time::Age;
use domain::{Reason, Refusal};

/// More tickets than this are not exported at once: their ids are held until the last is written.
const TICKETS_MAX: u64 = 5_000_000;
/// Tickets that are read at a time.
const CHUNK: usize = 500;
/// What an address says about one page, or about where it came from, means nothing for a file.
const OF_ONE_PAGE: [&str; 3] = ["page", "size", "view"];

/// A view that is being written. Which tickets it holds was settled in one moment, so that none stands twice or is missed while
/// others change; what they say is read as the file grows.
pub struct Export {
    pub columns: Vec<Column>,
    /// Those of them that are attributes.
    pub attributes: Vec<Attribute>,
    /// The reader's day when it began: `2026-11-21`.
    pub day: String,
    began: i64,
    ids: Vec<i64>,
    read: usize,
}

/// A column of a file that shows an attribute.
pub struct Attribute {
    pub shown: AttributeColumn,
    pub kind: Kind,
}

/// A ticket in a file. Instants are written as the reader's clock shows them: `2026-11-21 20:53`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub number: String,
    pub subject: String,
    pub status: String,
    pub priority: String,
    pub queue: String,
    pub kind: String,
    pub company: String,
    pub reporter: String,
    /// Empty for nobody.
    pub assignee: String,
    pub channel: String,
    pub created: String,
    pub changed: String,
    pub age: Age,
    /// What its attributes hold, in the order of the [`Export`]'s.
    pub values: Vec<String>,
}

/// Begins an export of all tickets of the view `query`, in its order; with its columns, or with all there are.
///
/// # Errors
/// `Invalid` when the query string holds something that makes no sense or that this person does not see, or when far too much
/// matches.
pub async fn export(desk: &Desk, person: &Person, query: &str, all_columns: bool) -> Result<Export> {
    let (mut view, refused) = View::read(desk, person, query).await?;
    refuse(&refused)?;
    let ids = ids(desk, &mut view).await?;
    let columns = if all_columns { every_column(&view) } else { view.listing.shown(&person.columns).to_vec() };
    let known = attributes::offered(person, &view.catalogue);
    let attribute = |column: &Column| {
        let shown = known.iter().find(|known| known.column == *column)?.clone();
        Some(Attribute { kind: attributes::kind(person, &view.catalogue, *column)?, shown })
    };
    let (attributes, began) = (columns.iter().filter_map(attribute).collect(), desk.now());
    Ok(Export { columns, attributes, day: day(began, &person.zone), began, ids, read: 0 })
}

fn every_column(view: &View<'_>) -> Vec<Column> {
    let attributes = attributes::offered(view.person, &view.catalogue);
    Column::ALL.into_iter().chain(attributes.into_iter().map(|known| known.column)).collect()
}

/// A list shows what it can and says what it left out. A file says nothing, so that it holds what was asked for or is not made.
fn refuse(refused: &[String]) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    for (place, name) in refused.iter().enumerate() {
        if !OF_ONE_PAGE.contains(&name.as_str()) && !refused[..place].contains(name) {
            faults.add(name, Reason::BadValue);
        }
    }
    faults.done()
}

async fn ids(desk: &Desk, view: &mut View<'_>) -> Result<Vec<i64>> {
    let (total, _) = measured(desk, view).await?;
    if total.is_some_and(|total| total.count == 0) {
        return Ok(Vec::new());
    }
    if view.is_ranked() {
        return bounded(ranked::ids(desk, view, total, ranked::RANKED_MAX, (TICKETS_MAX + 1, 0)).await?);
    }
    // Reading ends where the last ticket stands.
    let reading = view.reading_after(total, u64::MAX);
    bounded(order::all_ids(desk.db().read(), view, reading, TICKETS_MAX + 1).await?)
}

fn bounded(ids: Vec<i64>) -> Result<Vec<i64>> {
    if ids.len() as u64 > TICKETS_MAX {
        let max = i64::try_from(TICKETS_MAX).unwrap_or(i64::MAX);
        return Err(Refusal::field("tickets", Reason::TooBig { max }).into());
    }
    Ok(ids)
}

impl Export {
    /// How many tickets matched when it began.
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// The next tickets, as `person` may see them by now; `None` after the last. What has been taken out of their sight since
    /// the beginning is left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next(&mut self, desk: &Desk, person: &Person) -> Result<Option<Vec<Line>>> {
        let rest = &self.ids[self.read..];
        let ids = &rest[..rest.len().min(CHUNK)];
        if ids.is_empty() {
            return Ok(None);
        }
        let found = rows::found_by_ids(desk, person, ids).await?;
        self.read += ids.len();
        let columns: Vec<Column> = self.attributes.iter().map(|known| known.shown.column).collect();
        let mut values = rows::values(desk, person, &columns, &found).await?;
        let (catalogue, nothing) = (desk.catalogue(), vec![String::new(); columns.len()]);
        let lines = found.into_iter().map(|found| {
            let values = values.remove(&found.id).unwrap_or_else(|| nothing.clone());
            self.line(found, person, &catalogue, values)
        });
        lines.collect::<Result<_>>().map(Some)
    }

    fn line(&self, found: Found, person: &Person, catalogue: &Catalogue, values: Vec<String>) -> Result<Line> {
        Ok(Line {
            number: catalogue.number(found.number),
            subject: found.subject,
            status: catalogue.status(found.status_id)?.shown_to(person).label.clone(),
            priority: catalogue.priority(found.priority_id)?.badge.label.clone(),
            queue: catalogue.queue(found.queue_id)?.path.clone(),
            kind: catalogue.ticket_type(found.type_id)?.name.clone(),
            company: found.company,
            reporter: found.reporter,
            assignee: found.assignee.unwrap_or_default(),
            channel: found.channel,
            created: sortable(found.created_at, &person.zone),
            changed: sortable(found.changed_at, &person.zone),
            age: Age::between(found.created_at, self.began),
            values,
        })
    }
}
