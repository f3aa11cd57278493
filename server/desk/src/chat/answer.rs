use super::find;
use crate::actor::Person;
use crate::conversation::{Reply, reply};
use crate::{Desk, Result};

/// Says something in a chat: an answer on its ticket, by those who take part.
///
/// # Errors
/// As [`reply`]; `NotFound` for a chat that is not theirs.
pub async fn answer(desk: &Desk, person: &Person, number: &str, said: Reply) -> Result<String> {
    find(desk.db().read(), person, number).await?;
    reply(desk, person, number, said).await
}
