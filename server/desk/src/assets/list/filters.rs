//! What the list may be narrowed to.

use super::super::{asset, parties, visible};
use super::view::attributes;
use crate::people::Person;
use crate::{Desk, Result};
use domain::assets::Filters;
use domain::tickets::Choice;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{FromQueryResult, StatementBuilder};

#[derive(FromQueryResult)]
struct Found {
    category_id: i64,
}

/// The categories of which this person sees an asset, their companies, and the attributes that lists are filtered by.
///
/// # Errors
/// When the database fails.
pub async fn filters(desk: &Desk, person: &Person) -> Result<Filters> {
    let (catalogue, db) = (desk.catalogue(), desk.db().read());
    let mut seen = Vec::new();
    for category in &catalogue.asset_categories {
        // One look in an index for each: there are a dozen, and assets may be many.
        let one = Query::select()
            .column((asset::Entity, asset::Column::CategoryId))
            .from(asset::Entity)
            .cond_where(visible(person))
            .and_where(Expr::col((asset::Entity, asset::Column::CategoryId)).eq(category.id))
            .limit(1)
            .to_owned();
        let found = Found::find_by_statement(StatementBuilder::build(&one, &desk.db().backend())).one(db).await?;
        if found.is_some_and(|found| found.category_id == category.id) {
            seen.push(Choice { slug: category.slug.clone(), label: category.name.clone() });
        }
    }
    let companies = parties::companies(db, person).await?;
    let fields = attributes(&catalogue, person).into_iter().filter(|known| known.in_filter);
    Ok(Filters {
        categories: seen,
        companies: if companies.len() > 1 { companies } else { Vec::new() },
        fields: fields.map(|known| known.field).collect(),
    })
}
