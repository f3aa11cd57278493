//! Waiting lines: one for each queue, in the order in which people asked.

use crate::{Desk, Result};
use domain::chat::{ESTIMATED_FROM, ESTIMATED_MIN};
use domain::time::MINUTE;
use sea_orm::{FromQueryResult, Statement};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Chats whose place is worked out; whoever is further behind is told this place.
const COUNTED: usize = 1_000;

#[derive(FromQueryResult)]
struct Waits {
    ticket_id: i64,
    queue_id: i64,
}

#[derive(FromQueryResult)]
struct Waited {
    waited: i64,
}

/// The lines as they are now.
#[derive(Default)]
pub(super) struct Lines {
    /// The place of each waiting chat.
    places: HashMap<i64, u16>,
    /// How many wait, by queue.
    lengths: HashMap<i64, u16>,
    /// How long one usually waits, by queue.
    usual: HashMap<i64, Option<i64>>,
}

impl Lines {
    /// Places in all lines, with estimates for these queues.
    pub async fn read(desk: &Desk, queues: Vec<i64>) -> Result<Self> {
        let sql = format!(
            "SELECT ticket_id, queue_id FROM chats WHERE stage = 'waiting' ORDER BY asked_at, ticket_id LIMIT {COUNTED}"
        );
        let mut lines = Self::default();
        let waiting = Waits::find_by_statement(Statement::from_string(desk.db().backend(), sql));
        for row in waiting.all(desk.db().read()).await? {
            let place = lines.lengths.entry(row.queue_id).or_default();
            *place = place.saturating_add(1);
            lines.places.insert(row.ticket_id, *place);
        }
        for queue in queues {
            if let Entry::Vacant(place) = lines.usual.entry(queue) {
                place.insert(usual(desk, queue).await?);
            }
        }
        Ok(lines)
    }

    pub fn place(&self, ticket_id: i64) -> Option<u16> {
        self.places.get(&ticket_id).copied()
    }

    pub fn places(&self) -> &HashMap<i64, u16> {
        &self.places
    }

    pub fn length(&self, queue_id: i64) -> u16 {
        self.lengths.get(&queue_id).copied().unwrap_or_default()
    }

    /// What somebody may expect who has waited since then, in whole minutes, at least one.
    pub fn minutes_left(&self, queue_id: i64, since: i64, now: i64) -> Option<u16> {
        let usual = self.usual.get(&queue_id).copied().flatten()?;
        let left = (usual - (now - since).max(0)).max(1);
        u16::try_from((left + MINUTE - 1) / MINUTE).ok()
    }

    /// What somebody may expect who asks now.
    pub fn minutes(&self, queue_id: i64) -> Option<u16> {
        self.minutes_left(queue_id, 0, 0)
    }
}

/// The middle one of how long the last chats of the line waited; None where too few are known.
async fn usual(desk: &Desk, queue_id: i64) -> Result<Option<i64>> {
    let sql = format!(
        "SELECT waited FROM chats WHERE queue_id = {queue_id} AND waited IS NOT NULL ORDER BY accepted_at DESC LIMIT {ESTIMATED_FROM}"
    );
    let rows =
        Waited::find_by_statement(Statement::from_string(desk.db().backend(), sql)).all(desk.db().read()).await?;
    let mut waited: Vec<i64> = rows.into_iter().map(|row| row.waited).collect();
    waited.sort_unstable();
    Ok((waited.len() >= ESTIMATED_MIN).then(|| waited[waited.len() / 2]))
}
