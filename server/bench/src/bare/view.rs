//! Which tickets a list shows and in which order, as the product asks for them: it counts first where something narrows the
//! list, and on SQLite keeps all indexes but the one to be read out of sight with a unary plus.

use super::desk::Desk;
use super::filters::Filters;
use super::question::Question;
use super::sought::Sought;
use super::who::Who;
use crate::error::Result;
use domain::listing::{Column, Facet, Listing, On, SORTED_MAX, Sort};
use domain::tickets::Total;
use std::fmt::Write;

/// As in the product: how SQLite finds the rows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    Plain,
    Gathered,
    Walked,
}

const GATHERED_MAX: u64 = 4_000;

pub struct View<'a> {
    pub desk: &'a Desk,
    pub who: &'a Who,
    pub listing: Listing,
    pub filters: Filters,
    pub sought: Sought,
    /// What is looked for stands in a good part of all tickets.
    frequent: bool,
}

impl<'a> View<'a> {
    pub async fn read(desk: &'a Desk, who: &'a Who, query: &str) -> Result<Self> {
        let (listing, _) = Listing::parse(query);
        let filters = Filters::find(desk, who, &listing).await?;
        let sought = Sought::read(desk, who, &listing.search).await?;
        Ok(Self { desk, who, listing, filters, sought, frequent: false })
    }

    /// How many match, where that decides how they are found.
    pub async fn measure(&mut self) -> Result<Option<Total>> {
        let sorted = self.listing.sort.column.is_indexed();
        let together = self.filters.is_one_company() || (self.filters.is_period_alone() && self.is_sorted_by_period());
        let in_order = self.filters.is_empty() || together;
        if sorted && in_order && self.sought.is_empty() {
            return Ok(None);
        }
        let total = self.total(Reading::Gathered).await?;
        self.frequent = !total.exact && !self.sought.is_empty() && self.sought.is_frequent(self.desk).await?;
        if !sorted && !total.exact {
            self.listing.sort = Sort::default();
        }
        Ok(Some(total))
    }

    pub async fn total(&self, reading: Reading) -> Result<Total> {
        let mut question = Question::of("SELECT COUNT(*) AS n FROM (");
        if self.is_listed() {
            self.counted_as_found(&mut question);
        } else {
            self.counted(&mut question, reading);
        }
        question.add(") AS matching");
        Ok(told(question.number(&self.desk.db).await?))
    }

    /// Something for each ticket that matches, as far as is counted.
    pub fn counted(&self, question: &mut Question, reading: Reading) {
        question.inner("SELECT 1 FROM tickets");
        self.matching(question, reading);
        question.add(" LIMIT ").bind(SORTED_MAX + 1);
    }

    /// The same for what a search on SQLite lists, as the index finds it: counting ends as soon as it is enough.
    fn counted_as_found(&self, question: &mut Question) {
        question.add("SELECT 1 FROM (SELECT DISTINCT id FROM (");
        self.sought.hits(question, self.shows_closed(), None);
        question.add(") AS found) AS hit");
        if !self.is_search_alone() {
            question.inner(" CROSS JOIN tickets");
            self.narrowed(question, Reading::Gathered);
            question.also().add("tickets.id = hit.id");
        }
        question.add(" LIMIT ").bind(SORTED_MAX + 1);
    }

    /// Whether each ticket in the index is one of the view.
    fn is_search_alone(&self) -> bool {
        self.filters.is_empty() && self.who.reach.queues.is_none() && self.who.reach.types.is_none()
    }

    /// Whether what fits the search best comes first.
    pub fn is_ranked(&self) -> bool {
        self.listing.sort.column == Column::Match && !self.sought.is_empty()
    }

    pub fn offset(&self) -> u64 {
        u64::from(self.listing.page - 1) * u64::from(self.listing.size)
    }

    pub fn reading(&self, total: Option<Total>, offset: u64) -> Reading {
        match total {
            Some(_) if !self.listing.sort.column.is_indexed() => Reading::Gathered,
            Some(total) if !total.exact => Reading::Walked,
            Some(total) if total.count > self.gathered_max() && offset < total.count / 20 => Reading::Walked,
            Some(_) => Reading::Gathered,
            None => Reading::Plain,
        }
    }

    /// To look a ticket up in what a search lists is less work than to fetch and sort all of that.
    fn gathered_max(&self) -> u64 {
        match self.is_listed() {
            false => GATHERED_MAX,
            true if self.who.is_staff => GATHERED_MAX / 3,
            true => GATHERED_MAX / 8,
        }
    }

    /// Whether a search finds a list of row numbers.
    fn is_listed(&self) -> bool {
        self.desk.is_sqlite() && !self.sought.is_empty()
    }

    pub fn matching(&self, question: &mut Question, reading: Reading) {
        self.narrowed(question, reading);
        let walked = reading == Reading::Walked && self.desk.is_sqlite();
        if walked && self.frequent && self.shows_closed() {
            self.sought.look(question);
        } else if !self.sought.is_empty() {
            self.sought.found(question, if walked { "+" } else { "" }, self.shows_closed(), None);
        }
    }

    /// All conditions but the search.
    pub fn narrowed(&self, question: &mut Question, reading: Reading) {
        self.who.may_see(question);
        if let Some(closed) = self.closed() {
            question.also().add("tickets.closed = ").bind(closed);
        }
        for facet in Facet::ALL {
            if let Some(ids) = self.filters.of(facet) {
                let column = self.column(facet, reading);
                match ids {
                    [one] => question.also().add(&column).add(" = ").bind(*one),
                    ids => question.also().one_of(&column, ids),
                };
            }
        }
        if let Some(since) = self.filters.since {
            question.also().add(&self.instant(reading)).add(" >= ").bind(since);
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

    fn instant(&self, reading: Reading) -> String {
        let name = if self.filters.on == On::Created { "created_at" } else { "changed_at" };
        let leads = match reading {
            Reading::Plain => true,
            Reading::Gathered => self.leader().is_none() && self.sought.is_empty(),
            Reading::Walked => self.is_sorted_by_period(),
        };
        self.seen(name, leads)
    }

    fn column(&self, facet: Facet, reading: Reading) -> String {
        let name = match facet {
            Facet::Queue => "queue_id",
            Facet::Kind => "type_id",
            Facet::Status => "status_id",
            Facet::Assignee => "assignee_id",
            Facet::Company => "company_id",
        };
        self.seen(name, reading == Reading::Plain || (reading == Reading::Gathered && self.leader() == Some(facet)))
    }

    /// The facet whose index finds what matches.
    fn leader(&self) -> Option<Facet> {
        let has_facets = Facet::ALL.into_iter().any(|facet| self.filters.of(facet).is_some());
        let order = [Facet::Company, Facet::Assignee, Facet::Queue, Facet::Status, Facet::Kind];
        order.into_iter().find(|facet| {
            let by_company = *facet == Facet::Company && self.who.company.is_some() && has_facets;
            self.sought.is_empty() && (self.filters.of(*facet).is_some() || by_company)
        })
    }

    fn seen(&self, name: &str, seen: bool) -> String {
        let sign = if seen || !self.desk.is_sqlite() { "" } else { "+" };
        format!("{sign}tickets.{name}")
    }

    pub fn sort(&self, question: &mut Question, reading: Reading) {
        let Sort { column, descending } = self.listing.sort;
        // Nothing is ranked here: the newest change comes first.
        let descending = descending || column == Column::Match;
        let key = match column {
            Column::Number => "number",
            Column::Subject => "subject_key",
            Column::Created => "created_at",
            _ => "changed_at",
        };
        question.add(" ORDER BY ");
        match column {
            Column::Queue => self.place(question),
            Column::Status => case(question, "status_id", self.desk.status_order.iter().copied()),
            Column::Priority => case(question, "priority_id", self.desk.priority_order.iter().copied()),
            _ => drop(question.add(&self.seen(key, reading != Reading::Gathered))),
        }
        let way = if descending { "DESC" } else { "ASC" };
        let _ = write!(question.sql, " {way}");
        if column != Column::Number {
            let _ = write!(question.sql, ", tickets.id {way}");
        }
    }

    /// The place of each queue's name among all of them.
    fn place(&self, question: &mut Question) {
        let mut queues: Vec<(i64, String)> =
            self.desk.queues.iter().map(|queue| (queue.id, queue.path.to_ascii_lowercase())).collect();
        queues.sort_by(|(_, one), (_, other)| one.cmp(other));
        case(question, "queue_id", queues.iter().map(|(id, _)| *id));
    }

    /// Whether the page is read status by status or priority by priority.
    pub fn is_by_rank(&self, reading: Reading) -> bool {
        reading != Reading::Gathered && matches!(self.listing.sort.column, Column::Status | Column::Priority)
    }

    /// The ids on a page, in their order.
    pub fn ids(&self, question: &mut Question, reading: Reading, limit: u64, offset: u64) {
        if self.is_by_rank(reading) {
            return self.ids_by_rank(question, reading, limit, offset);
        }
        question.inner("SELECT tickets.id FROM tickets");
        self.matching(question, reading);
        self.sort(question, reading);
        question.add(" LIMIT ").bind(limit).add(" OFFSET ").bind(offset);
    }

    /// The same status by status or priority by priority. The cases choose no type beside these orders.
    fn ids_by_rank(&self, question: &mut Question, reading: Reading, limit: u64, offset: u64) {
        let (table, rank, column, rows) = match self.listing.sort.column {
            Column::Status => ("statuses", "place", "status_id", &self.desk.status_order),
            _ => ("priorities", "rank", "priority_id", &self.desk.priority_order),
        };
        let (way, nulls) = if self.listing.sort.descending { ("DESC", "LAST") } else { ("ASC", "FIRST") };
        let of_row = format!("tickets.{column} = {table}.id");
        if self.desk.is_sqlite() {
            question.inner(&format!("SELECT tickets.id FROM {table} CROSS JOIN tickets"));
            question.also().one_of(&format!("+{table}.id"), rows).also().add(&of_row);
            self.matching(question, reading);
            question.add(&format!(" ORDER BY {table}.{rank} {way}, tickets.id {way}"));
        } else {
            question.inner(&format!("SELECT each.id FROM {table} JOIN LATERAL (SELECT tickets.id FROM tickets"));
            question.also().add(&of_row);
            self.matching(question, reading);
            question.add(&format!(" ORDER BY tickets.id {way} NULLS {nulls} LIMIT ")).bind(limit + offset);
            question.inner(") AS each ON TRUE").also().one_of(&format!("{table}.id"), rows);
            question.add(&format!(" ORDER BY {table}.{rank} {way}, each.id {way}"));
        }
        question.add(" LIMIT ").bind(limit).add(" OFFSET ").bind(offset);
    }
}

/// The place of what a ticket's column names among these.
fn case(question: &mut Question, column: &str, ids: impl Iterator<Item = i64>) {
    question.add("(CASE");
    for (place, id) in ids.enumerate() {
        question.add(&format!(" WHEN (tickets.{column} = ")).bind(id).add(") THEN ").bind(place as i64);
    }
    question.add(" ELSE ").bind(0_i64).add(" END)");
}

/// A count that may have stopped one past the limit.
pub fn told(counted: i64) -> Total {
    let counted = counted.unsigned_abs();
    Total { count: counted.min(SORTED_MAX), exact: counted <= SORTED_MAX }
}
