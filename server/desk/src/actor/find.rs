//! Finding people by the beginning of a name, an address or a username.

use crate::{Desk, Result};
use sea_orm::{FromQueryResult, Statement};

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

/// Whoever has a name, a surname, an address or a username that begins with `find`, in small letters: the first `most` of each, from four
/// indexes.
pub(crate) async fn find_by_prefix(desk: &Desk, find: &str, most: u64) -> Result<Vec<i64>> {
    let part = |column: &str| {
        format!(
            "SELECT id FROM (SELECT id FROM users WHERE {column} >= $1 AND {column} < $2 ORDER BY {column} LIMIT {most}) {column}"
        )
    };
    let sql = ["name_key", "surname_key", "email", "username"].map(part).join(" UNION ");
    let query =
        Statement::from_sql_and_values(desk.db().backend(), sql, [find.into(), format!("{find}\u{10ffff}").into()]);
    Ok(Id::find_by_statement(query).all(desk.db().read()).await?.into_iter().map(|row| row.id).collect())
}
