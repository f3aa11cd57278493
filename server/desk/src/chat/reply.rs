//! Replying in a chat: a reply on its ticket.

use super::find;
use crate::actor::Person;
use crate::conversation::{self, Reply};
use crate::{Desk, Result};

/// Writes a message in a chat: a reply on its ticket, by those who take part.
///
/// # Errors
/// As [`conversation::reply`]; `NotFound` for a chat that is not theirs.
pub async fn reply(desk: &Desk, person: &Person, number: &str, message: Reply) -> Result<String> {
    find(desk.db().read(), person, number).await?;
    conversation::reply(desk, person, number, message).await
}
