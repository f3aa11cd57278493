//! Facet counts: the values of an opened filter, and how many tickets of the view each holds.

use super::conditions::{column, facet_column};
use super::count;
use super::filters::{Values, assigned_to_visible};
use super::scan_strategy::ScanStrategy;
use super::view::View;
use crate::actor::company;
use crate::actor::{Home, Person, user};
use crate::db::CountRow;
use crate::scope::ticket;
use crate::{Desk, Result};
use domain::listing::{Facet, ME, NOBODY, SORTED_MAX};
use domain::tickets::{FacetValues, FilterValue, Total};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    StatementBuilder,
};
use std::collections::HashMap;

/// Values shown of a facet that may have thousands.
const SHOWN_MAX: usize = 50;

/// A value before its tickets are counted.
struct FacetCandidate {
    slug: String,
    label: String,
    depth: u8,
    values: Values,
}

impl FacetCandidate {
    fn one(slug: &str, label: &str, id: i64) -> Self {
        Self {
            slug: slug.to_owned(),
            label: label.to_owned(),
            depth: 0,
            values: Values { ids: vec![id], nobody: false },
        }
    }
}

/// What `facet` offers in the view of `query`: every value that this person may choose and, of companies and assignees,
/// those whose name holds `find`. Each value's number is of the view as if nothing were chosen in this facet.
///
/// # Errors
/// When the database fails.
pub async fn offered(desk: &Desk, person: &Person, query: &str, facet: Facet, find: &str) -> Result<FacetValues> {
    let (mut view, _) = View::read(desk, person, query).await?;
    let chosen = view.listing.chosen.of(facet).to_vec();
    view.filters.set(facet, None);
    view.listing.chosen.clear(facet);
    let mut candidates = candidates(desk, person, facet, find, &chosen).await?;
    let more = candidates.len() > SHOWN_MAX;
    candidates.truncate(SHOWN_MAX);
    if matches!(facet, Facet::Company | Facet::Assignee) {
        // What is chosen came first only to be among them: nothing moves when it is chosen.
        candidates.sort_by(|a, b| a.label.cmp(&b.label));
    }
    let totals = count_values(desk, &mut view, facet, &candidates).await?;
    let values = candidates.into_iter().zip(totals).map(|(candidate, holds)| {
        let FacetCandidate { slug, label, depth, .. } = candidate;
        FilterValue { slug, label, depth, holds }
    });
    Ok(FacetValues { facet, values: values.collect(), more })
}

async fn candidates(
    desk: &Desk,
    person: &Person,
    facet: Facet,
    find: &str,
    chosen: &[String],
) -> Result<Vec<FacetCandidate>> {
    let catalogue = desk.catalogue();
    Ok(match facet {
        Facet::Queue => {
            let seen = catalogue.queues.iter().filter(|queue| person.reads_queue(queue.id));
            seen.map(|queue| FacetCandidate {
                slug: queue.slug.clone(),
                label: queue.path.rsplit(" / ").next().unwrap_or_default().to_owned(),
                depth: u8::try_from(queue.path.matches(" / ").count()).unwrap_or(u8::MAX),
                values: Values {
                    ids: catalogue.below(queue.id).into_iter().filter(|id| person.reads_queue(*id)).collect(),
                    nobody: false,
                },
            })
            .collect()
        }
        Facet::Kind => {
            let seen = catalogue.types.iter().filter(|kind| person.reads_type(kind.id));
            seen.map(|kind| FacetCandidate::one(&kind.slug, &kind.name, kind.id)).collect()
        }
        Facet::Status => {
            let mut statuses: Vec<FacetCandidate> = Vec::new();
            for status in catalogue.visible_statuses(person) {
                match statuses.iter_mut().find(|known| known.slug == status.slug) {
                    Some(known) => known.values.ids.push(status.id),
                    None => statuses.push(FacetCandidate::one(&status.slug, &status.shown_to(person).label, status.id)),
                }
            }
            statuses
        }
        Facet::Assignee => assignees(desk, person, find, chosen).await?,
        Facet::Company => companies(desk, person, find, chosen).await?,
    })
}

async fn assignees(desk: &Desk, person: &Person, find: &str, chosen: &[String]) -> Result<Vec<FacetCandidate>> {
    let nobody = FacetCandidate {
        slug: NOBODY.to_owned(),
        label: String::new(),
        depth: 0,
        values: Values { ids: Vec::new(), nobody: true },
    };
    let visible = (!person.is_staff()).then(|| assigned_to_visible(person));
    let query = user::Entity::find()
        .filter(user::Column::RoleId.is_not_null())
        .filter(Condition::all().add_option(visible))
        .filter(name_contains(desk.db().backend(), user::Column::Name, user::Column::Slug, find, chosen))
        .order_by_desc(user::Column::Slug.is_in(chosen))
        .order_by_asc(user::Column::Name);
    let query = query.limit(SHOWN_MAX as u64 + 1).into_partial_model::<user::Summary>();
    let found = query.all(desk.db().read()).await?;
    // Whoever is chosen as "me" is that one value, not a second one.
    let as_me = chosen.iter().any(|slug| slug == ME);
    let slug = |user: &user::Summary| if as_me && user.id == person.id { ME.to_owned() } else { user.slug.clone() };
    let people = found.into_iter().map(|user| FacetCandidate::one(&slug(&user), &user.name, user.id));
    Ok([nobody].into_iter().chain(people).collect())
}

async fn companies(desk: &Desk, person: &Person, find: &str, chosen: &[String]) -> Result<Vec<FacetCandidate>> {
    if !person.is_staff() {
        let holds = |home: &&Home| home.name.to_lowercase().contains(&find.trim().to_lowercase());
        let own = person.companies.iter().filter(|home| holds(home) || chosen.contains(&home.slug));
        return Ok(own.map(|home| FacetCandidate::one(&home.slug, &home.name, home.company_id)).collect());
    }
    let query = company::Entity::find()
        .filter(name_contains(desk.db().backend(), company::Column::Name, company::Column::Slug, find, chosen))
        .order_by_desc(company::Column::Slug.is_in(chosen))
        .order_by_asc(company::Column::Name);
    let found = query.limit(SHOWN_MAX as u64 + 1).all(desk.db().read()).await?;
    Ok(found.into_iter().map(|company| FacetCandidate::one(&company.slug, &company.name, company.id)).collect())
}

/// Those whose name holds the text; what is chosen stays in sight. The database folds both: SQLite knows only the case of
/// plain Latin letters.
fn name_contains(
    backend: DbBackend,
    name: impl ColumnTrait,
    slug: impl ColumnTrait,
    find: &str,
    chosen: &[String],
) -> Condition {
    let find = find.trim().replace('\0', "");
    if find.is_empty() {
        return Condition::all();
    }
    let place = Alias::new(if backend == DbBackend::Sqlite { "instr" } else { "strpos" });
    let place = Func::cust(place).arg(Func::lower(Expr::col(name.as_column_ref()))).arg(Func::lower(Expr::val(find)));
    Condition::any().add(Expr::expr(place).gt(0)).add(slug.is_in(chosen))
}

/// How many tickets of the view each value holds, counted no further than totals are.
async fn count_values(
    desk: &Desk,
    view: &mut View<'_>,
    facet: Facet,
    candidates: &[FacetCandidate],
) -> Result<Vec<Total>> {
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    if view.search_query.is_empty() {
        each(desk, view, facet, candidates).await
    } else {
        together(desk, view, facet, candidates).await
    }
}

/// One bounded count for each value, in one statement.
async fn each(desk: &Desk, view: &mut View<'_>, facet: Facet, candidates: &[FacetCandidate]) -> Result<Vec<Total>> {
    let mut union: Option<SelectStatement> = None;
    for (place, candidate) in candidates.iter().enumerate() {
        view.filters.set(facet, Some(candidate.values.clone()));
        let counted = count::select(view.matching(ScanStrategy::FilterThenSort));
        let place = i64::try_from(place).unwrap_or_default();
        let counted = Query::select()
            .expr_as(Expr::val(place), Alias::new("place"))
            .expr_as(Expr::cust("COUNT(*)"), Alias::new("n"))
            .from_subquery(counted, Alias::new("matching"))
            .to_owned();
        union = Some(match union {
            None => counted,
            Some(mut all) => all.union(sea_orm::sea_query::UnionType::All, counted).to_owned(),
        });
    }
    view.filters.set(facet, None);
    let Some(mut union) = union else { return Ok(Vec::new()) };
    union.order_by(Alias::new("place"), sea_orm::Order::Asc);
    let statement = StatementBuilder::build(&union, &view.backend);
    let counted = CountRow::find_by_statement(statement).all(desk.db().read()).await?;
    Ok(counted.into_iter().map(|row| count::clamp_total(row.n)).collect())
}

#[derive(FromQueryResult)]
struct FacetCount {
    id: Option<i64>,
    n: i64,
}

/// A search is done once for all values, over as many tickets as are counted.
async fn together(desk: &Desk, view: &mut View<'_>, facet: Facet, candidates: &[FacetCandidate]) -> Result<Vec<Total>> {
    // Together they are a choice too: one of statuses shows closed tickets.
    let mut every = Values::default();
    for candidate in candidates {
        every.ids.extend(&candidate.values.ids);
        every.nobody |= candidate.values.nobody;
    }
    view.filters.set(facet, Some(every));
    let found = Query::select()
        .expr_as(column(facet_column(facet)), Alias::new("id"))
        .from(ticket::Entity)
        .cond_where(view.matching(ScanStrategy::FilterThenSort))
        .limit(SORTED_MAX + 1)
        .to_owned();
    let grouped = Query::select()
        .column(Alias::new("id"))
        .expr_as(Expr::cust("COUNT(*)"), Alias::new("n"))
        .from_subquery(found, Alias::new("found"))
        .group_by_col(Alias::new("id"))
        .to_owned();
    let statement = StatementBuilder::build(&grouped, &view.backend);
    let held: Vec<FacetCount> = FacetCount::find_by_statement(statement).all(desk.db().read()).await?;
    let all = count::clamp_total(held.iter().map(|row| row.n).sum());
    let by_id: HashMap<Option<i64>, i64> = held.into_iter().map(|row| (row.id, row.n)).collect();
    let of = |id: Option<i64>| by_id.get(&id).copied().unwrap_or(0);
    let total = |candidate: &FacetCandidate| {
        let named: i64 = candidate.values.ids.iter().map(|id| of(Some(*id))).sum();
        let nobody = if candidate.values.nobody { of(None) } else { 0 };
        Total { exact: all.exact, ..count::clamp_total(named + nobody) }
    };
    Ok(candidates.iter().map(total).collect())
}
