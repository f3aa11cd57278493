//! The rows of a page of the list, read from the database and made ready for the page.

use super::attributes::{self, Owner};
use super::order;
use super::scan_strategy::ScanStrategy;
use super::view::View;
use crate::actor::company;
use crate::actor::{Person, user};
use crate::catalogue::Catalogue;
use crate::format_time::format_time;
use crate::scope::{self, read_cursor, ticket};
use crate::{Desk, Result};
use domain::listing::Column;
use domain::tickets::Row;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, JoinType, StatementBuilder};
use std::collections::HashMap;
use ticket::{Column as T, Entity as Tickets};

/// So many characters of an attribute are shown in a list.
const CELL_MAX: usize = 200;

/// A ticket of a list as it stands in the database.
#[derive(FromQueryResult)]
pub(super) struct TicketListRow {
    pub id: i64,
    pub number: i64,
    pub subject: String,
    pub status_id: i64,
    pub priority_id: i64,
    pub queue_id: i64,
    pub type_id: i64,
    pub company_id: i64,
    pub reporter_id: i64,
    pub channel: String,
    pub closed: bool,
    pub created_at: i64,
    pub changed_at: i64,
    pub last_event: i64,
    pub last_public_event: i64,
    pub reporter: String,
    pub company: String,
    pub assignee: Option<String>,
    pub seen: Option<i64>,
}

/// The view's first `size` rows, unless they are read by rank: then their ids are found first.
pub(super) fn first(view: &View<'_>, strategy: ScanStrategy, size: u64) -> SelectStatement {
    let mut select = select(view.person);
    let shown = match strategy {
        // All that match are sorted: without what is shown beside them.
        ScanStrategy::FilterThenSort => Condition::all().add(T::Id.in_subquery(order::select(view, strategy, size, 0))),
        _ => view.matching(strategy),
    };
    select.cond_where(shown).limit(size);
    order::sort(&mut select, view, strategy);
    select
}

/// The rows of these tickets, in this order; those that the person does not see are left out.
pub(super) async fn by_ids(desk: &Desk, view: &View<'_>, ids: &[i64]) -> Result<Vec<Row>> {
    into_rows(desk, view, fetch_by_ids(desk, view.person, ids).await?).await
}

/// The same as they stand in the database.
pub(super) async fn fetch_by_ids(desk: &Desk, person: &Person, ids: &[i64]) -> Result<Vec<TicketListRow>> {
    let mut select = select(person);
    select.cond_where(Condition::all().add(T::Id.is_in(ids.iter().copied())).add(scope::visible(person)));
    let mut found: HashMap<i64, TicketListRow> =
        all(desk, &select).await?.into_iter().map(|row| (row.id, row)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Reads what `select` finds, in its order.
pub(super) async fn read(desk: &Desk, view: &View<'_>, select: SelectStatement) -> Result<Vec<Row>> {
    into_rows(desk, view, all(desk, &select).await?).await
}

/// What the tickets' attributes hold, by ticket.
pub(super) async fn values(
    desk: &Desk,
    person: &Person,
    columns: &[Column],
    found: &[TicketListRow],
) -> Result<HashMap<i64, Vec<String>>> {
    if columns.is_empty() {
        return Ok(HashMap::new());
    }
    let owner = |row: &TicketListRow| Owner {
        id: row.id,
        type_id: row.type_id,
        company_id: row.company_id,
        reporter_id: row.reporter_id,
    };
    attributes::values(desk, person, columns, &found.iter().map(owner).collect::<Vec<_>>()).await
}

async fn all(desk: &Desk, select: &SelectStatement) -> Result<Vec<TicketListRow>> {
    let statement = StatementBuilder::build(select, &desk.db().backend());
    Ok(TicketListRow::find_by_statement(statement).all(desk.db().read()).await?)
}

async fn into_rows(desk: &Desk, view: &View<'_>, found: Vec<TicketListRow>) -> Result<Vec<Row>> {
    let (catalogue, now, columns) = (desk.catalogue(), desk.now(), view.attributes());
    let mut values = values(desk, view.person, &columns, &found).await?;
    let nothing = vec![String::new(); columns.len()];
    let rows = found.into_iter().map(|found| {
        let values = values.remove(&found.id).unwrap_or_else(|| nothing.clone());
        let values = values.into_iter().map(beginning).collect();
        row(found, view.person, &catalogue, now, values)
    });
    rows.collect()
}

/// A cell holds no long text.
fn beginning(text: String) -> String {
    match text.char_indices().nth(CELL_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn select(person: &Person) -> SelectStatement {
    let own_cursor = Condition::all()
        .add(Expr::col(("r", read_cursor::Column::TicketId)).equals((Tickets, T::Id)))
        .add(Expr::col(("r", read_cursor::Column::UserId)).eq(person.id));
    let is_row = |alias: &'static str, id: T| Expr::col((alias, user::Column::Id)).equals((Tickets, id));
    let mut select = Query::select();
    select
        .columns(COLUMNS.map(|column| (Tickets, column)))
        .expr_as(Expr::col(("u", user::Column::Name)), "reporter")
        .expr_as(Expr::col(("c", company::Column::Name)), "company")
        .expr_as(Expr::col(("a", user::Column::Name)), "assignee")
        .expr_as(Expr::col(("r", read_cursor::Column::EventId)), "seen")
        .from(Tickets)
        .join_as(JoinType::LeftJoin, user::Entity, "u", is_row("u", T::ReporterId))
        .join_as(JoinType::LeftJoin, company::Entity, "c", is_row("c", T::CompanyId))
        .join_as(JoinType::LeftJoin, user::Entity, "a", is_row("a", T::AssigneeId))
        .join_as(JoinType::LeftJoin, read_cursor::Entity, "r", own_cursor);
    select
}

const COLUMNS: [T; 15] = [
    T::Id,
    T::Number,
    T::Subject,
    T::StatusId,
    T::PriorityId,
    T::QueueId,
    T::TypeId,
    T::CompanyId,
    T::ReporterId,
    T::Channel,
    T::Closed,
    T::CreatedAt,
    T::ChangedAt,
    T::LastEvent,
    T::LastPublicEvent,
];

fn row(found: TicketListRow, person: &Person, catalogue: &Catalogue, now: i64, values: Vec<String>) -> Result<Row> {
    let newest = if person.is_staff() { found.last_event } else { found.last_public_event };
    let unread = !found.closed
        && found.seen.unwrap_or(0) < newest
        && person.was_here(found.company_id, found.reporter_id, found.changed_at);
    Ok(Row {
        number: catalogue.number(found.number),
        subject: found.subject,
        status: catalogue.status(found.status_id)?.shown_to(person).clone(),
        priority: catalogue.priority(found.priority_id)?.badge.clone(),
        queue: catalogue.queue(found.queue_id)?.path.clone(),
        kind: catalogue.ticket_type(found.type_id)?.name.clone(),
        reporter: found.reporter,
        company: found.company,
        assignee: found.assignee,
        channel: found.channel,
        created: format_time(found.created_at, now, &person.zone),
        changed: format_time(found.changed_at, now, &person.zone),
        hits: Vec::new(),
        found: None,
        unread,
        values,
    })
}
