//! Access to accounts, managed by staff: disabling and enabling, password resets, dropping second factors and passkeys.

use super::locked_account::change_account;
use super::{Person, passkeys, reset, synthetic, tries, user};
use crate::mail::{self, OutboxMail};
use crate::{Desk, Result};
use domain::events::account::Event;
use domain::events::person::{self as log, SessionsEnded};
use domain::mail::MailKind as Mail;
use domain::{Because, Reason, Refusal};
use sea_orm::Set;

/// Shuts somebody out, at once and on all devices; or lets them in again.
///
/// # Errors
/// `NotFound`, `Forbidden`, also for oneself.
pub async fn set_active(desk: &Desk, person: &Person, slug: &str, active: bool) -> Result<()> {
    change_account(desk, person, slug, |held| async move {
        if held.user.id == person.id {
            return Err(Refusal::Forbidden(Because::NotYourself).into());
        }
        if held.user.active == active {
            return Ok(());
        }
        held.update(user::ActiveModel { active: Set(active), waiting_since: Set(None), ..Default::default() }).await?;
        held.end_sessions().await?;
        let whose = held.whose();
        let event = if active { Event::Enabled(whose) } else { Event::Disabled(whose) };
        held.record(event, None).await
    })
    .await
}

/// Mails a link for a new password, and forgets the wrong tries of everybody who tried this account. Where nobody reads mail at its
/// address it gives the link's path, to be handed over.
///
/// # Errors
/// `NotFound`, `Forbidden`; `Invalid` for an account that may not sign in.
pub async fn send_reset(desk: &Desk, person: &Person, slug: &str) -> Result<Option<String>> {
    let sent = change_account(desk, person, slug, |held| async move {
        let now = held.w.now();
        if !held.user.active {
            return Err(Refusal::field("reset", Reason::NotOffered).into());
        }
        let link = reset::link(&held.w, held.user.id, now).await?;
        let handed_over = synthetic::is(&*held.w, &held.user.email).await?;
        let kind = Mail::Reset { link: link.clone(), minutes: reset::MINUTES };
        mail::enqueue(&held.w, OutboxMail::to(&held.user, kind, now)).await?;
        let logins = [Some(held.user.email.clone()), held.user.username.clone()];
        let event = Event::ResetSent(held.whose());
        held.record(event, None).await?;
        Ok((link, handed_over, logins))
    });
    let (link, handed_over, logins) = sent.await?;
    tries::forgive(desk, logins.iter().flatten().map(String::as_str)).await?;
    Ok(handed_over.then_some(link))
}

/// Takes the second factor off an account whose owner has lost it and the codes, too. Whoever does so has made sure who asks.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn drop_second(desk: &Desk, person: &Person, slug: &str) -> Result<()> {
    change_account(desk, person, slug, |held| async move {
        let now = held.w.now();
        if !super::second::is_on(&*held.w, held.user.id).await? {
            return Ok(());
        }
        super::second::forget(&held.w, held.user.id).await?;
        held.end_sessions().await?;
        mail::enqueue(&held.w, OutboxMail::to(&held.user, Mail::SecondFactor { on: false }, now)).await?;
        let event = Event::SecondFactorDropped(held.whose());
        held.record(event, None).await
    })
    .await
}

/// Takes every passkey off an account, for instance because a device was stolen, and ends its sessions.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn drop_passkeys(desk: &Desk, person: &Person, slug: &str) -> Result<()> {
    change_account(desk, person, slug, |held| async move {
        let now = held.w.now();
        let names = passkeys::forget(&held.w, held.user.id).await?;
        if names.is_empty() {
            return Ok(());
        }
        held.end_sessions().await?;
        let kind = Mail::Passkey { name: names.join(", "), added: false };
        mail::enqueue(&held.w, OutboxMail::to(&held.user, kind, now)).await?;
        let event = Event::PasskeysDropped(held.whose());
        held.record(event, None).await
    })
    .await
}

/// Ends all sessions of somebody.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn end_sessions(desk: &Desk, person: &Person, slug: &str) -> Result<()> {
    change_account(desk, person, slug, |held| async move {
        held.end_sessions().await?;
        let event = log::Event::SessionsEnded(SessionsEnded { user: Some(held.user.named()) });
        held.record(event, None).await
    })
    .await
}
