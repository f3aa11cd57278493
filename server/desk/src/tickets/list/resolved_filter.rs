//! The filter of a view, resolved and written in SQL: what it names is looked up once, then it is a condition of queries.
//!
//! It is asked of rows that something else has found, so that on SQLite its columns are out of the planner's sight. Only a part that
//! must hold by itself and names values of a facet may find tickets by an index, as the facet does.

use super::attributes;
use super::conditions::{among, facet_column};
use super::filters::{self, Values};
use super::scan_strategy::ScanStrategy;
use super::view::View;
use crate::actor::Person;
use crate::filter;
use crate::tickets::ticket::Column as T;
use crate::tickets::unread;
use crate::{Desk, Result, listing};
use domain::filter::{Condition as Asks, Filter, Test, TimeRange, Tree};
use domain::listing::{AttributeName, Facet, Field, Listing};
use domain::period::Period;
use domain::tickets::StatusKind;
use sea_orm::Condition;
use sea_orm::sea_query::ExprTrait;

/// A filter with everything that is named in it looked up.
#[derive(Debug)]
pub(super) struct ResolvedFilter {
    /// All of them must hold.
    parts: Vec<Tree<Clause>>,
}

/// A condition on tickets.
#[derive(Clone, Debug)]
enum Clause {
    /// A facet, or another column that names something by its id.
    Ids {
        facet: Option<Facet>,
        column: T,
        values: Values,
    },
    Channel(Vec<String>),
    Instant(T, Test),
    Subject(Test),
    Closed(bool),
    Mine(bool),
    Unread(bool),
    Waiting(bool),
    Attribute(AttributeName, Test),
}

impl ResolvedFilter {
    /// Looks the filter of a listing up. One that names what does not exist, or what this person does not see, is taken out of the
    /// listing and named.
    pub(super) async fn resolve(
        desk: &Desk,
        person: &Person,
        listing: &mut Listing,
        refused: &mut Vec<String>,
    ) -> Result<Option<Self>> {
        let Some(filter) = listing.filter.clone() else { return Ok(None) };
        let resolved = Self::of(desk, person, &filter).await?;
        if resolved.is_none() {
            listing.filter = None;
            refused.push("filter".to_owned());
        }
        Ok(resolved)
    }

    async fn of(desk: &Desk, person: &Person, filter: &Filter<Field>) -> Result<Option<Self>> {
        let mut clauses = Vec::new();
        for condition in filter.conditions() {
            let Some(clause) = clause(desk, person, condition).await? else { return Ok(None) };
            clauses.push(clause);
        }
        let tree = filter.replaced(&mut clauses.into_iter());
        Ok(tree.map(|tree| match tree {
            Tree::All(parts) => Self { parts },
            alone => Self { parts: vec![alone] },
        }))
    }

    /// Whether values of the facet must be held, whatever else the filter asks.
    pub(super) fn needs(&self, facet: Facet) -> bool {
        let needs = |part: &Tree<Clause>| match part {
            Tree::Is(Clause::Ids { facet: Some(of), .. }) => *of == facet,
            _ => false,
        };
        self.parts.iter().any(needs)
    }
}

/// What a condition means to this person; `None` where it names something that is nothing to them.
async fn clause(desk: &Desk, person: &Person, asks: &Asks<Field>) -> Result<Option<Clause>> {
    let test = &asks.test;
    let slugs: &[String] = match test {
        Test::OneOf(slugs) => &slugs[..],
        Test::Contains(_) | Test::Flag(_) | Test::During(_) | Test::Compared(..) => &[],
    };
    let flag = *test == Test::Flag(true);
    let catalogue = desk.catalogue();
    let of_column = |column: T, ids: Option<Vec<i64>>| {
        ids.map(|ids| Clause::Ids { facet: None, column, values: Values { ids, nobody: false } })
    };
    Ok(match asks.field {
        Field::Queue => of_facet(desk, person, Facet::Queue, slugs).await?,
        Field::Kind => of_facet(desk, person, Facet::Kind, slugs).await?,
        Field::Status => of_facet(desk, person, Facet::Status, slugs).await?,
        Field::Company => of_facet(desk, person, Facet::Company, slugs).await?,
        Field::Assignee => of_facet(desk, person, Facet::Assignee, slugs).await?,
        Field::StatusKind => {
            let kinds: Option<Vec<StatusKind>> = slugs.iter().map(|slug| StatusKind::parse(slug)).collect();
            let of_kinds = |kinds: Vec<StatusKind>| {
                let statuses = catalogue.statuses.iter().filter(|status| kinds.contains(&status.kind));
                statuses.map(|status| status.id).collect()
            };
            of_column(T::StatusId, kinds.map(of_kinds))
        }
        Field::Priority => {
            let known = |slug: &String| catalogue.priorities.iter().find(|known| known.slug == *slug);
            of_column(T::PriorityId, slugs.iter().map(|slug| known(slug).map(|known| known.id)).collect())
        }
        Field::Reporter => {
            let values = filters::reporters(desk, person, slugs).await?;
            values.map(|values| Clause::Ids { facet: None, column: T::ReporterId, values })
        }
        Field::Channel => Some(Clause::Channel(slugs.to_vec())),
        Field::Created => Some(Clause::Instant(T::CreatedAt, test.clone())),
        Field::Changed => Some(Clause::Instant(T::ChangedAt, test.clone())),
        Field::Subject => Some(Clause::Subject(test.clone())),
        Field::Closed => Some(Clause::Closed(flag)),
        Field::Mine => Some(Clause::Mine(flag)),
        Field::Unread => Some(Clause::Unread(flag)),
        Field::Waiting => Some(Clause::Waiting(flag)),
        Field::Attribute(name) => {
            let column = domain::listing::Column::Attribute(name);
            let offered = attributes::is_offered(person, &catalogue, column);
            offered.then(|| Clause::Attribute(name, test.clone()))
        }
    })
}

async fn of_facet(desk: &Desk, person: &Person, facet: Facet, slugs: &[String]) -> Result<Option<Clause>> {
    let values = filters::values(desk, person, facet, slugs).await?;
    Ok(values.map(|values| Clause::Ids { facet: Some(facet), column: facet_column(facet), values }))
}

impl View<'_> {
    /// What the filter asks.
    pub(super) fn filter_condition(&self, strategy: ScanStrategy) -> Option<Condition> {
        let part = |part: &Tree<Clause>| match part {
            Tree::Is(Clause::Ids { facet: Some(facet), values, .. }) => {
                Condition::from(among(self.column(*facet, strategy), values))
            }
            part => filter::condition(part, &|clause: &Clause| self.clause(clause)),
        };
        let parts = self.resolved_filter.as_ref()?.parts.iter().map(part);
        Some(parts.fold(Condition::all(), Condition::add))
    }

    fn clause(&self, clause: &Clause) -> Condition {
        match clause {
            Clause::Ids { column, values, .. } => self.holds_one(*column, values),
            Clause::Channel(names) => self.without_index(T::Channel).is_in(names.iter().map(String::as_str)).into(),
            Clause::Instant(column, test) => {
                filter::instant(&self.without_index(*column), test, |period| self.time_range(period))
            }
            Clause::Subject(test) => filter::text(self.backend, "tickets.subject", test),
            Clause::Closed(closed) => self.without_index(T::Closed).eq(*closed).into(),
            Clause::Mine(mine) => filter::negated_unless(self.is_own(), *mine),
            Clause::Unread(is) => {
                let unread = self.open().add(unread::unread(self.person, &self.without_index(T::ChangedAt)));
                filter::negated_unless(unread, *is)
            }
            Clause::Waiting(is) => filter::negated_unless(self.waits(), *is),
            Clause::Attribute(name, test) => attributes::having(self, *name, test),
        }
    }

    /// A column that may be empty is asked for that first, so that the answer is never unknown.
    fn holds_one(&self, column: T, values: &Values) -> Condition {
        let among = Condition::from(among(self.without_index(column), values));
        if values.nobody { among } else { Condition::all().add(self.without_index(column).is_not_null()).add(among) }
    }

    fn is_own(&self) -> Condition {
        let column = if self.person.is_staff() { T::AssigneeId } else { T::ReporterId };
        self.holds_one(column, &Values { ids: vec![self.person.id], nobody: false })
    }

    fn open(&self) -> Condition {
        Condition::all().add(self.without_index(T::Closed).eq(false))
    }

    fn waits(&self) -> Condition {
        if self.person.is_staff() {
            return self.open().add(self.is_own()).add(self.without_index(T::LastReplyByCustomer).eq(true));
        }
        self.open().add(self.without_index(T::StatusId).is_in(self.catalogue.waiting_for_customers()))
    }

    /// When a period begins and ends for the reader.
    fn time_range(&self, period: Period) -> TimeRange {
        let (since, until) = listing::period_bounds(Some(period), self.now, &self.person.zone);
        TimeRange { since, until }
    }
}
