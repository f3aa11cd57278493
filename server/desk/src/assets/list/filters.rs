//! Filters of the list with their counts: what it may be narrowed to, and how many assets that would leave as far as it is counted quickly.

use super::super::access_paths::sees_all;
use super::super::parties;
use super::attributes::{ListAttribute, attributes};
use super::view::AssetView;
use crate::actor::Person;
use crate::{Desk, Result};
use domain::assets::{FilterField, Filters, value_key};
use domain::tickets::Choice;
use domain::tickets::attribute::FilterKind;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{FromQueryResult, StatementBuilder};

/// The assets of a category are counted up to here.
const CATEGORY_MAX: u64 = 1_000;
/// Values are counted among so many assets that the person sees,
const ASSETS_MAX: u64 = 2_000;
/// or else, where everything is theirs to see, where there are so many of them at most.
const VALUES_MAX: u64 = 10_000;

#[derive(FromQueryResult)]
struct ValueCount {
    value_key: String,
    n: i64,
}

/// The categories of which this person sees an asset, their companies, and the attributes that lists are filtered by.
///
/// # Errors
/// When the database fails.
pub async fn filters(desk: &Desk, person: &Person) -> Result<Filters> {
    let (catalogue, db) = (desk.catalogue(), desk.db().read());
    let (mut view, _) = AssetView::read(desk, person, "").await?;
    let few = view.up_to(desk, ASSETS_MAX).await?.exact;
    let mut fields = Vec::new();
    for known in attributes(&catalogue, person).into_iter().filter(|known| known.in_filter) {
        let counts = counts(desk, &view, &known, few).await?;
        fields.push(FilterField { field: known.field, counts });
    }
    let mut categories = Vec::new();
    for category in &catalogue.asset_categories {
        // One look in an index for each: there are a dozen, and assets may be many.
        view.category_ids = vec![category.id];
        let total = view.up_to(desk, CATEGORY_MAX).await?;
        if total.count > 0 {
            categories.push((Choice { slug: category.slug.clone(), label: category.name.clone() }, total));
        }
    }
    let companies = parties::companies(db, person).await?;
    Ok(Filters { categories, companies: if companies.len() > 1 { companies } else { Vec::new() }, fields })
}

/// How many assets have each entry of a dictionary; nothing for other attributes, and where there are too many.
async fn counts(desk: &Desk, view: &AssetView<'_>, known: &ListAttribute, few: bool) -> Result<Vec<u64>> {
    match known.field.kind.filter() {
        FilterKind::Entries if few || sees_all(view.person) => of_entries(desk, view, known, few).await,
        FilterKind::Entries | FilterKind::Beginning | FilterKind::Numbers | FilterKind::Days => Ok(Vec::new()),
    }
}

async fn of_entries(desk: &Desk, view: &AssetView<'_>, known: &ListAttribute, few: bool) -> Result<Vec<u64>> {
    let counting = Query::select()
        .column("value_key")
        .expr_as(Expr::cust("COUNT(*)"), "n")
        .from_subquery(keys(view, known, few), "held")
        .add_group_by([Expr::col("value_key")])
        .to_owned();
    let statement = StatementBuilder::build(&counting, &view.backend);
    let counted = ValueCount::find_by_statement(statement).all(desk.db().read()).await?;
    if counted.iter().map(|row| row.n.unsigned_abs()).sum::<u64>() > VALUES_MAX {
        return Ok(Vec::new());
    }
    let of = |entry: &String| {
        let key = value_key(known.field.kind, entry);
        counted.iter().filter(|row| row.value_key == key).map(|row| row.n.unsigned_abs()).sum()
    };
    Ok(known.field.entries.iter().map(of).collect())
}

/// What assets that the person sees have there, no more than is counted.
fn keys(view: &AssetView<'_>, known: &ListAttribute, few: bool) -> SelectStatement {
    let mut keys = Query::select();
    keys.column("value_key");
    if few {
        keys.from_subquery(view.some(ASSETS_MAX), "seen").cross_join("asset_values");
        keys.and_where(Expr::col("asset_id").equals(("seen", "id")));
    } else {
        keys.from("asset_values");
    }
    keys.and_where(Expr::col("attribute_id").is_in(known.ids.iter().copied())).limit(VALUES_MAX + 1).to_owned()
}
