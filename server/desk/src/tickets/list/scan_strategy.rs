//! How the rows of a page are found, and which column's index finds them.
//!
//! PostgreSQL knows how often each value occurs and plans for itself. SQLite does not: which index a query reads is decided here.

use super::view::View;
use crate::actor::Grant;
use crate::catalogue::IdSet;
use domain::listing::{Column, Facet, On, Scope};
use domain::tickets::Total;
use sea_orm::DbBackend;

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

impl View<'_> {
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

    /// Whether the index that the list's order is read from begins and ends with the period.
    pub(super) fn is_sorted_by_period(&self) -> bool {
        match self.filters.on {
            On::Created => matches!(self.sort().column, Column::Created | Column::Age),
            On::Changed => self.sort().column == Column::Changed,
        }
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

    /// The facet whose index finds what matches: the company, or else the one that as a rule leaves the fewest.
    pub(super) fn driving_facet(&self) -> Option<Facet> {
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
}
