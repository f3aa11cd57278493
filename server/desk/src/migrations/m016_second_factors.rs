//! A second factor beside the password, codes for the day it is lost, and sign-ins that wait for their second step.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m016_second_factors", parts: &[TABLES] };

/// A factor that is not confirmed yet asks for nothing. `last_step` is the half minute of the last code: none counts twice.
const TABLES: &str = "
CREATE TABLE second_factors (
  user_id BIGINT PRIMARY KEY REFERENCES users (id), secret {BYTES} NOT NULL, confirmed BOOLEAN NOT NULL, last_step BIGINT NOT NULL,
  tries BIGINT NOT NULL, tries_since BIGINT NOT NULL, created_at BIGINT NOT NULL
);
CREATE TABLE recovery_codes (code_hash {BYTES} PRIMARY KEY, user_id BIGINT NOT NULL REFERENCES users (id));
CREATE INDEX recovery_codes_user ON recovery_codes (user_id);
CREATE TABLE half_sign_ins (
  token_hash {BYTES} PRIMARY KEY, user_id BIGINT NOT NULL REFERENCES users (id), lasting BOOLEAN NOT NULL, expires_at BIGINT NOT NULL
);
CREATE INDEX half_sign_ins_user ON half_sign_ins (user_id);
CREATE INDEX half_sign_ins_expiry ON half_sign_ins (expires_at);
";
