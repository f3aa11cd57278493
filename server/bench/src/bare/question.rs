//! A query under construction: text and values side by side.

use crate::error::Result;
use sea_orm::{ConnectionTrait, DatabaseConnection, QueryResult, Statement, Value};
use std::fmt::Write;

#[derive(Default)]
pub struct Question {
    pub sql: String,
    values: Vec<Value>,
}

impl Question {
    pub fn of(sql: &str) -> Self {
        Self { sql: sql.to_owned(), values: Vec::new() }
    }

    pub fn add(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// A place for the value.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        let _ = write!(self.sql, "${}", self.values.len());
        self
    }

    /// ` AND column IN (…)`, or nothing at all for all rows.
    pub fn within(&mut self, column: &str, ids: Option<&[i64]>) -> &mut Self {
        match ids {
            Some(ids) => self.add(" AND ").one_of(column, ids),
            None => self,
        }
    }

    /// `column IN (…)`.
    pub fn one_of(&mut self, column: &str, ids: &[i64]) -> &mut Self {
        if ids.is_empty() {
            return self.add("1 = 2");
        }
        self.add(column).add(" IN (");
        for (n, id) in ids.iter().enumerate() {
            self.add(if n == 0 { "" } else { ", " }).bind(*id);
        }
        self.add(")")
    }

    pub async fn all(self, db: &DatabaseConnection) -> Result<Vec<QueryResult>> {
        Ok(db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), self.sql, self.values)).await?)
    }

    pub async fn one(self, db: &DatabaseConnection) -> Result<Option<QueryResult>> {
        Ok(db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), self.sql, self.values)).await?)
    }
}
