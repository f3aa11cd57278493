//! The people and companies that an asset may have to do with.

use crate::people::{Person, user};
use crate::{Error, Result, companies::company};
use domain::Reason;
use domain::tickets::Choice;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};

/// Companies offered at once; any other is named by its slug or its whole name.
const COMPANIES_MAX: u64 = 200;
/// People offered of one company.
const PEOPLE_MAX: i64 = 500;

#[derive(FromQueryResult)]
pub(super) struct Known {
    pub id: i64,
    pub slug: String,
    pub name: String,
}

impl Known {
    pub(super) fn choice(self) -> Choice {
        Choice { slug: self.slug, label: self.name }
    }
}

/// Those who belong to any of the companies, by name. Nobody is a member of the provider itself: its people work at the desk.
pub(super) async fn members(db: &impl ConnectionTrait, company_ids: &[i64]) -> Result<Vec<Known>> {
    let ids = company_ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT u.id, u.slug, u.name FROM users u WHERE u.active AND ( \
           u.id IN (SELECT m.user_id FROM memberships m WHERE m.company_id IN ({ids})) OR (u.role_id IS NOT NULL \
           AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.company_id IN ({ids})))) \
         ORDER BY u.name, u.id LIMIT {PEOPLE_MAX}"
    );
    Ok(Known::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await?)
}

/// The first companies by name. A customer's are their own.
pub(super) async fn companies(db: &impl ConnectionTrait, person: &Person) -> Result<Vec<Choice>> {
    if !person.works_here() {
        let own = person.companies.iter();
        return Ok(own.map(|home| Choice { slug: home.slug.clone(), label: home.name.clone() }).collect());
    }
    let found = company::Entity::find().order_by_asc(company::Column::Name).limit(COMPANIES_MAX).all(db).await?;
    Ok(found.into_iter().map(|company| Choice { slug: company.slug, label: company.name }).collect())
}

/// The company that somebody at the desk names by its slug, or by a name that only one has.
pub(super) async fn company(db: &impl ConnectionTrait, named: &str) -> Result<Result<company::Model, Reason>> {
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

/// Names of people by row id.
pub(super) async fn name_of(db: &impl ConnectionTrait, user_id: i64) -> Result<String> {
    let found = user::Entity::find_by_id(user_id).into_partial_model::<user::Known>().one(db).await?;
    found.map(|user| user.name).ok_or_else(|| Error::broken(format!("user {user_id}")))
}

/// A text without the case of its plain Latin letters, by code point on both databases.
pub(super) fn folded(backend: DbBackend, text: &str) -> String {
    if backend == DbBackend::Sqlite { format!("lower({text})") } else { format!("lower({text} COLLATE \"C\")") }
}
