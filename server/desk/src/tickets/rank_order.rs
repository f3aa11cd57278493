//! Sorting tickets by status or priority.
//!
//! The order stands in the catalogue alone, so that reordering writes a few of its rows and no ticket. Indexes of tickets hold the id
//! of the status or priority: a list takes the catalogue's rows in their order and reads the tickets of each from such an index,
//! until it has enough.

use super::ticket::{self, Column as T};
use crate::catalogue::Catalogue;
use sea_orm::sea_query::{Expr, ExprTrait, NullOrdering, Query, SelectStatement};
use sea_orm::{Condition, DbBackend, JoinType, Order};

/// What the tickets of one row of the catalogue are called in PostgreSQL's statement.
const EACH: &str = "each";

/// What has an order in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    Status,
    Priority,
}

impl Rank {
    /// The column by which a ticket names its row of the catalogue.
    pub(crate) fn column(self) -> T {
        match self {
            Self::Status => T::StatusId,
            Self::Priority => T::PriorityId,
        }
    }

    /// The row that a ticket names.
    pub(crate) fn row_of(self, ticket: &ticket::Model) -> i64 {
        match self {
            Self::Status => ticket.status_id,
            Self::Priority => ticket.priority_id,
        }
    }

    /// All rows, in their order.
    pub(crate) fn rows(self, catalogue: &Catalogue) -> Vec<i64> {
        match self {
            Self::Status => catalogue.statuses.iter().map(|status| status.id).collect(),
            Self::Priority => catalogue.priorities.iter().map(|priority| priority.id).collect(),
        }
    }

    /// Where a row stands among all of them; 0 for one that is not there.
    pub(crate) fn place(self, catalogue: &Catalogue, row: i64) -> i64 {
        match self {
            Self::Status => catalogue.status(row).map_or(0, |status| status.place),
            Self::Priority => catalogue.priority(row).map_or(0, |priority| priority.rank),
        }
    }

    /// The table of the rows, and the column with their order: no two have the same there.
    fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::Status => ("statuses", "place"),
            Self::Priority => ("priorities", "rank"),
        }
    }
}

/// An order of tickets that begins with that of their statuses or priorities.
#[derive(Clone)]
pub(crate) struct RankOrder {
    pub by: Rank,
    /// The rows whose tickets are read.
    pub rows: Vec<i64>,
    /// The direction in which the rows are taken.
    pub order: Order,
    /// What orders the tickets of one row, and in which direction: the columns that follow its id in the indexes, up to the ticket's
    /// own id.
    pub within: (&'static [T], Order),
}

impl RankOrder {
    /// The ids of the tickets that match in this order, `limit` of them after the first `offset`. `matching` looks at nothing but tickets.
    pub(crate) fn ids(&self, backend: DbBackend, matching: Condition, limit: u64, offset: u64) -> SelectStatement {
        let (table, rank) = self.by.table();
        let matching = matching.add(Expr::col((ticket::Entity, self.by.column())).equals((table, "id")));
        let mut select = Query::select();
        select.from(table).cond_where(self.row(backend).is_in(self.rows.iter().copied()));
        let tickets = if backend == DbBackend::Sqlite {
            // SQLite joins in the order that a CROSS JOIN names. As no two rows share a rank, it finds that what it reads from
            // the two indexes is in order.
            select.cross_join(ticket::Entity).cond_where(matching);
            "tickets"
        } else {
            // PostgreSQL does not find that, and sorts the tickets of a row: no more of them than the list may need.
            select.join_lateral(JoinType::InnerJoin, self.each(matching, limit + offset), EACH, Expr::cust("TRUE"));
            EACH
        };
        let (columns, order) = &self.within;
        select.column((tickets, T::Id)).order_by((table, rank), self.order.clone());
        for column in *columns {
            select.order_by((tickets, *column), order.clone());
        }
        select.limit(limit).offset(offset).to_owned()
    }

    /// A row's own id. SQLite finds so few rows by the index of their order when it sees no other way.
    fn row(&self, backend: DbBackend) -> Expr {
        let (table, _) = self.by.table();
        match backend {
            DbBackend::Sqlite => Expr::cust(format!("+\"{table}\".\"id\"")),
            _ => Expr::col((table, "id")),
        }
    }

    /// The first tickets of one row.
    ///
    /// Nothing is NULL here. That NULLs come first is an order that only the indexes meant for it have: PostgreSQL, which plans for a row
    /// with as many tickets as any other, would else read all tickets by their key, in the hope of soon meeting those of a row
    /// that may have none.
    fn each(&self, matching: Condition, limit: u64) -> SelectStatement {
        let (columns, order) = &self.within;
        let nulls = if *order == Order::Asc { NullOrdering::First } else { NullOrdering::Last };
        let mut each = Query::select();
        each.from(ticket::Entity).cond_where(matching);
        for (place, column) in columns.iter().enumerate() {
            let column = (ticket::Entity, *column);
            each.column(column);
            if place == 0 {
                each.order_by_with_nulls(column, order.clone(), nulls);
            } else {
                each.order_by(column, order.clone());
            }
        }
        each.limit(limit).to_owned()
    }
}
