//! When a company is told next that it has to choose whom its smaller plan keeps, and whether a prepared request was seen by the one
//! who is to file it.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m018_plan_choices", parts: &[CHOICES] };

/// Whoever has to choose already is told at once.
const CHOICES: &str = "
ALTER TABLE plans ADD COLUMN tell_at BIGINT;
UPDATE plans SET tell_at = 0 WHERE choose_by IS NOT NULL;
CREATE INDEX plans_tell ON plans (tell_at) WHERE tell_at IS NOT NULL;
CREATE INDEX plans_level ON plans (level);
CREATE INDEX plans_choose ON plans (company_id) WHERE choose_by IS NOT NULL;
ALTER TABLE plan_requests ADD COLUMN seen BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX plan_requests_addressed ON plan_requests (addressed_to, id) WHERE state = 'prepared';
";
