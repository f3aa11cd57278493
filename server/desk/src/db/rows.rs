//! Result rows of one number (an id, a count), and the count of another query's rows.

use sea_orm::FromQueryResult;
use sea_orm::sea_query::{Expr, Query, SelectStatement, SubQueryStatement};

/// `id`.
#[derive(FromQueryResult)]
pub(crate) struct IdRow {
    pub id: i64,
}

/// `COUNT(*) AS n`.
#[derive(FromQueryResult)]
pub(crate) struct CountRow {
    pub n: i64,
}

/// How many rows a statement finds, which bounds itself; none without a statement.
pub(crate) fn counted(some: Option<SelectStatement>) -> Expr {
    let Some(mut some) = some else { return Expr::cust("CAST(0 AS BIGINT)") };
    some.clear_order_by();
    let count = Query::select().expr(Expr::cust("COUNT(*)")).from_subquery(some, "some").to_owned();
    SubQueryStatement::from(count).into()
}
