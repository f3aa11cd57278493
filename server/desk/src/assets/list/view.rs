//! A view with everything that was named in it looked up, as conditions of its queries.

use super::super::choose::named;
use super::super::parties::{self, folded};
use super::super::scope::{everywhere, own};
use super::super::{asset, value, visible};
use super::arrange::{Setup, setup};
use crate::catalogue::Catalogue;
use crate::people::Person;
use crate::{Desk, Result};
use asset::Column as A;
use domain::assets::{Column, Listing, Named, SearchIn, Wanted, sort_key, value_key};
use domain::listing::SORTED_MAX;
use domain::tickets::Total;
use domain::tickets::attribute::{Field, Kind};
use sea_orm::sea_query::{CaseStatement, Expr, Query, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, DbBackend, FromQueryResult, Order, Statement, StatementBuilder};
use std::sync::Arc;
use value::Column as V;

/// Up to so many matching assets are found by an index of what narrows the list, then sorted.
const GATHERED_MAX: u64 = 4_000;

pub(super) struct View<'a> {
    pub person: &'a Person,
    pub catalogue: Arc<Catalogue>,
    pub backend: DbBackend,
    pub listing: Listing,
    pub columns: Vec<Column>,
    pub named: Vec<Named>,
    search_in: Vec<SearchIn>,
    attributes: Vec<Known>,
    category_ids: Vec<i64>,
    company_ids: Vec<i64>,
    since: Option<i64>,
    until: Option<i64>,
}

/// Attributes of one name that the person reads, of however many categories.
pub(super) struct Known {
    pub name: String,
    pub label: String,
    pub ids: Vec<i64>,
    pub field: Field,
    pub in_list: bool,
    pub in_filter: bool,
}

#[derive(FromQueryResult)]
struct Found {
    id: i64,
}

#[derive(FromQueryResult)]
struct Counted {
    n: i64,
}

/// The attributes that lists may show to this person, or be narrowed by.
pub(super) fn attributes(catalogue: &Catalogue, person: &Person) -> Vec<Known> {
    let mut all: Vec<Known> = Vec::new();
    let readable = catalogue
        .asset_categories
        .iter()
        .filter(|category| person.grants.iter().any(|grant| grant.rights.asset_categories.read.covers(category.id)))
        .flat_map(|category| &category.attributes)
        .filter(|known| known.in_list || known.in_filter)
        .filter(|known| everywhere(person, |rights| rights.asset_attributes.read.covers(known.id)));
    for known in readable {
        match all.iter_mut().find(|other| other.name == known.field.name) {
            Some(other) => {
                other.ids.push(known.id);
                other.in_list |= known.in_list;
                other.in_filter |= known.in_filter;
                let new: Vec<String> =
                    known.field.entries.iter().filter(|entry| !other.field.entries.contains(entry)).cloned().collect();
                other.field.entries.extend(new);
            }
            None => all.push(Known {
                name: known.field.name.clone(),
                label: known.field.label.clone(),
                ids: vec![known.id],
                field: known.field.clone(),
                in_list: known.in_list,
                in_filter: known.in_filter,
            }),
        }
    }
    all
}

impl<'a> View<'a> {
    /// Reads an address's query string; the second part names what was refused.
    pub(super) async fn read(desk: &Desk, person: &'a Person, query: &str) -> Result<(Self, Vec<String>)> {
        let (listing, mut refused) = Listing::parse(query);
        let catalogue = desk.catalogue();
        let Setup { columns, search_in } = setup(desk, person).await?;
        let (since, until) = crate::tickets::list::ends(listing.period, desk.now(), &person.zone);
        let mut view = Self {
            person,
            attributes: attributes(&catalogue, person),
            catalogue,
            backend: desk.db().backend(),
            columns,
            named: Vec::new(),
            search_in,
            category_ids: Vec::new(),
            company_ids: Vec::new(),
            since,
            until,
            listing,
        };
        view.resolve(desk, &mut refused).await?;
        Ok((view, refused))
    }

    /// Looks everything up that the address names. What does not exist and what this person does not see are both refused.
    async fn resolve(&mut self, desk: &Desk, refused: &mut Vec<String>) -> Result<()> {
        if !self.categories() {
            self.listing.categories.clear();
            refused.push("category".into());
        }
        if !self.companies(desk).await? {
            self.listing.companies.clear();
            refused.push("company".into());
        }
        for wanted in std::mem::take(&mut self.listing.wanted) {
            if self.wants(&wanted) {
                self.listing.wanted.push(wanted);
            } else {
                refused.push(format!("f.{}", wanted.name));
            }
        }
        let listing = &mut self.listing;
        let is_known = |column: &Column| match column {
            Column::Attribute(name) => self.attributes.iter().any(|known| known.in_list && known.name == *name),
            _ => true,
        };
        if !listing.columns.iter().all(is_known) {
            listing.columns.clear();
            refused.push("cols".into());
        }
        if !is_known(&listing.sort.column) {
            listing.sort = Default::default();
            refused.push("sort".into());
        }
        if !listing.columns.is_empty() {
            self.columns.clone_from(&listing.columns);
        }
        self.columns.retain(is_known);
        if !listing.search_in.is_empty() {
            self.search_in.clone_from(&listing.search_in);
        }
        Ok(())
    }

    fn categories(&mut self) -> bool {
        for slug in &self.listing.categories {
            let Some(found) = self.catalogue.asset_categories.iter().find(|category| category.slug == *slug) else {
                return false;
            };
            self.category_ids.push(found.id);
            self.named.push(told("category", slug, "", &found.name));
        }
        true
    }

    async fn companies(&mut self, desk: &Desk) -> Result<bool> {
        for named in &self.listing.companies {
            let (id, name) = if self.person.works_here() {
                match parties::company(desk.db().read(), named).await? {
                    Ok(found) => (found.id, found.name),
                    Err(_) => return Ok(false),
                }
            } else {
                match self.person.companies.iter().find(|home| home.slug == *named || home.name == *named) {
                    Some(home) => (home.company_id, home.name.clone()),
                    None => return Ok(false),
                }
            };
            self.company_ids.push(id);
            self.named.push(told("company", named, "", &name));
        }
        Ok(true)
    }

    fn wants(&mut self, wanted: &Wanted) -> bool {
        let Some(known) = self.attributes.iter().find(|known| known.in_filter && known.name == wanted.name) else {
            return false;
        };
        let name = format!("f.{}", known.name);
        let mut named: Vec<Named> = wanted.values.iter().map(|value| told(&name, value, &known.label, value)).collect();
        let end = |end: &str, mark: &str, value: &Option<String>| {
            value.as_ref().map(|value| told(&format!("{name}.{end}"), value, &known.label, &format!("{mark} {value}")))
        };
        named.extend(end("from", "≥", &wanted.from));
        named.extend(end("to", "≤", &wanted.to));
        self.named.extend(named);
        true
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&Known> {
        self.attributes.iter().find(|known| known.name == name)
    }

    fn matching(&self) -> Condition {
        let listing = &self.listing;
        let instant = if listing.on == domain::listing::On::Created { A::CreatedAt } else { A::ChangedAt };
        let mut all = Condition::all()
            .add(visible(self.person))
            .add_option(listing.mine.then(|| own(self.person)))
            .add_option((!self.category_ids.is_empty()).then(|| A::CategoryId.is_in(self.category_ids.iter().copied())))
            .add_option((!self.company_ids.is_empty()).then(|| self.of_companies()))
            .add_option(self.since.map(|since| instant.gte(since)))
            .add_option(self.until.map(|until| instant.lt(until)))
            .add(named(&listing.search, &self.search_in));
        for wanted in &listing.wanted {
            if let Some(known) = self.attribute(&wanted.name) {
                all = all.add(having(known, wanted));
            }
        }
        all
    }

    /// What a company owns, and what is shared with it.
    fn of_companies(&self) -> Condition {
        let companies = self.company_ids.iter();
        companies.fold(Condition::any(), |any, id| any.add(super::super::link::for_company(*id)))
    }

    pub(super) fn counting(&self) -> Statement {
        let some = Query::select()
            .expr(Expr::val(1))
            .from(asset::Entity)
            .cond_where(self.matching())
            .limit(SORTED_MAX + 1)
            .to_owned();
        let count = Query::select().expr_as(Expr::cust("COUNT(*)"), "n").from_subquery(some, "matching").to_owned();
        StatementBuilder::build(&count, &self.backend)
    }

    /// How many match, counted no further than one past what can be sorted.
    pub(super) async fn total(&self, desk: &Desk) -> Result<Total> {
        let counted = Counted::find_by_statement(self.counting()).one(desk.db().read()).await?.map_or(0, |row| row.n);
        let counted = counted.unsigned_abs();
        Ok(Total { count: counted.min(SORTED_MAX), exact: counted <= SORTED_MAX })
    }

    pub(super) async fn page(&self, desk: &Desk, total: Total) -> Result<Vec<i64>> {
        let found = Found::find_by_statement(self.page_statement(total)).all(desk.db().read()).await?;
        Ok(found.into_iter().map(|found| found.id).collect())
    }

    pub(super) fn page_statement(&self, total: Total) -> Statement {
        let size = u64::from(self.listing.size);
        self.ids(total, size, u64::from(self.listing.page - 1) * size)
    }

    /// The ids of matching assets in the view's order.
    pub(super) fn ids(&self, total: Total, limit: u64, offset: u64) -> Statement {
        let gathered =
            total.exact && total.count <= GATHERED_MAX && (self.listing.is_filtered() || !self.person.works_here());
        let sort = &self.listing.sort;
        let order = if sort.descending { Order::Desc } else { Order::Asc };
        let mut select = Query::select();
        select.column((asset::Entity, A::Id)).from(asset::Entity).cond_where(self.matching());
        select.order_by_expr(self.key(&sort.column, gathered), order.clone()).order_by((asset::Entity, A::Id), order);
        select.limit(limit).offset(offset);
        StatementBuilder::build(&select, &self.backend)
    }

    /// What a column sorts by. SQLite's unary plus keeps an index in the list's order out of its sight.
    fn key(&self, column: &Column, gathered: bool) -> SimpleExpr {
        let plain = |name: &str| {
            let hidden = gathered && self.backend == DbBackend::Sqlite;
            Expr::cust(format!("{}\"assets\".\"{name}\"", if hidden { "+" } else { "" }))
        };
        let name = |table: &str, id: &str| {
            let name = folded(self.backend, "n.name");
            Expr::cust(format!("COALESCE((SELECT {name} FROM {table} n WHERE n.id = assets.{id}), '')"))
        };
        match column {
            Column::Name => plain("name_key"),
            Column::Identifier => plain("identifier_key"),
            Column::Created => plain("created_at"),
            Column::Changed => plain("changed_at"),
            Column::Company => name("companies", "company_id"),
            Column::Assigned => name("users", "assignee_id"),
            Column::Seats => Expr::cust("COALESCE(assets.seats - assets.seats_used, -1)"),
            Column::Category => {
                let mut named: Vec<_> = self
                    .catalogue
                    .asset_categories
                    .iter()
                    .map(|category| (sort_key(&category.name), category.id))
                    .collect();
                named.sort();
                let case = (0..).zip(&named).fold(CaseStatement::new(), |case, (place, (_, id))| {
                    case.case(A::CategoryId.eq(*id), place as i64)
                });
                case.finally(0).into()
            }
            Column::Attribute(name) => {
                let ids = self.attribute(name).map_or(&[][..], |known| &known.ids);
                let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
                let ids = if ids.is_empty() { "-1".to_owned() } else { ids.join(", ") };
                Expr::cust(format!(
                    "COALESCE((SELECT v.value_key FROM asset_values v WHERE v.asset_id = assets.id AND v.attribute_id IN ({ids})), '')"
                ))
            }
        }
    }
}

fn told(name: &str, value: &str, filter: &str, label: &str) -> Named {
    Named { name: name.to_owned(), value: value.to_owned(), filter: filter.to_owned(), label: label.to_owned() }
}

/// Assets whose attribute is one of the values, or within the ends. Texts are found by their beginning.
fn having(known: &Known, wanted: &Wanted) -> SimpleExpr {
    let kind = known.field.kind;
    let is = |value: &String| {
        let key = value_key(kind, value);
        match kind {
            Kind::Text | Kind::LongText | Kind::Pattern => {
                let end = format!("{key}\u{10FFFF}");
                Condition::all().add(V::ValueKey.gte(key)).add(V::ValueKey.lt(end))
            }
            _ => Condition::all().add(V::ValueKey.eq(key)),
        }
    };
    let any = wanted.values.iter().map(is).fold(Condition::any(), Condition::add);
    let matching = Condition::all()
        .add(V::AttributeId.is_in(known.ids.iter().copied()))
        .add_option((!wanted.values.is_empty()).then_some(any))
        .add_option(wanted.from.as_ref().map(|from| V::ValueKey.gte(value_key(kind, from))))
        .add_option(wanted.to.as_ref().map(|to| V::ValueKey.lte(value_key(kind, to))));
    let held = Query::select().column(V::AssetId).from(value::Entity).cond_where(matching).to_owned();
    A::Id.in_subquery(held)
}
