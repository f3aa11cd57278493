//! A change of one's email address, which both addresses confirm.

use super::{own, proven};
use crate::db::Tx;
use crate::mail::{self, OutboxMail};
use crate::people::links::{self, Purpose};
use crate::people::{Browser, Person, account_link, synthetic, user};
use crate::write::{Actor, Write};
use crate::{Desk, Result, entitlements, events};
use domain::events::Nothing;
use domain::events::person::Event;
use domain::mail::MailKind as Mail;
use domain::people::account::check_email;
use domain::time::HOUR;
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

/// How long the links to both addresses of a change are worth something.
const EMAIL_LASTS: i64 = 24 * HOUR;

/// Asks both addresses whether the account's may become `wanted`. Nobody learns whether that has an account.
///
/// # Errors
/// `Invalid` when the password is wrong or the address is none, `TooMany`.
pub async fn change_email(desk: &Desk, person: &Person, wanted: &str, typed: &str, browser: &Browser) -> Result<()> {
    let wanted = check_email(wanted).map_err(|reason| Refusal::field("email", reason))?;
    let user = own(desk, person).await?;
    if wanted == user.email {
        return Err(Refusal::field("email", Reason::Unchanged).into());
    }
    if synthetic::is(desk.db().read(), &wanted).await? {
        return Err(Refusal::field("email", Reason::NotAnEmail).into());
    }
    proven(desk, &user, typed, browser).await?;
    desk.letters()
        .try_acquire(&user.email, browser.address, desk.now())
        .map_err(|seconds| Refusal::TooMany { seconds })?;
    let (user, wanted) = (&user, &wanted);
    desk.write(person, |w| async move {
        forget_change(&w, user.id).await?;
        let now = w.now();
        for (purpose, address) in [(Purpose::EmailOld, &user.email), (Purpose::EmailNew, wanted)] {
            let token = links::make(&w, user.id, purpose, wanted, now, EMAIL_LASTS).await?;
            let kind = Mail::EmailChange { to: wanted.clone(), link: format!("/account/email/{token}") };
            mail::enqueue(&w, OutboxMail { address: address.clone(), ..OutboxMail::to(user, kind, now) }).await?;
        }
        if synthetic::is(&*w, &user.email).await? {
            // Nobody reads mail at the old one: the password, and the new one's link, are all there is to ask for.
            links::make(&w, user.id, Purpose::EmailHalf, wanted, now, EMAIL_LASTS).await?;
        }
        w.record(w.new_event(Event::EmailChangeAsked(Nothing {}))).await?;
        Ok(())
    })
    .await
}

async fn forget_change(tx: &Tx, user_id: i64) -> Result<()> {
    let purposes = Purpose::OF_EMAIL.map(Purpose::as_str);
    let pending = account_link::Entity::delete_many()
        .filter(account_link::Column::UserId.eq(user_id))
        .filter(account_link::Column::Purpose.is_in(purposes));
    pending.exec(tx).await?;
    Ok(())
}

async fn email_link(desk: &Desk, token: &str) -> Result<account_link::Model> {
    match links::find(desk, token, Purpose::EmailOld).await {
        Ok(link) => Ok(link),
        Err(_) => links::find(desk, token, Purpose::EmailNew).await,
    }
}

/// The address that a link would help to set.
///
/// # Errors
/// `NotFound` when it is worth nothing, or no longer.
pub async fn email_wanted(desk: &Desk, token: &str) -> Result<String> {
    Ok(email_link(desk, token).await?.other)
}

/// Confirms one side of a change; with the second one the address changes. Says whether it has.
///
/// # Errors
/// `NotFound` when the link is worth nothing, or somebody else has the address by now.
pub async fn confirm_email(desk: &Desk, token: &str) -> Result<bool> {
    let link = &email_link(desk, token).await?;
    desk.write(Actor::User(link.user_id), |w| async move {
        // Both sides may answer at once: one of them has to see the other.
        events::lock(&w, link.user_id).await?;
        let now = w.now();
        links::spend(&w, link).await?;
        let half = account_link::Entity::find()
            .filter(account_link::Column::UserId.eq(link.user_id))
            .filter(account_link::Column::Purpose.eq(Purpose::EmailHalf.as_str()))
            .filter(account_link::Column::ExpiresAt.gt(now));
        let changed = half.one(&*w).await?.is_some_and(|half| half.other == link.other);
        if changed {
            set_email(&w, link).await?;
        } else {
            // Nobody has this token: the row stands for the side that was confirmed.
            links::make(&w, link.user_id, Purpose::EmailHalf, &link.other, now, link.expires_at - now).await?;
        }
        Ok(changed)
    })
    .await
}

async fn set_email(w: &Write, link: &account_link::Model) -> Result<()> {
    let taken = user::Entity::find().filter(user::Column::Email.eq(link.other.as_str())).one(&**w).await?;
    let user = user::Entity::find_by_id(link.user_id).one(&**w).await?.filter(|user| user.active);
    let (None, Some(user)) = (taken, user) else { return Err(Refusal::NotFound.into()) };
    forget_change(w, user.id).await?;
    let email = Set(link.other.clone());
    user::ActiveModel { id: Set(user.id), email, ..Default::default() }.update(&**w).await?;
    mail::enqueue(w, OutboxMail::to(&user, Mail::EmailChanged { to: link.other.clone() }, w.now())).await?;
    // A seat may have waited for the new address.
    entitlements::link(w, user.id).await?;
    w.record(w.new_event(Event::EmailChanged(Nothing {}))).await.map(drop)
}
