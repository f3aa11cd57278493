//! Filters of a view, from the slugs in its address to rows of the database.

use super::desk::Desk;
use super::person::Person;
use super::sql_builder::SqlBuilder;
use super::ticket::USER;
use crate::error::{Error, Result};
use domain::listing::{Facet, Listing, On, Period};
use jiff::{Span, Timestamp};

#[derive(Default)]
pub struct Filters {
    chosen: [Option<Vec<i64>>; Facet::ALL.len()],
    /// The first instant of the period; the cases have no other end.
    pub since: Option<i64>,
    pub on: On,
}

impl Filters {
    pub fn of(&self, facet: Facet) -> Option<&[i64]> {
        self.chosen[facet as usize].as_deref()
    }

    pub fn set(&mut self, facet: Facet, ids: Option<Vec<i64>>) {
        self.chosen[facet as usize] = ids;
    }

    pub fn is_empty(&self) -> bool {
        self.chosen.iter().all(Option::is_none) && self.since.is_none()
    }

    pub fn is_period_alone(&self) -> bool {
        self.chosen.iter().all(Option::is_none) && self.since.is_some()
    }

    pub fn is_one_company(&self) -> bool {
        let others = Facet::ALL.into_iter().any(|facet| facet != Facet::Company && self.of(facet).is_some());
        !others && self.since.is_none() && self.of(Facet::Company).is_some_and(|ids| ids.len() == 1)
    }

    pub async fn find(desk: &Desk, person: &Person, listing: &Listing) -> Result<Self> {
        let mut filters = Self { since: since(listing.period, person)?, on: listing.on, ..Self::default() };
        for facet in Facet::ALL {
            let slugs = listing.chosen.of(facet);
            if !slugs.is_empty() {
                filters.set(facet, Some(look_up(desk, person, facet, slugs).await?));
            }
        }
        Ok(filters)
    }
}

async fn look_up(desk: &Desk, person: &Person, facet: Facet, slugs: &[String]) -> Result<Vec<i64>> {
    let mut ids: Vec<i64> = match facet {
        Facet::Queue => {
            let queues = desk.queues.iter().filter(|queue| slugs.contains(&queue.slug));
            queues.flat_map(|queue| desk.below(queue.id)).filter(|id| person.reach.reads_queue(*id)).collect()
        }
        Facet::Kind => {
            let kinds = desk.types.iter().filter(|(_, kind)| slugs.contains(&kind.slug));
            kinds.map(|(id, _)| *id).filter(|id| person.reach.reads_type(*id)).collect()
        }
        Facet::Status => {
            let statuses = desk.statuses.iter().filter(|(_, status)| slugs.contains(&status.slug));
            statuses.map(|(id, _)| *id).collect()
        }
        Facet::Assignee => assignees(desk, person, slugs).await?,
        Facet::Company => companies(desk, slugs).await?,
    };
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() { Err(Error::new(format!("{}: {slugs:?} means nothing", facet.as_str()))) } else { Ok(ids) }
}

/// Customers know those agents who hold a ticket of theirs.
async fn assignees(desk: &Desk, person: &Person, slugs: &[String]) -> Result<Vec<i64>> {
    let mut builder = SqlBuilder::of(USER);
    builder.add("role_id IS NOT NULL AND ").one_of("slug", slugs);
    if !person.is_staff {
        builder.inner(" AND EXISTS (SELECT 1 FROM tickets");
        person.may_see(&mut builder);
        builder.also().add("tickets.assignee_id = users.id)");
    }
    ids(desk, builder).await
}

async fn companies(desk: &Desk, slugs: &[String]) -> Result<Vec<i64>> {
    let mut builder = SqlBuilder::of("SELECT id, slug, name, sharing, account_manager_id FROM companies WHERE ");
    builder.one_of("slug", slugs);
    ids(desk, builder).await
}

async fn ids(desk: &Desk, builder: SqlBuilder) -> Result<Vec<i64>> {
    let rows = builder.all(&desk.db).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// So many whole days where the reader is, today among them.
fn since(period: Option<Period>, person: &Person) -> Result<Option<i64>> {
    let days = match period {
        None => return Ok(None),
        Some(Period::Days(days)) => i64::from(days.saturating_sub(1)),
        Some(_) => return Err(Error::new("the bare handler knows only periods of some days")),
    };
    let today = Timestamp::now().to_zoned(person.zone.clone()).date();
    let start = today.saturating_sub(Span::new().days(days)).to_zoned(person.zone.clone());
    Ok(start.ok().map(|zoned| zoned.timestamp().as_millisecond()))
}
