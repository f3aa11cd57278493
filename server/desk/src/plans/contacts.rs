use crate::{Desk, Result};
use sea_orm::{FromQueryResult, Statement};

#[derive(FromQueryResult)]
struct Contact {
    name: String,
}

/// Names of those who hold a seat of the company's plan, longest-standing first, at most 20.
pub(crate) async fn contacts(desk: &Desk, company_id: i64) -> Result<Vec<String>> {
    let sql = "SELECT u.name FROM plans p JOIN seats s ON s.plan_id = p.id JOIN users u ON u.id = s.user_id \
        WHERE p.company_id = $1 AND u.active ORDER BY s.since, s.id LIMIT 20";
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [company_id.into()]);
    let rows = Contact::find_by_statement(query).all(desk.db().read()).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}
