//! The people and companies that an asset may have to do with.

use crate::Result;
pub(super) use crate::companies::choose::{companies, company};
use domain::tickets::Choice;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

/// People offered of one company.
const PEOPLE_MAX: i64 = 500;

#[derive(FromQueryResult)]
pub(super) struct PersonOption {
    pub id: i64,
    pub slug: String,
    pub name: String,
}

impl PersonOption {
    pub(super) fn choice(self) -> Choice {
        Choice { slug: self.slug, label: self.name }
    }
}

/// Those who belong to any of the companies, by name. Nobody is a member of the provider itself: its people work at the desk.
pub(super) async fn members(db: &impl ConnectionTrait, company_ids: &[i64]) -> Result<Vec<PersonOption>> {
    let ids = company_ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT u.id, u.slug, u.name FROM users u WHERE u.active AND ( \
           u.id IN (SELECT m.user_id FROM memberships m WHERE m.company_id IN ({ids})) OR (u.role_id IS NOT NULL \
           AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.company_id IN ({ids})))) \
         ORDER BY u.name, u.id LIMIT {PEOPLE_MAX}"
    );
    Ok(PersonOption::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await?)
}

/// A text without the case of its plain Latin letters, by code point on both databases.
pub(super) fn folded(backend: DbBackend, text: &str) -> String {
    if backend == DbBackend::Sqlite { format!("lower({text})") } else { format!("lower({text} COLLATE \"C\")") }
}
