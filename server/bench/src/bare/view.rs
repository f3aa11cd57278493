//! Query of a list: which tickets it shows and in which order, as the product asks for them. It counts first where something
//! narrows the list, and on SQLite keeps all indexes but the one to be read out of sight with a unary plus.

use super::desk::Desk;
use super::filters::Filters;
use super::person::Person;
use super::search_query::SearchQuery;
use super::sql_builder::SqlBuilder;
use crate::error::Result;
use domain::listing::{Column, Facet, Listing, On, SORTED_MAX, Sort};
use domain::tickets::Total;
use std::fmt::Write;

/// How SQLite finds the rows, as in the product.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ScanStrategy {
    IndexOrder,
    FilterThenSort,
    OrderedScan,
}

const FILTER_THEN_SORT_MAX: u64 = 4_000;

pub struct View<'a> {
    pub desk: &'a Desk,
    pub person: &'a Person,
    pub listing: Listing,
    pub filters: Filters,
    pub search: SearchQuery,
    /// What is looked for stands in a good part of all tickets.
    frequent: bool,
}

impl<'a> View<'a> {
    pub async fn read(desk: &'a Desk, person: &'a Person, query: &str) -> Result<Self> {
        let (listing, _) = Listing::parse(query);
        let filters = Filters::find(desk, person, &listing).await?;
        let search = SearchQuery::read(desk, person, &listing.search).await?;
        Ok(Self { desk, person, listing, filters, search, frequent: false })
    }

    /// How many match, where that decides how they are found.
    pub async fn measure(&mut self) -> Result<Option<Total>> {
        let sorted = self.listing.sort.column.is_indexed();
        let together = self.filters.is_one_company() || (self.filters.is_period_alone() && self.is_sorted_by_period());
        let in_order = self.filters.is_empty() || together;
        if sorted && in_order && self.search.is_empty() {
            return Ok(None);
        }
        let total = self.total(ScanStrategy::FilterThenSort).await?;
        self.frequent = !total.exact && !self.search.is_empty() && self.search.is_frequent(self.desk).await?;
        if !sorted && !total.exact {
            self.listing.sort = Sort::default();
        }
        Ok(Some(total))
    }

    pub async fn total(&self, strategy: ScanStrategy) -> Result<Total> {
        let mut builder = SqlBuilder::of("SELECT COUNT(*) AS n FROM (");
        if self.is_listed() {
            self.select_search_hits(&mut builder);
        } else {
            self.select_matching(&mut builder, strategy);
        }
        builder.add(") AS matching");
        Ok(clamp_total(builder.number(&self.desk.db).await?))
    }

    /// Something for each ticket that matches, as far as is counted.
    pub fn select_matching(&self, builder: &mut SqlBuilder, strategy: ScanStrategy) {
        builder.inner("SELECT 1 FROM tickets");
        self.matching(builder, strategy);
        builder.add(" LIMIT ").bind(SORTED_MAX + 1);
    }

    /// The same for what a search on SQLite lists, as the index finds it: counting ends as soon as it is enough.
    fn select_search_hits(&self, builder: &mut SqlBuilder) {
        builder.add("SELECT 1 FROM (SELECT DISTINCT id FROM (");
        self.search.hits(builder, self.shows_closed(), None);
        builder.add(") AS found) AS hit");
        if !self.is_search_alone() {
            builder.inner(" CROSS JOIN tickets");
            self.filter(builder, ScanStrategy::FilterThenSort);
            builder.also().add("tickets.id = hit.id");
        }
        builder.add(" LIMIT ").bind(SORTED_MAX + 1);
    }

    /// Whether each ticket in the index is one of the view.
    fn is_search_alone(&self) -> bool {
        self.filters.is_empty() && self.person.reach.queues.is_none() && self.person.reach.types.is_none()
    }

    /// Whether what fits the search best comes first.
    pub fn is_ranked(&self) -> bool {
        self.listing.sort.column == Column::Match && !self.search.is_empty()
    }

    pub fn offset(&self) -> u64 {
        u64::from(self.listing.page - 1) * u64::from(self.listing.size)
    }

    pub fn strategy(&self, total: Option<Total>, offset: u64) -> ScanStrategy {
        match total {
            Some(_) if !self.listing.sort.column.is_indexed() => ScanStrategy::FilterThenSort,
            Some(total) if !total.exact => ScanStrategy::OrderedScan,
            Some(total) if total.count > self.filter_then_sort_max() && offset < total.count / 20 => {
                ScanStrategy::OrderedScan
            }
            Some(_) => ScanStrategy::FilterThenSort,
            None => ScanStrategy::IndexOrder,
        }
    }

    /// To look a ticket up in what a search lists is less work than to fetch and sort all of that.
    fn filter_then_sort_max(&self) -> u64 {
        match self.is_listed() {
            false => FILTER_THEN_SORT_MAX,
            true if self.person.is_staff => FILTER_THEN_SORT_MAX / 3,
            true => FILTER_THEN_SORT_MAX / 8,
        }
    }

    /// Whether a search finds a list of row numbers.
    fn is_listed(&self) -> bool {
        self.desk.is_sqlite() && !self.search.is_empty()
    }

    pub fn matching(&self, builder: &mut SqlBuilder, strategy: ScanStrategy) {
        self.filter(builder, strategy);
        let ordered = strategy == ScanStrategy::OrderedScan && self.desk.is_sqlite();
        if ordered && self.frequent && self.shows_closed() {
            self.search.restrict_by_lookup(builder);
        } else if !self.search.is_empty() {
            self.search.restrict(builder, if ordered { "+" } else { "" }, self.shows_closed(), None);
        }
    }

    /// All conditions but the search.
    pub fn filter(&self, builder: &mut SqlBuilder, strategy: ScanStrategy) {
        self.person.may_see(builder);
        if let Some(closed) = self.closed() {
            builder.also().add("tickets.closed = ").bind(closed);
        }
        for facet in Facet::ALL {
            if let Some(ids) = self.filters.of(facet) {
                let column = self.column(facet, strategy);
                match ids {
                    [one] => builder.also().add(&column).add(" = ").bind(*one),
                    ids => builder.also().one_of(&column, ids),
                };
            }
        }
        if let Some(since) = self.filters.since {
            builder.also().add(&self.instant(strategy)).add(" >= ").bind(since);
        }
    }

    fn closed(&self) -> Option<bool> {
        let Some(statuses) = self.filters.of(Facet::Status) else {
            return (!self.listing.closed).then_some(false);
        };
        let mut kinds = statuses.iter().map(|id| self.desk.closing.contains(id));
        let first = kinds.next()?;
        kinds.all(|kind| kind == first).then_some(first)
    }

    pub fn shows_closed(&self) -> bool {
        self.closed() != Some(false)
    }

    fn is_sorted_by_period(&self) -> bool {
        let column = if self.filters.on == On::Created { Column::Created } else { Column::Changed };
        self.listing.sort.column == column
    }

    fn instant(&self, strategy: ScanStrategy) -> String {
        let name = if self.filters.on == On::Created { "created_at" } else { "changed_at" };
        let leads = match strategy {
            ScanStrategy::IndexOrder => true,
            ScanStrategy::FilterThenSort => self.driving_facet().is_none() && self.search.is_empty(),
            ScanStrategy::OrderedScan => self.is_sorted_by_period(),
        };
        self.column_sql(name, leads)
    }

    fn column(&self, facet: Facet, strategy: ScanStrategy) -> String {
        let name = match facet {
            Facet::Queue => "queue_id",
            Facet::Kind => "type_id",
            Facet::Status => "status_id",
            Facet::Assignee => "assignee_id",
            Facet::Company => "company_id",
        };
        self.column_sql(
            name,
            strategy == ScanStrategy::IndexOrder
                || (strategy == ScanStrategy::FilterThenSort && self.driving_facet() == Some(facet)),
        )
    }

    /// The facet whose index finds what matches.
    fn driving_facet(&self) -> Option<Facet> {
        let has_facets = Facet::ALL.into_iter().any(|facet| self.filters.of(facet).is_some());
        let order = [Facet::Company, Facet::Assignee, Facet::Queue, Facet::Status, Facet::Kind];
        order.into_iter().find(|facet| {
            let by_company = *facet == Facet::Company && self.person.company.is_some() && has_facets;
            self.search.is_empty() && (self.filters.of(*facet).is_some() || by_company)
        })
    }

    fn column_sql(&self, name: &str, indexed: bool) -> String {
        let sign = if indexed || !self.desk.is_sqlite() { "" } else { "+" };
        format!("{sign}tickets.{name}")
    }

    pub fn sort(&self, builder: &mut SqlBuilder, strategy: ScanStrategy) {
        let Sort { column, descending } = self.listing.sort;
        // Nothing is ranked here: the newest change comes first.
        let descending = descending || column == Column::Match;
        let key = match column {
            Column::Number => "number",
            Column::Subject => "subject_key",
            Column::Created => "created_at",
            _ => "changed_at",
        };
        builder.add(" ORDER BY ");
        match column {
            Column::Queue => self.place(builder),
            Column::Status => case(builder, "status_id", self.desk.status_order.iter().copied()),
            Column::Priority => case(builder, "priority_id", self.desk.priority_order.iter().copied()),
            _ => drop(builder.add(&self.column_sql(key, strategy != ScanStrategy::FilterThenSort))),
        }
        let way = if descending { "DESC" } else { "ASC" };
        let _ = write!(builder.sql, " {way}");
        if column != Column::Number {
            let _ = write!(builder.sql, ", tickets.id {way}");
        }
    }

    /// The place of each queue's name among all of them.
    fn place(&self, builder: &mut SqlBuilder) {
        let mut queues: Vec<(i64, String)> =
            self.desk.queues.iter().map(|queue| (queue.id, queue.path.to_ascii_lowercase())).collect();
        queues.sort_by(|(_, one), (_, other)| one.cmp(other));
        case(builder, "queue_id", queues.iter().map(|(id, _)| *id));
    }

    /// Whether the page is read status by status or priority by priority.
    pub fn is_by_rank(&self, strategy: ScanStrategy) -> bool {
        strategy != ScanStrategy::FilterThenSort
            && matches!(self.listing.sort.column, Column::Status | Column::Priority)
    }

    /// The ids on a page, in their order.
    pub fn ids(&self, builder: &mut SqlBuilder, strategy: ScanStrategy, limit: u64, offset: u64) {
        if self.is_by_rank(strategy) {
            return self.ids_by_rank(builder, strategy, limit, offset);
        }
        builder.inner("SELECT tickets.id FROM tickets");
        self.matching(builder, strategy);
        self.sort(builder, strategy);
        builder.add(" LIMIT ").bind(limit).add(" OFFSET ").bind(offset);
    }

    /// The same status by status or priority by priority. The cases choose no type beside these orders.
    fn ids_by_rank(&self, builder: &mut SqlBuilder, strategy: ScanStrategy, limit: u64, offset: u64) {
        let (table, rank, column, rows) = match self.listing.sort.column {
            Column::Status => ("statuses", "place", "status_id", &self.desk.status_order),
            _ => ("priorities", "rank", "priority_id", &self.desk.priority_order),
        };
        let (way, nulls) = if self.listing.sort.descending { ("DESC", "LAST") } else { ("ASC", "FIRST") };
        let of_row = format!("tickets.{column} = {table}.id");
        if self.desk.is_sqlite() {
            builder.inner(&format!("SELECT tickets.id FROM {table} CROSS JOIN tickets"));
            builder.also().one_of(&format!("+{table}.id"), rows).also().add(&of_row);
            self.matching(builder, strategy);
            builder.add(&format!(" ORDER BY {table}.{rank} {way}, tickets.id {way}"));
        } else {
            builder.inner(&format!("SELECT each.id FROM {table} JOIN LATERAL (SELECT tickets.id FROM tickets"));
            builder.also().add(&of_row);
            self.matching(builder, strategy);
            builder.add(&format!(" ORDER BY tickets.id {way} NULLS {nulls} LIMIT ")).bind(limit + offset);
            builder.inner(") AS each ON TRUE").also().one_of(&format!("{table}.id"), rows);
            builder.add(&format!(" ORDER BY {table}.{rank} {way}, each.id {way}"));
        }
        builder.add(" LIMIT ").bind(limit).add(" OFFSET ").bind(offset);
    }
}

/// The place of what a ticket's column names among these.
fn case(builder: &mut SqlBuilder, column: &str, ids: impl Iterator<Item = i64>) {
    builder.add("(CASE");
    for (place, id) in ids.enumerate() {
        builder.add(&format!(" WHEN (tickets.{column} = ")).bind(id).add(") THEN ").bind(place as i64);
    }
    builder.add(" ELSE ").bind(0_i64).add(" END)");
}

/// A count that may have stopped one past the limit.
pub fn clamp_total(counted: i64) -> Total {
    let counted = counted.unsigned_abs();
    Total { count: counted.min(SORTED_MAX), exact: counted <= SORTED_MAX }
}
