//! Chat queues: position and estimated wait of every waiting chat. One for each ticket queue, first come, first served.

use crate::{Desk, Result};
use domain::chat::{ESTIMATED_FROM, ESTIMATED_MIN};
use domain::time::MINUTE;
use sea_orm::{FromQueryResult, Statement};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Chats whose position is counted; whoever is further behind is shown this position.
const COUNTED: usize = 1_000;

#[derive(FromQueryResult)]
struct WaitingChatRow {
    ticket_id: i64,
    queue_id: i64,
}

#[derive(FromQueryResult)]
struct WaitedRow {
    waited: i64,
}

/// All queues as they are now.
#[derive(Default)]
pub(super) struct WaitingQueues {
    /// The place of each waiting chat.
    places: HashMap<i64, u16>,
    /// How many wait, by queue.
    lengths: HashMap<i64, u16>,
    /// How long one usually waits, by queue.
    usual: HashMap<i64, Option<i64>>,
}

impl WaitingQueues {
    /// Positions in all queues, with estimates for these queues.
    pub async fn read(desk: &Desk, queues: Vec<i64>) -> Result<Self> {
        let sql = format!(
            "SELECT ticket_id, queue_id FROM chats WHERE stage = 'waiting' ORDER BY asked_at, ticket_id LIMIT {COUNTED}"
        );
        let mut found = Self::default();
        let waiting = WaitingChatRow::find_by_statement(Statement::from_string(desk.db().backend(), sql));
        for row in waiting.all(desk.db().read()).await? {
            let place = found.lengths.entry(row.queue_id).or_default();
            *place = place.saturating_add(1);
            found.places.insert(row.ticket_id, *place);
        }
        for queue in queues {
            if let Entry::Vacant(place) = found.usual.entry(queue) {
                place.insert(median_wait(desk, queue).await?);
            }
        }
        Ok(found)
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

/// The middle one of how long the last chats of the queue waited; None where too few are known.
async fn median_wait(desk: &Desk, queue_id: i64) -> Result<Option<i64>> {
    let sql = format!(
        "SELECT waited FROM chats WHERE queue_id = {queue_id} AND waited IS NOT NULL ORDER BY accepted_at DESC LIMIT {ESTIMATED_FROM}"
    );
    let rows =
        WaitedRow::find_by_statement(Statement::from_string(desk.db().backend(), sql)).all(desk.db().read()).await?;
    let mut waited: Vec<i64> = rows.into_iter().map(|row| row.waited).collect();
    waited.sort_unstable();
    Ok((waited.len() >= ESTIMATED_MIN).then(|| waited[waited.len() / 2]))
}
