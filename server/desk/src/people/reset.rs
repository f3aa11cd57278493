//! Password reset: a link by mail, and a new password for whoever comes with it.

use super::links::{self, Purpose};
use super::sessions::{self, Browser, Token};
use super::{new_password, password, session, sign_in, synthetic, tries, user};
use crate::db::Tx;
use crate::mail::{self, OutboxMail};
use crate::write::Actor;
use crate::{Desk, Result};
use domain::Refusal;
use domain::events::Nothing;
use domain::events::person::{self as log, Event};
use domain::mail::MailKind;
use domain::people::fold_login;
use domain::time::{HOUR, MINUTE};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use std::net::IpAddr;

/// How long a link is worth something, in minutes.
pub const MINUTES: u32 = 60;
/// Mails to one account within an hour. Their links stay good beside each other, so nobody can keep one from its owner.
const MAILS_AN_HOUR: u64 = 3;

/// Takes one request from an address.
///
/// # Errors
/// `TooMany` when it asks too often, whether there is such an account or not.
pub fn admit(desk: &Desk, login: &str, address: IpAddr) -> Result<()> {
    Ok(desk
        .letters()
        .try_acquire(&fold_login(login), address, desk.now())
        .map_err(|seconds| Refusal::TooMany { seconds })?)
}

/// Mails a link to the account with this address or username, if there is one that may sign in. Nobody is told which it was, so
/// this runs when the answer has been given already.
///
/// # Errors
/// When the database fails.
pub async fn ask(desk: &Desk, login: &str) -> Result<()> {
    let Some(user) = sign_in::find_active(desk, &fold_login(login)).await? else { return Ok(()) };
    let user = &user;
    desk.write(Actor::User(user.id), |w| async move {
        let now = w.now();
        if synthetic::is(&*w, &user.email).await? {
            // Nobody would get it: such a link is handed over.
            return Ok(());
        }
        if links::made_since(&w, user.id, Purpose::Reset, now - HOUR).await? >= MAILS_AN_HOUR {
            return Ok(());
        }
        let kind = MailKind::Reset { link: link(&w, user.id, now).await?, minutes: MINUTES };
        mail::enqueue(&w, OutboxMail::to(user, kind, now)).await?;
        w.record(w.new_event(Event::ResetAsked(Nothing {}))).await?;
        Ok(())
    })
    .await
}

/// A link for somebody who gets it by hand, from the machine's owner: its path.
///
/// # Errors
/// `NotFound` when nobody who may sign in is called so.
pub async fn hand_out(desk: &Desk, login: &str) -> Result<String> {
    let user = sign_in::find_active(desk, &fold_login(login)).await?.ok_or(Refusal::NotFound)?;
    let user = &user;
    desk.write(Actor::Portico, |w| async move {
        let path = link(&w, user.id, w.now()).await?;
        let event = Event::ResetHandedOut(log::User { user: user.named() });
        w.record(w.new_event(event)).await?;
        Ok(path)
    })
    .await
}

/// The path of a new link.
pub(super) async fn link(tx: &Tx, user_id: i64, now: i64) -> Result<String> {
    let token = links::make(tx, user_id, Purpose::Reset, "", now, i64::from(MINUTES) * MINUTE).await?;
    Ok(format!("/reset/{token}"))
}

/// Whether a link is still worth something. Looking does not use it up: mail scanners look, too.
///
/// # Errors
/// `NotFound` when it is not.
pub async fn check_link(desk: &Desk, token: &str) -> Result<()> {
    links::find(desk, token, Purpose::Reset).await.map(drop)
}

/// Sets the password, ends every session of the account, forgets the wrong tries, and signs in.
///
/// # Errors
/// `NotFound` for a link that is worth nothing, `Invalid` for a password that will not do; the link is good then for another.
pub async fn reset(desk: &Desk, token: &str, typed: &str, browser: &Browser) -> Result<Token> {
    let link = links::find(desk, token, Purpose::Reset).await?;
    let of_account = user::Entity::find_by_id(link.user_id).filter(user::Column::Active.eq(true));
    let user = of_account.one(desk.db().read()).await?.ok_or(Refusal::NotFound)?;
    new_password::check("password", typed, &user)?;
    let hash = password::hash(desk.hashing(), typed).await?;
    let (hash, link, user) = (&hash, &link, &user);
    let fresh = desk
        .write(Actor::User(user.id), |w| async move {
            links::spend(&w, link).await?;
            let now = w.now();
            user::ActiveModel { id: Set(user.id), password_hash: Set(Some(hash.clone())), ..Default::default() }
                .update(&*w)
                .await?;
            session::Entity::delete_many().filter(session::Column::UserId.eq(user.id)).exec(&*w).await?;
            let fresh = sessions::begin(&w, user.id, false, browser).await?;
            w.record(w.new_event(Event::PasswordReset(Nothing {}))).await?;
            mail::enqueue(&w, OutboxMail::to(user, MailKind::PasswordChanged, now)).await?;
            Ok(fresh)
        })
        .await?;
    // Under both names of the account.
    let logins = [Some(user.email.as_str()), user.username.as_deref()];
    tries::forgive(desk, logins.into_iter().flatten()).await?;
    Ok(fresh)
}
