//! SQL builder: a query under construction, text and values side by side.

use crate::error::Result;
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use std::fmt::Write;

#[derive(Default)]
pub struct SqlBuilder {
    pub sql: String,
    values: Vec<Value>,
    /// Whether the part that is being written has a condition by now.
    has_condition: bool,
}

impl SqlBuilder {
    pub fn of(sql: &str) -> Self {
        Self { sql: sql.to_owned(), ..Self::default() }
    }

    pub fn add(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Begins a query inside this one, with conditions of its own.
    pub fn inner(&mut self, sql: &str) -> &mut Self {
        self.has_condition = false;
        self.add(sql)
    }

    /// `WHERE` before the first condition, `AND` before every other.
    pub fn also(&mut self) -> &mut Self {
        let word = if self.has_condition { " AND " } else { " WHERE " };
        self.has_condition = true;
        self.add(word)
    }

    /// A place for the value.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        let _ = write!(self.sql, "${}", self.values.len());
        self
    }

    /// `column IN (…)`.
    pub fn one_of<T: Clone + Into<Value>>(&mut self, column: &str, values: &[T]) -> &mut Self {
        if values.is_empty() {
            return self.add("1 = 2");
        }
        self.add(column).add(" IN (");
        for (n, value) in values.iter().enumerate() {
            self.add(if n == 0 { "" } else { ", " }).bind(value.clone());
        }
        self.add(")")
    }

    pub async fn all(self, db: &impl ConnectionTrait) -> Result<Vec<QueryResult>> {
        Ok(db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), self.sql, self.values)).await?)
    }

    pub async fn one(self, db: &impl ConnectionTrait) -> Result<Option<QueryResult>> {
        Ok(db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), self.sql, self.values)).await?)
    }

    /// The number that the query finds.
    pub async fn number(self, db: &impl ConnectionTrait) -> Result<i64> {
        Ok(self.one(db).await?.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
    }
}
