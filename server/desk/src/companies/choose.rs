//! Finding the company that somebody names, and the ones to choose from.

use super::company;
use crate::Result;
use crate::actor::Person;
use domain::Reason;
use domain::tickets::Choice;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Companies offered at once; any other is named by its slug or its whole name.
const COMPANIES_MAX: u64 = 200;

/// The first companies by name. A customer's are their own.
pub(crate) async fn companies(db: &impl ConnectionTrait, person: &Person) -> Result<Vec<Choice>> {
    if !person.is_staff() {
        let own = person.companies.iter();
        return Ok(own.map(|home| Choice { slug: home.slug.clone(), label: home.name.clone() }).collect());
    }
    let found = company::Entity::find().order_by_asc(company::Column::Name).limit(COMPANIES_MAX).all(db).await?;
    Ok(found.into_iter().map(|company| Choice { slug: company.slug, label: company.name }).collect())
}

/// The company that somebody at the desk names by its slug, or by a name that only one has.
pub(crate) async fn company(db: &impl ConnectionTrait, named: &str) -> Result<Result<company::Model, Reason>> {
    let named = named.trim().replace('\0', "");
    if named.is_empty() {
        return Ok(Err(Reason::Missing));
    }
    let by_slug = company::Entity::find().filter(company::Column::Slug.eq(&named)).one(db).await?;
    if let Some(found) = by_slug {
        return Ok(Ok(found));
    }
    let by_name = company::Entity::find().filter(company::Column::Name.eq(&named)).limit(2).all(db).await?;
    let only = <[company::Model; 1]>::try_from(by_name);
    Ok(only.map(|[only]| only).map_err(|_| Reason::NotOffered))
}
