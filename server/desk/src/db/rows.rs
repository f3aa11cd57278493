//! Rows of one number, for queries that ask for nothing else.

use sea_orm::FromQueryResult;

/// `id`.
#[derive(FromQueryResult)]
pub(crate) struct Found {
    pub id: i64,
}

/// `COUNT(*) AS n`.
#[derive(FromQueryResult)]
pub(crate) struct Counted {
    pub n: i64,
}
