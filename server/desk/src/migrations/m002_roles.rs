//! Roles, at the desk and in companies, and what each may read and update.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m002_roles", parts: &[Sql::Both(TABLES)] };

/// A right without `target_id` covers every row of its target.
const TABLES: &str = "
CREATE TABLE roles (
  id {ID}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
  sees_company BOOLEAN NOT NULL, files_requests BOOLEAN NOT NULL
);
CREATE TABLE rights (
  id {ID}, role_id BIGINT NOT NULL REFERENCES roles (id), target TEXT NOT NULL, target_id BIGINT, updates BOOLEAN NOT NULL
);
";
