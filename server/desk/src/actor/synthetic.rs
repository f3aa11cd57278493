//! Synthetic email addresses, which only stand for a username: `[username]@[organisation].` and the workspace's domain. They are
//! somebody's identity on a plan, and nobody reads mail there.
//!
//! Invariant: nobody is mailed at such an address: `mail::enqueue` drops the mail, and links are handed over.

use super::user;
use crate::Result;
use crate::catalogue::setting;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Statement};

/// The setting that holds the domain.
pub(crate) const DOMAIN: &str = "workspace.domain";

/// Below this domain there are no mailboxes; empty where nothing is set.
pub(crate) async fn domain(db: &impl ConnectionTrait) -> Result<String> {
    let found = setting::Entity::find_by_id(DOMAIN.to_owned()).one(db).await?;
    Ok(found.map(|row| row.value).unwrap_or_default())
}

/// Whether nobody reads mail at an address.
pub(crate) async fn is(db: &impl ConnectionTrait, address: &str) -> Result<bool> {
    Ok(::domain::people::is_synthetic(address, &domain(db).await?))
}

/// What somebody's username stands for in one of their companies.
pub(crate) struct SyntheticAddress {
    pub company_id: i64,
    pub organisation: String,
    pub address: String,
}

#[derive(FromQueryResult)]
struct OrganisationRow {
    company_id: i64,
    slug: String,
}

/// The addresses that a username gives: one in each company. None where it signs in by email alone.
pub(crate) async fn addresses(db: &impl ConnectionTrait, user: &user::Model) -> Result<Vec<SyntheticAddress>> {
    let Some(username) = &user.username else { return Ok(Vec::new()) };
    let domain = domain(db).await?;
    if domain.is_empty() {
        return Ok(Vec::new());
    }
    let sql =
        "SELECT m.company_id, c.slug FROM memberships m JOIN companies c ON c.id = m.company_id WHERE m.user_id = $1";
    let query = Statement::from_sql_and_values(db.get_database_backend(), sql, [user.id.into()]);
    let homes = OrganisationRow::find_by_statement(query).all(db).await?.into_iter();
    let own = |home: OrganisationRow| SyntheticAddress {
        company_id: home.company_id,
        address: format!("{username}@{}.{domain}", home.slug),
        organisation: home.slug,
    };
    Ok(homes.map(own).collect())
}
