//! The WHERE conditions of a view. On SQLite a column's indexes are kept out of the planner's sight where another index is to be read.

use super::filters::Values;
use super::scan_strategy::ScanStrategy;
use super::view::View;
use crate::scope::{self, ticket};
use crate::tickets::unread;
use domain::listing::{Column, Facet, On, Scope};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, DbBackend, Iden};
use ticket::Column as T;

impl View<'_> {
    pub(super) fn matching(&self, strategy: ScanStrategy) -> Condition {
        self.narrowed(strategy).add_option(self.search(strategy))
    }

    /// All conditions but the search.
    pub(super) fn narrowed(&self, strategy: ScanStrategy) -> Condition {
        let mut condition = Condition::all()
            .add(scope::visible(self.person))
            .add_option(self.mine(strategy))
            .add_option(self.closed().map(|closed| T::Closed.eq(closed)));
        for facet in Facet::ALL {
            let values = self.filters.of(facet);
            condition = condition.add_option(values.map(|values| among(self.column(facet, strategy), values)));
        }
        condition
            .add_option(self.period(strategy))
            .add_option(self.waiting(strategy))
            .add_option(self.listing.unread.then(|| unread::unread(self.person, &self.changed(strategy))))
            .add_option(self.filter_condition(strategy))
    }

    /// Whether the tickets are closed; `None` for some of both. Statuses that are chosen are shown, open or closed, and a filter that
    /// asks for them shows what it says.
    fn closed(&self) -> Option<bool> {
        if self.listing.is_open_only() {
            return Some(false);
        }
        let Some(statuses) = self.filters.of(Facet::Status) else {
            return (!self.listing.closed && !self.listing.filter_tells_closed()).then_some(false);
        };
        let mut kinds =
            statuses.ids.iter().map(|id| self.catalogue.status(*id).is_ok_and(|status| status.kind.is_closed()));
        let first = kinds.next()?;
        kinds.all(|kind| kind == first).then_some(first)
    }

    pub(super) fn shows_closed(&self) -> bool {
        self.closed() != Some(false)
    }

    fn mine(&self, strategy: ScanStrategy) -> Option<Expr> {
        let mine = match (self.listing.scope, self.person.is_staff()) {
            (Scope::Company, _) => return None,
            (Scope::Mine, true) => self.column(Facet::Assignee, strategy),
            (Scope::Mine, false) if strategy == ScanStrategy::OrderedScan || self.driving_facet().is_some() => {
                self.without_index(T::ReporterId)
            }
            (Scope::Mine, false) => column(T::ReporterId),
        };
        Some(mine.eq(self.person.id))
    }

    /// What waits for the person: for customers what their answer is waited for, for agents their own where a customer spoke last.
    fn waiting(&self, strategy: ScanStrategy) -> Option<Condition> {
        if !self.listing.waiting {
            return None;
        }
        Some(if self.person.is_staff() {
            let own = self.column(Facet::Assignee, strategy).eq(self.person.id);
            Condition::all().add(own).add(column(T::LastReplyByCustomer).eq(true))
        } else {
            let statuses = self.catalogue.waiting_for_customers();
            Condition::all().add(self.column(Facet::Status, strategy).is_in(statuses))
        })
    }

    /// The last change, by which open tickets are found that may be unread where nothing leaves fewer.
    fn changed(&self, strategy: ScanStrategy) -> Expr {
        let dated = self.filters.since.is_some() || self.filters.until.is_some();
        let leads = match strategy {
            ScanStrategy::IndexOrder => true,
            ScanStrategy::FilterThenSort => self.driving_facet().is_none() && self.search_query.is_empty() && !dated,
            ScanStrategy::OrderedScan => self.sort().column == Column::Changed,
        };
        if leads { column(T::ChangedAt) } else { self.without_index(T::ChangedAt) }
    }

    fn period(&self, strategy: ScanStrategy) -> Option<Expr> {
        let instant = match self.filters.on {
            On::Created => T::CreatedAt,
            On::Changed => T::ChangedAt,
        };
        let leads = match strategy {
            ScanStrategy::IndexOrder => true,
            ScanStrategy::FilterThenSort => self.driving_facet().is_none() && self.search_query.is_empty(),
            ScanStrategy::OrderedScan => self.is_sorted_by_period(),
        };
        let instant = if leads { column(instant) } else { self.without_index(instant) };
        let since = self.filters.since.map(|since| instant.clone().gte(since));
        let until = self.filters.until.map(|until| instant.lt(until));
        match (since, until) {
            (Some(since), Some(until)) => Some(since.and(until)),
            (since, until) => since.or(until),
        }
    }

    fn search(&self, strategy: ScanStrategy) -> Option<Expr> {
        if self.search_query.is_empty() {
            return None;
        }
        let open_only = !self.shows_closed();
        Some(match (strategy, self.backend) {
            (ScanStrategy::OrderedScan, DbBackend::Sqlite) if self.frequent && !open_only => {
                self.search_query.by_row_lookup()
            }
            (ScanStrategy::OrderedScan, DbBackend::Sqlite) => self.search_query.by_probe(open_only),
            _ => self.search_query.by_index(open_only),
        })
    }

    /// The column that a facet is about, in sight of the planner where its index is to be read.
    pub(super) fn column(&self, facet: Facet, strategy: ScanStrategy) -> Expr {
        let named = facet_column(facet);
        let seen = strategy == ScanStrategy::IndexOrder
            || (strategy == ScanStrategy::FilterThenSort && self.driving_facet() == Some(facet));
        if seen { column(named) } else { self.without_index(named) }
    }

    /// SQLite's unary plus keeps a column's indexes out of the planner's sight.
    pub(super) fn without_index(&self, column: T) -> Expr {
        match self.backend {
            DbBackend::Sqlite => Expr::cust(format!("+\"tickets\".\"{}\"", column.unquoted())),
            _ => self::column(column),
        }
    }
}

pub(super) fn column(column: T) -> Expr {
    Expr::col((ticket::Entity, column))
}

pub(super) fn facet_column(facet: Facet) -> T {
    match facet {
        Facet::Queue => T::QueueId,
        Facet::Kind => T::TypeId,
        Facet::Status => T::StatusId,
        Facet::Assignee => T::AssigneeId,
        Facet::Company => T::CompanyId,
    }
}

pub(super) fn among(column: Expr, values: &Values) -> Expr {
    let ids = match &values.ids[..] {
        [] => None,
        [one] => Some(column.clone().eq(*one)),
        several => Some(column.clone().is_in(several.iter().copied())),
    };
    match (ids, values.nobody) {
        (Some(ids), true) => ids.or(column.is_null()),
        (Some(ids), false) => ids,
        (None, _) => column.is_null(),
    }
}
