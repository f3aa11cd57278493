//! The query of a view: what was named in it looked up, and the WHERE conditions for it, with hints to the query planner.
//!
//! PostgreSQL knows how often each value occurs and plans for itself. SQLite does not: which index a query reads is decided
//! here, by keeping the others out of its sight.

use super::attributes;
use super::filters::{Filters, Values};
use super::resolved_filter::ResolvedFilter;
use crate::actor::{Grant, Person, sees_view};
use crate::catalogue::{Catalogue, IdSet};
use crate::scope::{self, ticket};
use crate::tickets::search::SearchQuery;
use crate::tickets::unread;
use crate::{Desk, Result};
use domain::listing::{Column, Facet, Listing, On, Scope, Sort};
use domain::tickets::Total;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, DbBackend, Iden};
use std::sync::Arc;
use ticket::Column as T;

/// How SQLite finds the rows of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScanStrategy {
    /// Nothing narrows the view: an index in its order.
    IndexOrder,
    /// Everything that matches is found by an index of the filters, then sorted.
    FilterThenSort,
    /// So much matches that an index in the list's order is read until the page is full.
    OrderedScan,
}

/// Up to so many matching tickets are found and then sorted: about as much work as scanning to a page among twice as many of a million.
const FILTER_THEN_SORT_MAX: u64 = 4_000;

pub(super) struct View<'a> {
    pub person: &'a Person,
    pub catalogue: Arc<Catalogue>,
    pub backend: DbBackend,
    pub now: i64,
    pub listing: Listing,
    pub filters: Filters,
    /// What its filter asks.
    pub resolved_filter: Option<ResolvedFilter>,
    /// The terms that are looked for.
    pub search_query: SearchQuery,
    /// A good part of all tickets holds the terms.
    pub frequent: bool,
    /// The text that is looked for instead of the listing's, where that is nowhere and was probably misspelled.
    pub did_you_mean: Option<String>,
}

impl<'a> View<'a> {
    /// Reads an address's query string; the second part names what was refused.
    pub(super) async fn read(desk: &Desk, person: &'a Person, query: &str) -> Result<(Self, Vec<String>)> {
        let (mut listing, mut refused) = Listing::parse(query);
        let filters = Filters::resolve(desk, person, &mut listing, &mut refused).await?;
        let resolved_filter = ResolvedFilter::resolve(desk, person, &mut listing, &mut refused).await?;
        let (catalogue, backend, now) = (desk.catalogue(), desk.db().backend(), desk.now());
        refuse_unknown(person, &catalogue, &mut listing, &mut refused);
        if !listing.view.is_empty() && !sees_view(desk.db().read(), person, &listing.view).await? {
            listing.view.clear();
            refused.push("view".to_owned());
        }
        let search_query = SearchQuery::read(desk.db().read(), person, &listing.search, &listing.search_in).await?;
        let view = Self {
            person,
            catalogue,
            backend,
            now,
            listing,
            filters,
            resolved_filter,
            search_query,
            frequent: false,
            did_you_mean: None,
        };
        Ok((view, refused))
    }

    /// Looks for another text.
    pub(super) async fn set_query(&mut self, desk: &Desk, text: &str) -> Result<()> {
        let fields = &self.listing.search_in;
        self.search_query = SearchQuery::read(desk.db().read(), self.person, text, fields).await?;
        Ok(())
    }

    /// The attributes among the columns that are shown.
    pub(super) fn attributes(&self) -> Vec<Column> {
        self.listing.shown(&self.person.columns).iter().copied().filter(Column::is_attribute).collect()
    }

    /// Tickets before this page.
    pub(super) fn offset(&self) -> u64 {
        u64::from(self.listing.page - 1) * u64::from(self.listing.size)
    }

    /// Whether what fits the search best comes first.
    pub(super) fn is_ranked(&self) -> bool {
        self.listing.sort.column == Column::Match && !self.search_query.is_empty()
    }

    /// The order of the list where nothing is ranked: a text without words looks for nothing.
    pub(super) fn sort(&self) -> Sort {
        if self.listing.sort.column == Column::Match { Sort::default() } else { self.listing.sort }
    }

    /// Whether the number of matches decides how the page is found.
    pub(super) fn counts_first(&self) -> bool {
        self.is_narrowed() || !self.listing.sort.column.is_indexed()
    }

    fn is_narrowed(&self) -> bool {
        let filters = &self.filters;
        // What matches stands together in the index of the list's order.
        let together = filters.is_one_company() || (filters.is_period_alone() && self.is_sorted_by_period());
        let in_order = filters.is_empty() || (together && self.listing.scope == Scope::Company);
        !in_order || self.resolved_filter.is_some() || self.listing.is_open_only() || !self.search_query.is_empty()
    }

    /// How the page is found, given how many tickets match.
    pub(super) fn scan_strategy(&self, total: Option<Total>) -> ScanStrategy {
        self.scan_strategy_after(total, self.offset())
    }

    /// The same for what stands after so many tickets.
    pub(super) fn scan_strategy_after(&self, total: Option<Total>, offset: u64) -> ScanStrategy {
        match total {
            // There is no index to scan.
            Some(_) if !self.listing.sort.column.is_indexed() => ScanStrategy::FilterThenSort,
            Some(total) if !total.exact => ScanStrategy::OrderedScan,
            // Scanning to a late page takes longer than sorting everything.
            Some(total) if total.count > self.filter_then_sort_max() && offset < total.count / 20 => {
                ScanStrategy::OrderedScan
            }
            Some(_) if self.counts_first() => ScanStrategy::FilterThenSort,
            _ => ScanStrategy::IndexOrder,
        }
    }

    /// What a search finds is a list of row numbers: to look each ticket of the view's order up in it is less work than to fetch
    /// and sort what is found.
    fn filter_then_sort_max(&self) -> u64 {
        let listed = self.backend == DbBackend::Sqlite && !self.search_query.is_empty();
        match self.person.is_staff() {
            _ if !listed => FILTER_THEN_SORT_MAX,
            true => FILTER_THEN_SORT_MAX / 3,
            // One in fifty of the tickets, as a rule, which makes the way to a page as much shorter.
            false => FILTER_THEN_SORT_MAX / 8,
        }
    }

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

    /// Whether the index that the list's order is read from begins and ends with the period.
    fn is_sorted_by_period(&self) -> bool {
        match self.filters.on {
            On::Created => matches!(self.sort().column, Column::Created | Column::Age),
            On::Changed => self.sort().column == Column::Changed,
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

    /// Whether a ticket in the index is a ticket of the view, so that nothing else need be looked at to count them.
    pub(super) fn is_search_alone(&self) -> bool {
        let all = |grant: &Grant| {
            let rights = &grant.rights;
            !grant.own_only && [&rights.queues.read, &rights.types.read].iter().all(|reach| **reach == IdSet::All)
        };
        // Of which company a ticket is stands in the index too.
        self.filters.is_empty()
            && self.resolved_filter.is_none()
            && !self.listing.is_open_only()
            && self.listing.scope == Scope::Company
            && self.person.grants.iter().all(all)
    }

    /// The column that a facet is about, in sight of the planner where its index is to be read.
    pub(super) fn column(&self, facet: Facet, strategy: ScanStrategy) -> Expr {
        let named = facet_column(facet);
        let seen = strategy == ScanStrategy::IndexOrder
            || (strategy == ScanStrategy::FilterThenSort && self.driving_facet() == Some(facet));
        if seen { column(named) } else { self.without_index(named) }
    }

    /// The facet whose index finds what matches: the company, or else the one that as a rule leaves the fewest.
    fn driving_facet(&self) -> Option<Facet> {
        let by_company = self.person.grants.iter().any(|grant| grant.company_id.is_some());
        let mine = (self.listing.scope == Scope::Mine || self.listing.waiting) && self.person.is_staff();
        let order = [Facet::Company, Facet::Assignee, Facet::Queue, Facet::Status, Facet::Kind];
        order.into_iter().find(|facet| {
            self.search_query.is_empty()
                && (self.is_chosen(*facet)
                    || (*facet == Facet::Assignee && mine)
                    || (*facet == Facet::Company && by_company && self.has_facets()))
        })
    }

    fn has_facets(&self) -> bool {
        self.listing.waiting || Facet::ALL.into_iter().any(|facet| self.is_chosen(facet))
    }

    /// Whether every ticket of the view holds one of some values of the facet.
    fn is_chosen(&self, facet: Facet) -> bool {
        self.filters.of(facet).is_some() || self.resolved_filter.as_ref().is_some_and(|filter| filter.needs(facet))
    }

    /// SQLite's unary plus keeps a column's indexes out of the planner's sight.
    pub(super) fn without_index(&self, column: T) -> Expr {
        match self.backend {
            DbBackend::Sqlite => Expr::cust(format!("+\"tickets\".\"{}\"", column.unquoted())),
            _ => self::column(column),
        }
    }
}

/// Columns of attributes that are not there for this person are refused like names that mean nothing.
fn refuse_unknown(person: &Person, catalogue: &Catalogue, listing: &mut Listing, refused: &mut Vec<String>) {
    let known = |column: &Column| attributes::is_offered(person, catalogue, *column);
    if !listing.columns.iter().all(known) {
        listing.columns.clear();
        refused.push("cols".to_owned());
    }
    if !known(&listing.sort.column) {
        listing.sort = Sort::default();
        refused.push("sort".to_owned());
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
