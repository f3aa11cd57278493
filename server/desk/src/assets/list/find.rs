//! Query planning: how the assets of a view are found, by what so few assets have that all of them can be looked at; or else in each of the ways
//! in which assets come to the person; or, where that is everything, by an index in the list's order.

use super::super::access_paths::{self, AccessPath};
use super::super::{asset, scope, visible};
use super::view::AssetView;
use crate::db::{CountRow, IdRow};
use crate::{Desk, Result};
use asset::Column as A;
use domain::assets::AssetColumn;
use domain::listing::{On, SORTED_MAX, Scope};
use domain::tickets::Total;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{Condition, FromQueryResult, Order, Statement, StatementBuilder};

/// Up to so many matching assets are found by an index of what narrows the list, then sorted.
const GATHERED_MAX: u64 = 4_000;

/// What finds the assets.
enum DrivingScan {
    /// The search condition of this place.
    Condition(usize),
    Paths(Vec<AccessPath>),
    /// An index in the list's order is read until the page is full.
    Order,
    /// An index of the category or period.
    Filter,
}

/// Assets that are found, and whether the index in their order is to be read.
struct Subquery {
    ids: Option<SelectStatement>,
    condition: Condition,
    in_order: bool,
}

impl AssetView<'_> {
    /// How many match, counted no further than one past what can be sorted.
    pub(super) async fn total(&self, desk: &Desk) -> Result<Total> {
        self.up_to(desk, SORTED_MAX).await
    }

    /// The same, counted no further than one past `most`.
    pub(super) async fn up_to(&self, desk: &Desk, most: u64) -> Result<Total> {
        let counted = CountRow::find_by_statement(self.counting(most)).one(desk.db().read()).await?;
        let counted = counted.map_or(0, |row| row.n.unsigned_abs());
        Ok(Total { count: Ord::min(counted, most), exact: counted <= most })
    }

    pub(super) fn counting(&self, most: u64) -> Statement {
        let count =
            Query::select().expr_as(Expr::cust("COUNT(*)"), "n").from_subquery(self.some(most + 1), "some").to_owned();
        StatementBuilder::build(&count, &self.backend)
    }

    /// So many matching assets, in no order.
    pub(super) async fn any(&self, desk: &Desk, limit: u64) -> Result<Vec<i64>> {
        let statement = StatementBuilder::build(&self.some(limit), &self.backend);
        let found = IdRow::find_by_statement(statement).all(desk.db().read()).await?;
        Ok(found.into_iter().map(|found| found.id).collect())
    }

    /// The same as a part of a query.
    pub(super) fn some(&self, limit: u64) -> SelectStatement {
        let one = |part: Subquery| part.select().column((asset::Entity, A::Id)).limit(limit).to_owned();
        union(self.subqueries(self.driving_scan(true), true).into_iter().map(one).collect(), &["id"])
            .limit(limit)
            .to_owned()
    }

    /// The ids of matching assets in the view's order.
    pub(super) async fn find_ids(&self, desk: &Desk, total: Total, limit: u64, offset: u64) -> Result<Vec<i64>> {
        if total.count == 0 {
            return Ok(Vec::new());
        }
        let found = IdRow::find_by_statement(self.ids(total, limit, offset)).all(desk.db().read()).await?;
        Ok(found.into_iter().map(|found| found.id).collect())
    }

    pub(super) async fn page(&self, desk: &Desk, total: Total) -> Result<Vec<i64>> {
        let size = u64::from(self.listing.size);
        self.find_ids(desk, total, size, u64::from(self.listing.page - 1) * size).await
    }

    pub(super) fn page_statement(&self, total: Total) -> Statement {
        let size = u64::from(self.listing.size);
        self.ids(total, size, u64::from(self.listing.page - 1) * size)
    }

    fn ids(&self, total: Total, limit: u64, offset: u64) -> Statement {
        let sort = &self.listing.sort;
        let gathered = !sort.column.is_indexed() || (total.exact && total.count <= GATHERED_MAX);
        let lead = self.driving_scan(gathered);
        let order = if sort.descending { Order::Desc } else { Order::Asc };
        let one = |part: Subquery| {
            let key = self.key(&sort.column, !part.in_order);
            let mut select = part.select();
            select.column((asset::Entity, A::Id)).expr_as(key.clone(), "place").order_by_expr(key, order.clone());
            // Whatever way an asset comes, it is not past the page's end in its own.
            select.order_by((asset::Entity, A::Id), order.clone()).limit(offset + limit);
            select
        };
        let mut all = union(self.subqueries(lead, gathered).into_iter().map(one).collect(), &["id", "place"]);
        all.order_by("place", order.clone()).order_by("id", order.clone()).limit(limit).offset(offset);
        let ids = Query::select()
            .column("id")
            .from_subquery(all, "page")
            .order_by("place", order.clone())
            .order_by("id", order)
            .to_owned();
        StatementBuilder::build(&ids, &self.backend)
    }

    fn is_of_own(&self) -> bool {
        self.listing.scope == Scope::Mine
    }

    fn driving_scan(&self, gathered: bool) -> DrivingScan {
        if self.conditions.first().is_some_and(|condition| condition.is_few()) {
            return DrivingScan::Condition(0);
        }
        let paths = match (self.is_of_own(), self.person.is_staff()) {
            (true, _) => access_paths::paths_to_own(self.person, self.backend),
            (_, true) => access_paths::paths_to_companies(self.person, self.backend, &self.company_ids),
            _ => access_paths::access_paths(self.person, self.backend),
        };
        let narrowed = self.listing.is_filtered() || !access_paths::sees_all(self.person);
        match (paths.is_empty(), gathered && narrowed) {
            (false, _) => DrivingScan::Paths(paths),
            (_, true) if !self.conditions.is_empty() => DrivingScan::Condition(0),
            (_, true) => DrivingScan::Filter,
            _ => DrivingScan::Order,
        }
    }

    fn subqueries(&self, lead: DrivingScan, gathered: bool) -> Vec<Subquery> {
        let asked = self.conditions.iter().map(|condition| condition.exists());
        match lead {
            DrivingScan::Condition(place) => {
                let others = self.conditions.iter().enumerate().filter(|(other, _)| *other != place);
                let condition = others.fold(self.rows(false, false), |all, (_, other)| all.add(other.exists()));
                let seen = scope::visible_when_found(self.person, self.backend);
                let own = self.is_of_own().then(|| scope::own_when_found(self.person, self.backend));
                let condition = condition.add(seen).add_option(own);
                vec![Subquery { ids: Some(self.conditions[place].ids.clone()), condition, in_order: false }]
            }
            DrivingScan::Paths(paths) => {
                let part = |path: AccessPath| {
                    let in_order = path.by_company && !gathered;
                    let condition =
                        asked.clone().fold(self.rows(path.by_company && gathered, in_order), Condition::add);
                    Subquery { ids: path.ids, condition: condition.add(path.condition), in_order }
                };
                paths.into_iter().map(part).collect()
            }
            DrivingScan::Order | DrivingScan::Filter => {
                let in_order = matches!(lead, DrivingScan::Order);
                let hidden = || scope::visible_when_found(self.person, self.backend);
                let seen = if in_order { hidden() } else { visible(self.person) };
                let condition = asked.fold(self.rows(!in_order, in_order), Condition::add).add(seen);
                vec![Subquery { ids: None, condition, in_order }]
            }
        }
    }

    /// What is looked at in a row that is found. What is `seen` may find it too; and where the index in the list's order is read,
    /// what that begins with.
    fn rows(&self, seen: bool, in_order: bool) -> Condition {
        let sort = &self.listing.sort.column;
        let column = |of: A, leads: bool| {
            if seen || (in_order && leads) { scope::column(of) } else { scope::without_index(self.backend, of) }
        };
        let instant = match self.listing.on {
            On::Created => column(A::CreatedAt, *sort == AssetColumn::Created),
            On::Changed => column(A::ChangedAt, *sort == AssetColumn::Changed),
        };
        let category = column(A::CategoryId, self.category_ids.len() == 1 && *sort == AssetColumn::Name);
        Condition::all()
            .add_option((!self.category_ids.is_empty()).then(|| category.is_in(self.category_ids.iter().copied())))
            .add_option((!self.company_ids.is_empty()).then(|| self.of_companies()))
            .add_option(self.since.map(|since| instant.clone().gte(since)))
            .add_option(self.until.map(|until| instant.lt(until)))
    }

    /// What a company owns, and what is shared with it.
    fn of_companies(&self) -> Condition {
        let hidden = |of| scope::without_index(self.backend, of);
        let any = Condition::any().add(hidden(A::CompanyId).is_in(self.company_ids.iter().copied()));
        self.company_ids.iter().fold(any, |any, id| any.add(hidden(A::Id).in_subquery(scope::shared_with(*id))))
    }
}

impl Subquery {
    /// Whatever leads to the assets is read first.
    fn select(self) -> SelectStatement {
        let mut select = Query::select();
        match self.ids {
            None => select.from(asset::Entity),
            Some(ids) => {
                let is_led = scope::column(A::Id).equals(("led", "asset_id"));
                select.from_subquery(ids, "led").cross_join(asset::Entity).and_where(is_led)
            }
        };
        select.cond_where(self.condition).to_owned()
    }
}

/// Everything that is found in any of these ways, each once. There is always one.
fn union(parts: Vec<SelectStatement>, columns: &[&'static str]) -> SelectStatement {
    let one = |part| Query::select().columns(columns.iter().copied()).from_subquery(part, "way").to_owned();
    let all = parts.into_iter().map(one).reduce(|mut all, one| all.union(UnionType::Distinct, one).to_owned());
    Query::select().columns(columns.iter().copied()).from_subquery(all.unwrap_or_default(), "found").to_owned()
}
