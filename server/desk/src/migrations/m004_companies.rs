//! Companies, and who belongs to them.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m004_companies", parts: &[Sql::Both(COMPANIES), Sql::Both(MEMBERSHIPS)] };

/// `csm_id` is the customer success manager; `team_queue_id` where cases go while the plan gives the company a team of its own.
const COMPANIES: &str = "
CREATE TABLE companies (
  id {ID}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, sharing TEXT NOT NULL, account_manager_id BIGINT, csm_id BIGINT,
  team_queue_id BIGINT
);
CREATE INDEX companies_name ON companies (name, id);
";

/// `client`: served by the company, as the client of a 3PL is. `since` is 0 where the account's own beginning counts.
const MEMBERSHIPS: &str = "
CREATE TABLE memberships (
  id {ID}, user_id BIGINT NOT NULL REFERENCES users (id), company_id BIGINT NOT NULL REFERENCES companies (id),
  role_id BIGINT NOT NULL REFERENCES roles (id), sees_company BOOLEAN NOT NULL, client BOOLEAN NOT NULL DEFAULT FALSE,
  since BIGINT NOT NULL DEFAULT 0, UNIQUE (user_id, company_id)
);
CREATE INDEX memberships_company ON memberships (company_id);
";
