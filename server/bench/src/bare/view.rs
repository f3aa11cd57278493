//! Which tickets a list shows and in which order, as the product asks for them: it counts first where something narrows the
//! list, and on SQLite keeps all indexes but the one to be read out of sight with a unary plus.

use super::desk::Desk;
use super::filters::Filters;
use super::question::Question;
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
}

impl<'a> View<'a> {
    pub async fn read(desk: &'a Desk, who: &'a Who, query: &str) -> Result<Self> {
        let (listing, _) = Listing::parse(query);
        let filters = Filters::find(desk, who, &listing).await?;
        Ok(Self { desk, who, listing, filters })
    }

    /// How many match, where that decides how they are found.
    pub async fn measure(&mut self) -> Result<Option<Total>> {
        let sorted = self.listing.sort.column.is_indexed();
        let together = self.filters.is_one_company() || (self.filters.is_period_alone() && self.is_sorted_by_period());
        let in_order = self.filters.is_empty() || together;
        if sorted && in_order && self.words().is_empty() {
            return Ok(None);
        }
        let total = self.total(Reading::Gathered).await?;
        if !sorted && !total.exact {
            self.listing.sort = Sort::default();
        }
        Ok(Some(total))
    }

    pub async fn total(&self, reading: Reading) -> Result<Total> {
        let mut question = Question::of("SELECT COUNT(*) AS n FROM (");
        self.counted(&mut question, reading);
        question.add(") AS matching");
        Ok(told(question.number(&self.desk.db).await?))
    }

    /// Something for each ticket that matches, as far as is counted.
    pub fn counted(&self, question: &mut Question, reading: Reading) {
        question.inner("SELECT 1 FROM tickets");
        self.matching(question, reading);
        question.add(" LIMIT ").bind(SORTED_MAX + 1);
    }

    pub fn offset(&self) -> u64 {
        u64::from(self.listing.page - 1) * u64::from(self.listing.size)
    }

    pub fn reading(&self, total: Option<Total>, offset: u64) -> Reading {
        match total {
            Some(_) if !self.listing.sort.column.is_indexed() => Reading::Gathered,
            Some(total) if !total.exact => Reading::Walked,
            Some(total) if total.count > GATHERED_MAX && offset < total.count / 20 => Reading::Walked,
            Some(_) => Reading::Gathered,
            None => Reading::Plain,
        }
    }

    pub fn matching(&self, question: &mut Question, reading: Reading) {
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
        self.search(question, reading);
    }

    fn closed(&self) -> Option<bool> {
        let Some(statuses) = self.filters.of(Facet::Status) else {
            return (!self.listing.closed).then_some(false);
        };
        let mut kinds = statuses.iter().map(|id| self.desk.closing.contains(id));
        let first = kinds.next()?;
        kinds.all(|kind| kind == first).then_some(first)
    }

    fn shows_closed(&self) -> bool {
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
            Reading::Gathered => self.leader().is_none() && self.words().is_empty(),
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
            self.words().is_empty() && (self.filters.of(*facet).is_some() || by_company)
        })
    }

    fn seen(&self, name: &str, seen: bool) -> String {
        let sign = if seen || !self.desk.is_sqlite() { "" } else { "+" };
        format!("{sign}tickets.{name}")
    }

    pub fn words(&self) -> Vec<String> {
        let words = self.listing.search.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    }

    fn search(&self, question: &mut Question, reading: Reading) {
        let words = self.words();
        if words.is_empty() {
            return;
        }
        if !self.desk.is_sqlite() {
            question.also().add("tickets.id IN (SELECT ticket_id FROM ticket_words WHERE words @@ ");
            question.bind(self.tsquery(&words)).add("::tsquery)");
            return;
        }
        let sign = if reading == Reading::Walked { "+" } else { "" };
        question.also().add(&format!("{sign}tickets.id IN (SELECT rowid >> 8 FROM open_words WHERE open_words MATCH "));
        question.bind(self.matched(&words));
        if self.shows_closed() {
            question.add(" UNION ALL SELECT rowid >> 8 FROM closed_words WHERE closed_words MATCH ");
            question.bind(self.matched(&words));
        }
        question.add(")");
    }

    fn matched(&self, words: &[String]) -> String {
        let mut parts: Vec<String> = words.iter().map(|word| format!("(\"n{word}\" * OR \"s{word}\" *)")).collect();
        parts.extend(self.who.company.map(|id| format!("\"c{id}\"")));
        parts.join(" AND ")
    }

    fn tsquery(&self, words: &[String]) -> String {
        let mut parts: Vec<String> = words.iter().map(|word| format!("('n{word}':* | 's{word}':*)")).collect();
        parts.extend(self.who.company.map(|id| format!("'c{id}'")));
        parts.extend((!self.shows_closed()).then(|| "'o'".to_owned()));
        parts.join(" & ")
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
