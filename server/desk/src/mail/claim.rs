//! Outbox worker: claiming mails that are due under a lease, and recording how sending went. The queue itself is `jobs`.

use super::outbox_mail::{self, SENT};
use super::unsubscribe;
use crate::actor::find_person;
use crate::jobs::{self, JobLease, JobQueue};
use crate::scope::{ticket, visible};
use crate::write::Actor;
use crate::{Desk, Result};
use domain::mail::{DeliveryResult, MailKind};
use domain::time::{HOUR, MINUTE};
use sea_orm::{EntityTrait, QueryFilter};

/// How long to wait after each try; then a mail is given up.
const PAUSES: [i64; 9] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, 24 * HOUR];

/// Mails that wait. A link in one must not outlive it.
static OUTBOX: JobQueue = JobQueue { table: "mails", lease: 5 * MINUTE, pauses: &PAUSES, done: SENT, secret: "data" };

/// A mail that this process alone is sending.
#[derive(Debug)]
pub struct ClaimedMail {
    held: JobLease,
    pub public_id: String,
    pub address: String,
    pub name: String,
    pub kind: MailKind,
    /// The ticket whose thread it belongs to.
    pub number: Option<String>,
    pub created_at: i64,
    /// The path that stops mails like this one.
    pub unsubscribe: Option<String>,
}

/// How sending a mail went.
#[derive(Debug)]
pub enum SendOutcome {
    Sent,
    /// It may work another time.
    Later(String),
    /// It never will.
    Never(String),
}

/// Claims up to `most` mails that are due. Those that need not be sent any more are finished or deleted on the way.
///
/// # Errors
/// When the database fails.
pub async fn claim(desk: &Desk, most: u64) -> Result<Vec<ClaimedMail>> {
    let now = desk.now();
    let mut rows: Vec<outbox_mail::Model> = OUTBOX.claim(desk, most).await?;
    rows.sort_by_key(|mail| mail.id);
    let mut claimed = Vec::new();
    for mail in rows {
        claimed.extend(prepare(desk, mail, now).await?);
    }
    Ok(claimed)
}

/// The mail as it is to be sent, unless it is not to be.
async fn prepare(desk: &Desk, mail: outbox_mail::Model, now: i64) -> Result<Option<ClaimedMail>> {
    let kind: Option<MailKind> = serde_json::from_str(&mail.data).ok();
    let held = JobLease::new(mail.id, mail.claim.clone(), mail.tries);
    let late = kind.as_ref().and_then(MailKind::lasts).is_some_and(|lasts| now > mail.created_at + lasts);
    let why = match &kind {
        None => Some(DeliveryResult::Unreadable),
        Some(_) if late => Some(DeliveryResult::Late),
        Some(_) if OUTBOX.is_spent(&held) => Some(DeliveryResult::Unfinished),
        Some(_) => None,
    };
    if let Some(why) = why {
        OUTBOX.finish(desk, &held, jobs::JobOutcome::Never(why.write())).await?;
        return Ok(None);
    }
    let number = number(desk, &mail).await?;
    let Some(kind) = kind else { return Ok(None) };
    if matches!(kind, MailKind::Ticket { .. }) && !may_still_read(desk, &mail).await? {
        let id = mail.id;
        desk.write(Actor::Portico, |w| async move { Ok(outbox_mail::Entity::delete_by_id(id).exec(&*w).await?) })
            .await?;
        return Ok(None);
    }
    let unsubscribe = match (kind.stop(), mail.user_id) {
        (Some(stop), Some(user_id)) => Some(unsubscribe::path(desk, user_id, stop).await?),
        _ => None,
    };
    let outbox_mail::Model { public_id, address, name, created_at, .. } = mail;
    Ok(Some(ClaimedMail { held, public_id, address, name, kind, number, created_at, unsubscribe }))
}

async fn number(desk: &Desk, mail: &outbox_mail::Model) -> Result<Option<String>> {
    let Some(id) = mail.ticket_id else { return Ok(None) };
    let found = ticket::Entity::find_by_id(id).one(desk.db().read()).await?;
    Ok(found.map(|ticket| desk.catalogue().number(ticket.number)))
}

/// Rights may be gone since the mail was written.
async fn may_still_read(desk: &Desk, mail: &outbox_mail::Model) -> Result<bool> {
    let (Some(user_id), Some(ticket_id)) = (mail.user_id, mail.ticket_id) else { return Ok(false) };
    let Some(person) = find_person(desk, user_id).await? else { return Ok(false) };
    let seen = ticket::Entity::find_by_id(ticket_id).filter(visible(&person));
    Ok(seen.one(desk.db().read()).await?.is_some())
}

/// Records how sending a mail went. One whose lease another process has taken over is left alone.
///
/// # Errors
/// When the database fails.
pub async fn finish(desk: &Desk, mail: &ClaimedMail, outcome: SendOutcome) -> Result<()> {
    let outcome = match outcome {
        SendOutcome::Sent => jobs::JobOutcome::Done,
        SendOutcome::Later(answer) => jobs::JobOutcome::Later(answer),
        SendOutcome::Never(answer) => jobs::JobOutcome::Never(answer),
    };
    OUTBOX.finish(desk, &mail.held, outcome).await
}

/// Gives back mails that were taken and not tried, for whoever comes next.
///
/// # Errors
/// When the database fails.
pub async fn release(desk: &Desk, mails: &[ClaimedMail]) -> Result<()> {
    let held: Vec<&JobLease> = mails.iter().map(|mail| &mail.held).collect();
    OUTBOX.release(desk, &held).await
}
