//! The filters of a view, from the slugs in its address to rows of the database. A value that does not exist and one that
//! this person does not see are the same: refused.

use crate::actor::company;
use crate::actor::{Person, user};
use crate::catalogue::Catalogue;
use crate::scope::{self, ticket};
use crate::{Desk, Result, listing};
use domain::listing::{Facet, Listing, ME, NOBODY, On};
use domain::tickets::ChosenLabels;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// What the chosen values of one facet stand for.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    pub ids: Vec<i64>,
    /// Tickets that nobody is assigned to, too.
    pub nobody: bool,
}

#[derive(Debug, Default)]
pub(super) struct Filters {
    chosen: [Option<Values>; Facet::ALL.len()],
    /// The first and the end of the period, in milliseconds; the end is not part of it.
    pub since: Option<i64>,
    pub until: Option<i64>,
    pub on: On,
    pub named: Vec<ChosenLabels>,
}

/// A value as it was looked up.
struct ResolvedValue {
    ids: Vec<i64>,
    nobody: bool,
    label: String,
}

impl ResolvedValue {
    fn one(id: i64, label: &str) -> Self {
        Self { ids: vec![id], nobody: false, label: label.to_owned() }
    }
}

impl Filters {
    pub(super) fn of(&self, facet: Facet) -> Option<&Values> {
        self.chosen[facet as usize].as_ref()
    }

    pub(super) fn set(&mut self, facet: Facet, values: Option<Values>) {
        self.chosen[facet as usize] = values;
    }

    /// Whether neither a value nor a period is chosen.
    pub(super) fn is_empty(&self) -> bool {
        self.chosen.iter().all(Option::is_none) && self.since.is_none() && self.until.is_none()
    }

    /// Whether one company is all that is chosen: its tickets stand in an index in each order.
    pub(super) fn is_one_company(&self) -> bool {
        let others = Facet::ALL.into_iter().any(|facet| facet != Facet::Company && self.of(facet).is_some());
        let one = |values: &Values| values.ids.len() == 1 && !values.nobody;
        !others && self.since.is_none() && self.until.is_none() && self.of(Facet::Company).is_some_and(one)
    }

    /// Whether a period is all that is chosen.
    pub(super) fn is_period_alone(&self) -> bool {
        self.chosen.iter().all(Option::is_none) && !self.is_empty()
    }

    /// Looks everything up. A facet with a value that is refused is taken out of the listing and named.
    pub(super) async fn resolve(
        desk: &Desk,
        person: &Person,
        listing: &mut Listing,
        refused: &mut Vec<String>,
    ) -> Result<Self> {
        let mut filters = Self { on: listing.on, ..Self::default() };
        for facet in Facet::ALL {
            let slugs = listing.chosen.of(facet);
            if slugs.is_empty() {
                continue;
            }
            match look_up(desk, person, facet, slugs).await? {
                Some(known) => filters.choose(facet, known),
                None => {
                    listing.chosen.clear(facet);
                    refused.push(facet.as_str().to_owned());
                }
            }
        }
        (filters.since, filters.until) = listing::period_bounds(listing.period, desk.now(), &person.zone);
        Ok(filters)
    }

    fn choose(&mut self, facet: Facet, known: Vec<ResolvedValue>) {
        let mut values = Values::default();
        let mut labels = Vec::new();
        for one in known {
            values.nobody |= one.nobody;
            values.ids.extend(one.ids);
            labels.push(one.label);
        }
        values.ids.sort_unstable();
        values.ids.dedup();
        self.set(facet, Some(values));
        self.named.push(ChosenLabels { facet, labels });
    }
}

/// Every slug's meaning, or `None` when one of them has none for this person.
async fn look_up(desk: &Desk, person: &Person, facet: Facet, slugs: &[String]) -> Result<Option<Vec<ResolvedValue>>> {
    let catalogue = desk.catalogue();
    Ok(match facet {
        Facet::Queue => slugs.iter().map(|slug| queue(&catalogue, person, slug)).collect(),
        Facet::Kind => slugs.iter().map(|slug| kind(&catalogue, person, slug)).collect(),
        Facet::Status => slugs.iter().map(|slug| status(&catalogue, person, slug)).collect(),
        Facet::Assignee => assignees(desk, person, slugs).await?,
        Facet::Company => companies(desk, person, slugs).await?,
    })
}

/// A queue stands for those below it, too.
fn queue(catalogue: &Catalogue, person: &Person, slug: &str) -> Option<ResolvedValue> {
    let queue = catalogue.queues.iter().find(|queue| queue.slug == slug && person.reads_queue(queue.id))?;
    let ids = catalogue.below(queue.id).into_iter().filter(|id| person.reads_queue(*id)).collect();
    Some(ResolvedValue { ids, nobody: false, label: queue.path.clone() })
}

fn kind(catalogue: &Catalogue, person: &Person, slug: &str) -> Option<ResolvedValue> {
    let kind = catalogue.types.iter().find(|kind| kind.slug == slug && person.reads_type(kind.id))?;
    Some(ResolvedValue::one(kind.id, &kind.name))
}

/// The status of this slug in every set that a visible type uses.
fn status(catalogue: &Catalogue, person: &Person, slug: &str) -> Option<ResolvedValue> {
    let statuses: Vec<_> = catalogue.visible_statuses(person).filter(|status| status.slug == slug).collect();
    let first = statuses.first()?;
    let ids = statuses.iter().map(|status| status.id).collect();
    Some(ResolvedValue { ids, nobody: false, label: first.shown_to(person).label.clone() })
}

async fn assignees(desk: &Desk, person: &Person, slugs: &[String]) -> Result<Option<Vec<ResolvedValue>>> {
    let named: Vec<&String> = slugs.iter().filter(|slug| ![NOBODY, ME].contains(&slug.as_str())).collect();
    let mut found = Vec::new();
    if !named.is_empty() {
        let staff = user::Entity::find().filter(user::Column::RoleId.is_not_null());
        let seen = (!person.is_staff()).then(|| assigned_to_visible(person));
        let query = staff.filter(user::Column::Slug.is_in(named)).filter(sea_orm::Condition::all().add_option(seen));
        found = query.into_partial_model::<user::Summary>().all(desk.db().read()).await?;
    }
    let known = slugs.iter().map(|slug| match slug.as_str() {
        NOBODY => Some(ResolvedValue { ids: Vec::new(), nobody: true, label: String::new() }),
        ME => person.is_staff().then(|| ResolvedValue::one(person.id, &person.name)),
        slug => found.iter().find(|user| user.slug == slug).map(|user| ResolvedValue::one(user.id, &user.name)),
    });
    Ok(known.collect())
}

/// Customers know those agents who hold a ticket of theirs.
pub(super) fn assigned_to_visible(person: &Person) -> Expr {
    named_on_visible(person, ticket::Column::AssigneeId)
}

/// Whether a ticket that the person sees names the user in this column.
fn named_on_visible(person: &Person, by: ticket::Column) -> Expr {
    let tickets = Query::select()
        .expr(Expr::val(1))
        .from(ticket::Entity)
        .cond_where(scope::visible(person))
        .and_where(Expr::col((ticket::Entity, by)).equals((user::Entity, user::Column::Id)))
        .to_owned();
    Expr::exists(tickets)
}

/// The people of these slugs who raise tickets, or `None` when one of them is nobody to this person: customers know who has raised
/// a ticket that they see.
pub(super) async fn reporters(desk: &Desk, person: &Person, slugs: &[String]) -> Result<Option<Values>> {
    let seen = (!person.is_staff()).then(|| named_on_visible(person, ticket::Column::ReporterId));
    let query = user::Entity::find()
        .filter(user::Column::Slug.is_in(slugs))
        .filter(sea_orm::Condition::all().add_option(seen))
        .into_partial_model::<user::Summary>();
    let found = query.all(desk.db().read()).await?;
    let id = |slug: &String| found.iter().find(|user| user.slug == *slug).map(|user| user.id);
    let ids: Option<Vec<i64>> = slugs.iter().map(id).collect();
    Ok(ids.map(|ids| Values { ids, nobody: false }))
}

/// What some slugs of a facet stand for, or `None` when one of them means nothing to this person.
pub(super) async fn values(desk: &Desk, person: &Person, facet: Facet, slugs: &[String]) -> Result<Option<Values>> {
    let known = look_up(desk, person, facet, slugs).await?;
    Ok(known.map(|known| {
        let nobody = known.iter().any(|one| one.nobody);
        Values { ids: known.into_iter().flat_map(|one| one.ids).collect(), nobody }
    }))
}

async fn companies(desk: &Desk, person: &Person, slugs: &[String]) -> Result<Option<Vec<ResolvedValue>>> {
    if !person.is_staff() {
        let own = |slug: &String| person.companies.iter().find(|home| home.slug == *slug);
        return Ok(slugs
            .iter()
            .map(|slug| own(slug).map(|home| ResolvedValue::one(home.company_id, &home.name)))
            .collect());
    }
    let query = company::Entity::find().filter(company::Column::Slug.is_in(slugs));
    let found = query.all(desk.db().read()).await?;
    let known = |slug: &String| found.iter().find(|company| company.slug == *slug);
    Ok(slugs.iter().map(|slug| known(slug).map(|company| ResolvedValue::one(company.id, &company.name))).collect())
}
