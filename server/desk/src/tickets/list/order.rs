//! The order of a list. Ties are broken by the order in which tickets came, so that a page never holds one twice.

use super::attributes;
use super::view::{Reading, View, column};
use crate::db::{Found, Reader};
use crate::tickets::ticket;
use crate::{Error, Result};
use domain::listing::Column as SortBy;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{DbBackend, FromQueryResult, Order, StatementBuilder};
use ticket::Column as T;

/// The ids of matching tickets in the view's order.
pub(super) async fn ids(db: &Reader, view: &View<'_>, reading: Reading, limit: u64, offset: u64) -> Result<Vec<i64>> {
    let statement = StatementBuilder::build(&select(view, reading, limit, offset), &view.backend);
    Ok(Found::find_by_statement(statement).all(db).await?.into_iter().map(|found| found.id).collect())
}

#[derive(FromQueryResult)]
struct Joined {
    ids: Option<String>,
}

/// The ids of all matching tickets, `limit` at most, in the view's order and at one moment. They come as one text: a row for
/// each would take the driver many times the room.
pub(super) async fn all_ids(db: &Reader, view: &View<'_>, reading: Reading, limit: u64) -> Result<Vec<i64>> {
    joined(db, view, select(view, reading, limit, 0)).await
}

/// The ids that a query finds, in its order.
pub(super) async fn joined(db: &Reader, view: &View<'_>, ids: SelectStatement) -> Result<Vec<i64>> {
    // Both databases join what comes in the order in which it comes, and one that has a limit comes in its own.
    let joined = Query::select()
        .expr_as(Expr::cust("string_agg(CAST(m.id AS TEXT), ',')"), "ids")
        .from_subquery(ids, "m")
        .to_owned();
    let statement = StatementBuilder::build(&joined, &view.backend);
    let ids = Joined::find_by_statement(statement).one(db).await?.and_then(|joined| joined.ids).unwrap_or_default();
    let ids = ids.split_terminator(',').map(str::parse);
    ids.collect::<Result<_, _>>().map_err(|_| Error::broken("ids that are no numbers"))
}

pub(super) fn select(view: &View<'_>, reading: Reading, limit: u64, offset: u64) -> SelectStatement {
    let mut select = Query::select();
    select.column((ticket::Entity, T::Id)).from(ticket::Entity).cond_where(view.matching(reading));
    sort(&mut select, view, reading);
    select.limit(limit).offset(offset).to_owned()
}

/// Adds the view's order to a query over tickets.
pub(super) fn sort(select: &mut SelectStatement, view: &View<'_>, reading: Reading) {
    sort_by(select, view, reading, descends(view));
}

/// Whether the largest key comes first.
pub(super) fn descends(view: &View<'_>) -> bool {
    let asked = view.sort();
    // What is oldest has the highest age.
    asked.descending != (asked.column == SortBy::Age)
}

/// The same in the one direction or the other.
pub(super) fn sort_by(select: &mut SelectStatement, view: &View<'_>, reading: Reading, descending: bool) {
    let asked = view.sort();
    let order = if descending { Order::Desc } else { Order::Asc };
    let key = match indexed(asked.column) {
        Some(key) if reading == Reading::Gathered => view.unseen(key),
        Some(key) => column(key),
        None => computed(view, asked.column),
    };
    select.order_by_expr(key, order.clone());
    if asked.column != SortBy::Number {
        select.order_by((ticket::Entity, T::Id), order);
    }
}

pub(super) fn indexed(by: SortBy) -> Option<T> {
    Some(match by {
        SortBy::Number => T::Number,
        SortBy::Subject => T::SubjectKey,
        SortBy::Created | SortBy::Age => T::CreatedAt,
        SortBy::Changed => T::ChangedAt,
        SortBy::Status => T::StatusRank,
        SortBy::Priority => T::PriorityRank,
        _ => return None,
    })
}

/// What no index holds: names, by their letters whatever their case.
fn computed(view: &View<'_>, by: SortBy) -> Expr {
    let catalogue = &view.catalogue;
    match by {
        SortBy::Queue => {
            place(T::QueueId, catalogue.queues.iter().map(|queue| (queue.id, queue.path.as_str())).collect())
        }
        SortBy::Kind => place(T::TypeId, catalogue.types.iter().map(|kind| (kind.id, kind.name.as_str())).collect()),
        SortBy::Company => name(view.backend, "companies", "company_id"),
        SortBy::Reporter => name(view.backend, "users", "reporter_id"),
        SortBy::Assignee => name(view.backend, "users", "assignee_id"),
        SortBy::Attribute(name) => attributes::sort_key(view, name),
        _ => Expr::cust(folded(view.backend, "tickets.channel")),
    }
}

fn place(by: T, mut named: Vec<(i64, &str)>) -> Expr {
    named.sort_by_key(|(_, name)| name.to_ascii_lowercase());
    let mut case = CaseStatement::new();
    for (id, name) in &named {
        // What is called alike stands at one place.
        let place = named.partition_point(|(_, other)| other.to_ascii_lowercase() < name.to_ascii_lowercase());
        case = case.case(column(by).eq(*id), i64::try_from(place).unwrap_or(i64::MAX));
    }
    case.finally(0).into()
}

/// Nobody comes before everybody.
fn name(backend: DbBackend, table: &str, id: &str) -> Expr {
    let name = folded(backend, "n.name");
    Expr::cust(format!("COALESCE((SELECT {name} FROM {table} n WHERE n.id = tickets.{id}), '')"))
}

/// Text without the case of its plain Latin letters, by code point on both databases.
fn folded(backend: DbBackend, text: &str) -> String {
    if backend == DbBackend::Sqlite { format!("lower({text})") } else { format!("lower({text} COLLATE \"C\")") }
}
