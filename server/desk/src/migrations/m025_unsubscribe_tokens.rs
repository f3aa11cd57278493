//! Tokens that stop mails by one click.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m025_unsubscribe_tokens", parts: &[TOKENS] };

/// One for each person, in every mail that they may choose not to get. It opens nothing else, and so it is kept as it is.
const TOKENS: &str = "
CREATE TABLE unsubscribe_tokens (
  token TEXT PRIMARY KEY, user_id BIGINT NOT NULL UNIQUE REFERENCES users (id)
);
";
