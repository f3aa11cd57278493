//! Export of tickets: the dashboard's view as a file.

use super::{CellType, Column, Table};
use crate::AppState;
use crate::auth::RequestContext;
use app::words::{Words, words};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use desk::Desk;
use desk::people::Person;
use desk::tickets::list::export::{self, ExportAttribute, ExportedTicket, TicketExport};
use domain::listing;
use std::borrow::Cow;

pub(crate) async fn export(
    State(state): State<AppState>,
    context: RequestContext,
    RawQuery(query): RawQuery,
) -> Response {
    super::respond(state, context, query, export::export).await
}

impl Table for TicketExport {
    type Row = ExportedTicket;
    const NAME: &'static str = "tickets";

    fn columns(&self) -> Vec<Column<ExportedTicket>> {
        self.columns.iter().map(|column| export_column(*column, &self.attributes)).collect()
    }

    fn count(&self) -> usize {
        self.count()
    }

    fn day(&self) -> &str {
        &self.day
    }

    async fn next(&mut self, desk: &Desk, person: &Person) -> desk::Result<Option<Vec<ExportedTicket>>> {
        self.next(desk, person).await
    }
}

fn export_column(column: listing::Column, attributes: &[ExportAttribute]) -> Column<ExportedTicket> {
    use listing::Column as C;
    if let Some(place) = attributes.iter().position(|known| known.shown.column == column) {
        let known = &attributes[place];
        return Column {
            head: known.shown.label.clone(),
            cell_type: CellType::of(Some(known.kind)),
            width: 22.0,
            text: Box::new(move |line: &ExportedTicket| line.values.get(place).map_or("", String::as_str).into()),
        };
    }
    let cell_type = if matches!(column, C::Created | C::Changed) { CellType::Instant } else { CellType::Text };
    let width = match column {
        C::Subject => 48.0,
        C::Number | C::Priority | C::Channel | C::Age => 12.0,
        C::Created | C::Changed => 17.0,
        _ => 22.0,
    };
    let words = words();
    Column {
        head: head(column, words).to_owned(),
        cell_type,
        width,
        text: Box::new(move |line| cell(line, column, words)),
    }
}

fn head(column: listing::Column, words: &Words) -> &str {
    let heads = &words.list.columns;
    use listing::Column as C;
    match column {
        C::Number => heads.number,
        C::Subject => heads.subject,
        C::Status => heads.status,
        C::Priority => heads.priority,
        C::Queue => heads.queue,
        C::Kind => heads.kind,
        C::Company => heads.company,
        C::Reporter => heads.reporter,
        C::Assignee => heads.assignee,
        C::Channel => heads.channel,
        C::Created => heads.created,
        C::Changed => heads.changed,
        C::Age => heads.age,
        C::Attribute(_) | C::Match => "",
    }
}

/// What stands in a column that every list has.
fn cell<'a>(line: &'a ExportedTicket, column: listing::Column, words: &Words) -> Cow<'a, str> {
    use listing::Column as C;
    let text = match column {
        C::Number => &line.number,
        C::Subject => &line.subject,
        C::Status => &line.status,
        C::Priority => &line.priority,
        C::Queue => &line.queue,
        C::Kind => &line.kind,
        C::Company => &line.company,
        C::Reporter => &line.reporter,
        C::Assignee => &line.assignee,
        C::Created => &line.created,
        C::Changed => &line.changed,
        C::Channel => return (words.ticket().channel_name)(&line.channel).into(),
        C::Age => return (words.ago)(line.age).into(),
        C::Attribute(_) | C::Match => return "".into(),
    };
    text.into()
}
