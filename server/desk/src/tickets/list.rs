//! The dashboard's list: one page of what a person may see, and how many there are.

use super::count::total;
use super::{read_cursor, scope, ticket};
use crate::catalogue::Catalogue;
use crate::moment::moment;
use crate::people::{Person, user};
use crate::{Desk, Result, companies::company, search};
use domain::listing::{Column as SortBy, Listing, Scope};
use domain::tickets::{List, Row};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, DbBackend, FromQueryResult, Order, Statement, StatementBuilder};
use std::sync::Arc;

#[derive(FromQueryResult)]
struct Found {
    number: i64,
    subject: String,
    status_id: i64,
    priority_id: i64,
    queue_id: i64,
    type_id: i64,
    closed: bool,
    created_at: i64,
    changed_at: i64,
    last_event: i64,
    last_public_event: i64,
    reporter: String,
    company: String,
    assignee: Option<String>,
    seen: Option<i64>,
}

/// One page of the tickets that match `query`, the query string of the dashboard's address. Values that make no sense are
/// named in the answer and stand at their default.
///
/// # Errors
/// When the database fails.
pub async fn list(desk: &Desk, person: &Person, query: &str) -> Result<List> {
    let (listing, refused) = Listing::parse(query);
    let backend = desk.db().backend();
    let matching = matching(backend, person, &listing);
    let statement = StatementBuilder::build(&page(person, &listing, matching.clone()), &backend);
    let found = Found::find_by_statement(statement).all(desk.db().read()).await?;
    let total = match short_page(&listing, found.len()) {
        Some(count) => domain::tickets::Total { count, exact: true },
        None => total(desk.db().read(), matching).await?,
    };
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let rows = found.into_iter().map(|found| row(found, person, &catalogue, now)).collect::<Result<_>>()?;
    Ok(List { listing, refused, rows, total })
}

/// The statements behind a list and its total, for the tests that look at their plans.
#[doc(hidden)]
pub fn statements(backend: DbBackend, person: &Person, listing: &Listing) -> [Statement; 2] {
    let matching = matching(backend, person, listing);
    let page = StatementBuilder::build(&page(person, listing, matching.clone()), &backend);
    [page, super::count::counting(backend, matching)]
}

/// A page that is not full ends the list, so nothing need be counted.
fn short_page(listing: &Listing, found: usize) -> Option<u64> {
    let count = u64::from(listing.page - 1) * u64::from(listing.size) + found as u64;
    let ends_here = found < listing.size as usize && (found > 0 || listing.page == 1);
    (ends_here && count <= super::count::EXACT_MAX).then_some(count)
}

fn matching(backend: DbBackend, person: &Person, listing: &Listing) -> Condition {
    let mine = if person.works_here() { ticket::Column::AssigneeId } else { ticket::Column::ReporterId };
    Condition::all()
        .add(scope::visible(person))
        .add_option((listing.scope == Scope::Mine).then(|| mine.eq(person.id)))
        .add_option((!listing.closed).then(|| ticket::Column::Closed.eq(false)))
        .add_option(search_condition(backend, person, listing))
}

/// A customer of one company searches that company's part of the index.
fn search_condition(backend: DbBackend, person: &Person, listing: &Listing) -> Option<Expr> {
    let company = match &person.grants[..] {
        [only] => only.company_id,
        _ => None,
    };
    let (sql, value) = search::condition(backend, &listing.search, company)?;
    // The query builder wants each database's own mark for a value.
    let sql = if backend == DbBackend::Sqlite { sql.replace("$1", "?") } else { sql.to_owned() };
    Some(Expr::cust_with_values(sql, [value]))
}

fn page(person: &Person, listing: &Listing, matching: Condition) -> SelectStatement {
    use ticket::{Column as T, Entity as Tickets};
    let offset = u64::from(listing.page - 1) * u64::from(listing.size);
    let own_cursor = Condition::all()
        .add(Expr::col(("r", read_cursor::Column::TicketId)).equals((Tickets, T::Id)))
        .add(Expr::col(("r", read_cursor::Column::UserId)).eq(person.id));
    let mut select = Query::select();
    for column in [
        T::Number,
        T::Subject,
        T::StatusId,
        T::PriorityId,
        T::QueueId,
        T::TypeId,
        T::Closed,
        T::CreatedAt,
        T::ChangedAt,
        T::LastEvent,
        T::LastPublicEvent,
    ] {
        select.column((Tickets, column));
    }
    select
        .expr_as(Expr::col(("u", user::Column::Name)), "reporter")
        .expr_as(Expr::col(("c", company::Column::Name)), "company")
        .expr_as(Expr::col(("a", user::Column::Name)), "assignee")
        .expr_as(Expr::col(("r", read_cursor::Column::EventId)), "seen")
        .from(Tickets)
        .join_as(
            sea_orm::JoinType::LeftJoin,
            user::Entity,
            "u",
            Expr::col(("u", user::Column::Id)).equals((Tickets, T::ReporterId)),
        )
        .join_as(
            sea_orm::JoinType::LeftJoin,
            company::Entity,
            "c",
            Expr::col(("c", company::Column::Id)).equals((Tickets, T::CompanyId)),
        )
        .join_as(
            sea_orm::JoinType::LeftJoin,
            user::Entity,
            "a",
            Expr::col(("a", user::Column::Id)).equals((Tickets, T::AssigneeId)),
        )
        .join_as(sea_orm::JoinType::LeftJoin, read_cursor::Entity, "r", own_cursor)
        .cond_where(matching)
        .limit(listing.size.into())
        .offset(offset);
    let order = if listing.sort.descending { Order::Desc } else { Order::Asc };
    let key = match listing.sort.column {
        SortBy::Number => T::Number,
        SortBy::Subject => T::SubjectKey,
        SortBy::Created => T::CreatedAt,
        SortBy::Changed => T::ChangedAt,
        SortBy::Status => T::StatusRank,
        SortBy::Priority => T::PriorityRank,
    };
    select.order_by((Tickets, key), order.clone());
    if !matches!(key, T::Number) {
        select.order_by((Tickets, T::Id), order);
    }
    select.to_owned()
}

fn row(found: Found, person: &Person, catalogue: &Arc<Catalogue>, now: i64) -> Result<Row> {
    let newest = if person.works_here() { found.last_event } else { found.last_public_event };
    Ok(Row {
        number: catalogue.number(found.number),
        subject: found.subject,
        status: catalogue.status(found.status_id)?.badge.clone(),
        priority: catalogue.priority(found.priority_id)?.badge.clone(),
        queue: catalogue.queue(found.queue_id)?.path.clone(),
        kind: catalogue.ticket_type(found.type_id)?.name.clone(),
        reporter: found.reporter,
        company: found.company,
        assignee: found.assignee,
        created: moment(found.created_at, now, &person.zone),
        changed: moment(found.changed_at, now, &person.zone),
        unread: !found.closed && found.seen.unwrap_or(0) < newest,
    })
}
