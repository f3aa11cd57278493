//! The sort order of a list (ORDER BY). Ties are broken by the order in which tickets came, so that a page never holds one twice.

use super::attributes;
use super::conditions::column;
use super::scan_strategy::ScanStrategy;
use super::view::View;
use crate::db::{IdRow, Reader};
use crate::scope::ticket;
use crate::tickets::rank_order::{Rank, RankOrder};
use crate::{Error, Result};
use domain::listing::{Column as SortBy, Facet};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{DbBackend, FromQueryResult, Order, StatementBuilder};
use ticket::Column as T;

/// The ids of matching tickets in the view's order.
pub(super) async fn ids(
    db: &Reader,
    view: &View<'_>,
    strategy: ScanStrategy,
    limit: u64,
    offset: u64,
) -> Result<Vec<i64>> {
    let statement = StatementBuilder::build(&select(view, strategy, limit, offset), &view.backend);
    Ok(IdRow::find_by_statement(statement).all(db).await?.into_iter().map(|found| found.id).collect())
}

#[derive(FromQueryResult)]
struct Joined {
    ids: Option<String>,
}

/// The ids of all matching tickets, `limit` at most, in the view's order and at one moment. They come as one text: a row for
/// each would take the driver many times the room.
pub(super) async fn all_ids(db: &Reader, view: &View<'_>, strategy: ScanStrategy, limit: u64) -> Result<Vec<i64>> {
    joined(db, view, select(view, strategy, limit, 0)).await
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

pub(super) fn select(view: &View<'_>, strategy: ScanStrategy, limit: u64, offset: u64) -> SelectStatement {
    if let Some(ranks) = by_rank(view, strategy, descends(view)) {
        return ranks.ids(view.backend, view.matching(strategy), limit, offset);
    }
    let mut select = Query::select();
    select.column((ticket::Entity, T::Id)).from(ticket::Entity).cond_where(view.matching(strategy));
    sort(&mut select, view, strategy);
    select.limit(limit).offset(offset).to_owned()
}

/// Adds the view's order to a query over tickets.
pub(super) fn sort(select: &mut SelectStatement, view: &View<'_>, strategy: ScanStrategy) {
    sort_by(select, view, strategy, descends(view));
}

/// Whether the largest key comes first.
pub(super) fn descends(view: &View<'_>) -> bool {
    let sort = view.sort();
    // What is oldest has the highest age.
    sort.descending != (sort.column == SortBy::Age)
}

/// The same in the one direction or the other.
pub(super) fn sort_by(select: &mut SelectStatement, view: &View<'_>, strategy: ScanStrategy, descending: bool) {
    let order = direction(descending);
    select.order_by_expr(key(view, strategy), order.clone());
    if view.sort().column != SortBy::Number {
        select.order_by((ticket::Entity, T::Id), order);
    }
}

fn direction(descending: bool) -> Order {
    if descending { Order::Desc } else { Order::Asc }
}

/// What tickets are sorted by.
pub(super) fn key(view: &View<'_>, strategy: ScanStrategy) -> Expr {
    let sorted_by = view.sort().column;
    match indexed(sorted_by) {
        Some(IndexKey::Column(key)) if strategy == ScanStrategy::FilterThenSort => view.without_index(key),
        Some(IndexKey::Column(key)) => column(key),
        Some(IndexKey::Rank(by)) => rank(view, by),
        None => computed(view, sorted_by),
    }
}

/// How indexes of tickets hold an order.
#[derive(Clone, Copy)]
pub(super) enum IndexKey {
    Column(T),
    /// They hold ids of what has an order in the catalogue.
    Rank(Rank),
}

pub(super) fn indexed(by: SortBy) -> Option<IndexKey> {
    Some(match by {
        SortBy::Number => IndexKey::Column(T::Number),
        SortBy::Subject => IndexKey::Column(T::SubjectKey),
        SortBy::Created | SortBy::Age => IndexKey::Column(T::CreatedAt),
        SortBy::Changed => IndexKey::Column(T::ChangedAt),
        SortBy::Status => IndexKey::Rank(Rank::Status),
        SortBy::Priority => IndexKey::Rank(Rank::Priority),
        SortBy::Queue
        | SortBy::Kind
        | SortBy::Company
        | SortBy::Reporter
        | SortBy::Assignee
        | SortBy::Channel
        | SortBy::Attribute(_)
        | SortBy::Match => return None,
    })
}

/// Whether the list is read status by status or priority by priority, which finds ids alone.
pub(super) fn is_by_rank(view: &View<'_>, strategy: ScanStrategy) -> bool {
    by_rank(view, strategy, false).is_some()
}

/// The order of a list that is read status by status or priority by priority. With `FilterThenSort` all that match are sorted instead.
pub(super) fn by_rank(view: &View<'_>, strategy: ScanStrategy, descending: bool) -> Option<RankOrder> {
    let Some(IndexKey::Rank(by)) = indexed(view.sort().column).filter(|_| strategy != ScanStrategy::FilterThenSort)
    else {
        return None;
    };
    let order = direction(descending);
    Some(RankOrder { by, rows: rows(view, by), order: order.clone(), within: (&[T::Id], order) })
}

/// The statuses or priorities that tickets of the view may have. To read those of other types would be to look at all of their tickets
/// for nothing.
fn rows(view: &View<'_>, by: Rank) -> Vec<i64> {
    let catalogue = &view.catalogue;
    if by == Rank::Priority {
        return by.rows(catalogue);
    }
    let chosen = |facet: Facet, id: i64| view.filters.of(facet).is_none_or(|values| values.ids.contains(&id));
    let types = catalogue.types.iter().filter(|kind| view.person.reads_type(kind.id) && chosen(Facet::Kind, kind.id));
    let sets: Vec<i64> = types.map(|kind| kind.status_set_id).collect();
    let statuses = catalogue.statuses.iter().filter(|status| sets.contains(&status.set_id));
    statuses.map(|status| status.id).filter(|id| chosen(Facet::Status, *id)).collect()
}

/// The place of the ticket's status or priority among all of them.
fn rank(view: &View<'_>, by: Rank) -> Expr {
    let catalogue = &view.catalogue;
    let case = by
        .rows(catalogue)
        .into_iter()
        .fold(CaseStatement::new(), |case, row| case.case(column(by.column()).eq(row), by.place(catalogue, row)));
    case.finally(0).into()
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
        SortBy::Channel => Expr::cust(folded(view.backend, "tickets.channel")),
        // Indexes hold these, and the best match is an order of its own: `key` asks here for none of them.
        SortBy::Number
        | SortBy::Subject
        | SortBy::Status
        | SortBy::Priority
        | SortBy::Created
        | SortBy::Changed
        | SortBy::Age
        | SortBy::Match => column(T::Id),
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
