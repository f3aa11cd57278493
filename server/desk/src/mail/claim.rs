//! Sending letters: the first user of `jobs`.

use super::letter::{self, SENT};
use super::unsubscribe;
use crate::actor::known;
use crate::jobs::{self, JobLease, JobQueue};
use crate::scope::{ticket, visible};
use crate::write::Actor;
use crate::{Desk, Result};
use domain::mail::{Answer, Kind};
use domain::time::{HOUR, MINUTE};
use sea_orm::{EntityTrait, QueryFilter};

/// How long to wait after each try; then a mail is given up.
const PAUSES: [i64; 9] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, 24 * HOUR];

/// Letters that wait. A link in one must not outlive it.
static OUTBOX: JobQueue = JobQueue { table: "mails", lease: 5 * MINUTE, pauses: &PAUSES, done: SENT, secret: "data" };

/// A letter that this process alone is sending.
#[derive(Debug)]
pub struct Claimed {
    held: JobLease,
    pub public_id: String,
    pub address: String,
    pub name: String,
    pub kind: Kind,
    /// The ticket whose thread it belongs to.
    pub number: Option<String>,
    pub created_at: i64,
    /// The path that stops mails like this one.
    pub unsubscribe: Option<String>,
}

/// What became of it.
#[derive(Debug)]
pub enum Outcome {
    Sent,
    /// It may work another time.
    Later(String),
    /// It never will.
    Never(String),
}

/// Takes up to `most` letters that are due. What need not be sent any more is put away on the way.
///
/// # Errors
/// When the database fails.
pub async fn claim(desk: &Desk, most: u64) -> Result<Vec<Claimed>> {
    let now = desk.now();
    let mut taken: Vec<letter::Model> = OUTBOX.claim(desk, most).await?;
    taken.sort_by_key(|letter| letter.id);
    let mut claimed = Vec::new();
    for letter in taken {
        claimed.extend(sort_out(desk, letter, now).await?);
    }
    Ok(claimed)
}

/// The letter as it is to be sent, unless it is not to be.
async fn sort_out(desk: &Desk, letter: letter::Model, now: i64) -> Result<Option<Claimed>> {
    let kind: Option<Kind> = serde_json::from_str(&letter.data).ok();
    let held = JobLease::new(letter.id, letter.claim.clone(), letter.tries);
    let late = kind.as_ref().and_then(Kind::lasts).is_some_and(|lasts| now > letter.created_at + lasts);
    let why = match &kind {
        None => Some(Answer::Unreadable),
        Some(_) if late => Some(Answer::Late),
        Some(_) if OUTBOX.is_spent(&held) => Some(Answer::Unfinished),
        Some(_) => None,
    };
    if let Some(why) = why {
        OUTBOX.finish(desk, &held, jobs::JobOutcome::Never(why.write())).await?;
        return Ok(None);
    }
    let number = number(desk, &letter).await?;
    let Some(kind) = kind else { return Ok(None) };
    if matches!(kind, Kind::Ticket { .. }) && !may_still_read(desk, &letter).await? {
        let id = letter.id;
        desk.write(Actor::Portico, |w| async move { Ok(letter::Entity::delete_by_id(id).exec(&*w).await?) }).await?;
        return Ok(None);
    }
    let unsubscribe = match (kind.stop(), letter.user_id) {
        (Some(stop), Some(user_id)) => Some(unsubscribe::path(desk, user_id, stop).await?),
        _ => None,
    };
    let letter::Model { public_id, address, name, created_at, .. } = letter;
    Ok(Some(Claimed { held, public_id, address, name, kind, number, created_at, unsubscribe }))
}

async fn number(desk: &Desk, letter: &letter::Model) -> Result<Option<String>> {
    let Some(id) = letter.ticket_id else { return Ok(None) };
    let found = ticket::Entity::find_by_id(id).one(desk.db().read()).await?;
    Ok(found.map(|ticket| desk.catalogue().number(ticket.number)))
}

/// Rights may be gone since the letter was written.
async fn may_still_read(desk: &Desk, letter: &letter::Model) -> Result<bool> {
    let (Some(user_id), Some(ticket_id)) = (letter.user_id, letter.ticket_id) else { return Ok(false) };
    let Some(person) = known(desk, user_id).await? else { return Ok(false) };
    let seen = ticket::Entity::find_by_id(ticket_id).filter(visible(&person));
    Ok(seen.one(desk.db().read()).await?.is_some())
}

/// Notes what became of a letter. One whose lease another process has taken over is left alone.
///
/// # Errors
/// When the database fails.
pub async fn finish(desk: &Desk, letter: &Claimed, outcome: Outcome) -> Result<()> {
    let outcome = match outcome {
        Outcome::Sent => jobs::JobOutcome::Done,
        Outcome::Later(answer) => jobs::JobOutcome::Later(answer),
        Outcome::Never(answer) => jobs::JobOutcome::Never(answer),
    };
    OUTBOX.finish(desk, &letter.held, outcome).await
}

/// Gives back letters that were taken and not tried, for whoever comes next.
///
/// # Errors
/// When the database fails.
pub async fn release(desk: &Desk, letters: &[Claimed]) -> Result<()> {
    let held: Vec<&JobLease> = letters.iter().map(|letter| &letter.held).collect();
    OUTBOX.release(desk, &held).await
}
