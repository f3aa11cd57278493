//! The export of a view into a file: every ticket that matches, on however many pages.

use super::rows::TicketListRow;
use super::view::View;
use super::{attributes, measure, order, ranked, rows};
use crate::actor::Person;
use crate::catalogue::Catalogue;
use crate::format_time::{day, sortable};
use crate::{Desk, Result, listing};
use domain::listing::{AttributeColumn, Column};
use domain::tickets::attribute::Kind;
use domain::time::Age;
use listing::ExportRows;

/// More tickets than this are not exported at once: their ids are held until the last is written.
const TICKETS_MAX: u64 = 5_000_000;

/// A view that is being written.
pub struct TicketExport {
    pub columns: Vec<Column>,
    /// Those of them that are attributes.
    pub attributes: Vec<ExportAttribute>,
    /// The reader's day when it began: `2026-11-21`.
    pub day: String,
    began: i64,
    rows: ExportRows,
}

/// A column of a file that shows an attribute.
pub struct ExportAttribute {
    pub shown: AttributeColumn,
    pub kind: Kind,
}

/// A ticket in a file. Instants are written as the reader's clock shows them: `2026-11-21 20:53`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedTicket {
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
    /// What its attributes hold, in the order of the [`TicketExport`]'s.
    pub values: Vec<String>,
}

/// Begins an export of all tickets of the view `query`, in its order; with its columns, or with all there are.
///
/// # Errors
/// `Invalid` when the query string holds something that makes no sense or that this person does not see, or when far too much
/// matches.
pub async fn export(desk: &Desk, person: &Person, query: &str, all_columns: bool) -> Result<TicketExport> {
    let (mut view, refused) = View::read(desk, person, query).await?;
    listing::check_parameters(&refused)?;
    let rows = ExportRows::new(ids(desk, &mut view).await?, "tickets", TICKETS_MAX)?;
    let columns = if all_columns { every_column(&view) } else { view.listing.shown(&person.columns).to_vec() };
    let known = attributes::offered(person, &view.catalogue);
    let attribute = |column: &Column| {
        let shown = known.iter().find(|known| known.column == *column)?.clone();
        Some(ExportAttribute { kind: attributes::kind(person, &view.catalogue, *column)?, shown })
    };
    let (attributes, began) = (columns.iter().filter_map(attribute).collect(), desk.now());
    Ok(TicketExport { columns, attributes, day: day(began, &person.zone), began, rows })
}

fn every_column(view: &View<'_>) -> Vec<Column> {
    let attributes = attributes::offered(view.person, &view.catalogue);
    Column::ALL.into_iter().chain(attributes.into_iter().map(|known| known.column)).collect()
}

async fn ids(desk: &Desk, view: &mut View<'_>) -> Result<Vec<i64>> {
    let (total, _) = measure(desk, view).await?;
    if total.is_some_and(|total| total.count == 0) {
        return Ok(Vec::new());
    }
    if view.is_ranked() {
        return ranked::ids(desk, view, total, ranked::RANKED_MAX, (TICKETS_MAX + 1, 0)).await;
    }
    // ScanStrategy ends where the last ticket stands.
    let strategy = view.scan_strategy_after(total, u64::MAX);
    order::all_ids(desk.db().read(), view, strategy, TICKETS_MAX + 1).await
}

impl TicketExport {
    /// How many tickets matched when it began.
    pub fn count(&self) -> usize {
        self.rows.count()
    }

    /// The next tickets, as `person` may see them by now; `None` after the last. What has been taken out of their sight since
    /// the beginning is left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next(&mut self, desk: &Desk, person: &Person) -> Result<Option<Vec<ExportedTicket>>> {
        let ids = self.rows.next_few();
        if ids.is_empty() {
            return Ok(None);
        }
        let found = rows::fetch_by_ids(desk, person, ids).await?;
        let columns: Vec<Column> = self.attributes.iter().map(|known| known.shown.column).collect();
        let mut values = rows::values(desk, person, &columns, &found).await?;
        let (catalogue, nothing) = (desk.catalogue(), vec![String::new(); columns.len()]);
        let lines = found.into_iter().map(|found| {
            let values = values.remove(&found.id).unwrap_or_else(|| nothing.clone());
            self.line(found, person, &catalogue, values)
        });
        lines.collect::<Result<_>>().map(Some)
    }

    fn line(
        &self,
        found: TicketListRow,
        person: &Person,
        catalogue: &Catalogue,
        values: Vec<String>,
    ) -> Result<ExportedTicket> {
        Ok(ExportedTicket {
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
