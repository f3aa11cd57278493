//! Two-factor authentication (TOTP) and recovery codes: the second step of signing in asks for six digits, from a program that shares a
//! secret and the time with the desk, or a recovery code.

mod codes;

use super::sessions::{self, Browser, Token};
use super::{Person, account, half_sign_in, links, recovery_code, second_factor, tries, user};
use crate::db::Tx;
use crate::events;
use crate::mail::{self, OutboxMail};
use crate::write::{Actor, Write};
use crate::{Desk, Result, random};
use codes::{is_right, new_codes, wrong_code};
use data_encoding::BASE32_NOPAD;
use domain::Refusal;
use domain::events::Nothing;
use domain::events::person::{Event, SignedIn};
use domain::mail::MailKind as Mail;
use domain::people::account::Second;
use domain::time::MINUTE;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};

/// A right password waits so long for its second step.
const HALF_LASTS: i64 = 10 * MINUTE;

async fn factor(db: &impl sea_orm::ConnectionTrait, user_id: i64) -> Result<Option<second_factor::Model>> {
    Ok(second_factor::Entity::find_by_id(user_id).one(db).await?)
}

/// Whether signing in takes a second step.
pub(super) async fn is_on(db: &impl sea_orm::ConnectionTrait, user_id: i64) -> Result<bool> {
    Ok(factor(db, user_id).await?.is_some_and(|factor| factor.confirmed))
}

/// What the page of one's own account shows of it.
pub(super) async fn state(desk: &Desk, user: &user::Model) -> Result<Second> {
    let left = recovery_code::Entity::find().filter(recovery_code::Column::UserId.eq(user.id));
    Ok(match factor(desk.db().read(), user.id).await? {
        None => Second::Off,
        Some(factor) if factor.confirmed => {
            Second::On { codes: u32::try_from(left.count(desk.db().read()).await?).unwrap_or_default() }
        }
        // As programs for codes take it by hand.
        Some(factor) => Second::Begun { secret: BASE32_NOPAD.encode(&factor.secret) },
    })
}

/// The address that a picture of the secret holds, while it is not confirmed.
///
/// # Errors
/// `NotFound` where nothing was begun.
pub async fn uri(desk: &Desk, person: &Person) -> Result<String> {
    let factor = factor(desk.db().read(), person.id).await?.filter(|factor| !factor.confirmed);
    let factor = factor.ok_or(Refusal::NotFound)?;
    let login: String = form_urlencoded::byte_serialize(person.login.as_bytes()).collect();
    let login = login.replace('+', "%20");
    let secret = BASE32_NOPAD.encode(&factor.secret);
    Ok(format!("otpauth://totp/Portico:{login}?secret={secret}&issuer=Portico"))
}

/// Begins: makes a secret, which asks for nothing before a first code has come.
///
/// # Errors
/// `Invalid` when the password is wrong, `Conflict` when there is a second factor already.
pub async fn begin(desk: &Desk, person: &Person, typed: &str, browser: &Browser) -> Result<()> {
    account::proven_person(desk, person, typed, browser).await?;
    desk.write(person, |w| async move {
        events::lock(&w, person.id).await?;
        if factor(&*w, person.id).await?.is_some_and(|factor| factor.confirmed) {
            return Err(Refusal::Conflict.into());
        }
        second_factor::Entity::delete_by_id(person.id).exec(&*w).await?;
        let row = second_factor::ActiveModel {
            user_id: Set(person.id),
            secret: Set(random::bytes::<20>().to_vec()),
            confirmed: Set(false),
            last_step: Set(0),
            tries: Set(0),
            tries_since: Set(0),
            created_at: Set(w.now()),
        };
        second_factor::Entity::insert(row).exec_without_returning(&*w).await?;
        Ok(())
    })
    .await
}

/// Switches it on when the code is right, and gives the recovery codes: nobody sees them again. Whoever else is signed in to the
/// account came in without a second step, and is signed out.
///
/// # Errors
/// `NotFound` where nothing was begun, `Invalid` for a wrong code, `TooMany`.
pub async fn confirm_code(desk: &Desk, person: &Person, code: &str) -> Result<Vec<String>> {
    let codes = desk.write(person, |w| async move {
        events::lock(&w, person.id).await?;
        let now = w.now();
        let factor = factor(&*w, person.id).await?.filter(|factor| !factor.confirmed).ok_or(Refusal::NotFound)?;
        if !is_right(&w, &factor, code, now).await? {
            return Ok(None);
        }
        let row = second_factor::ActiveModel { user_id: Set(person.id), confirmed: Set(true), ..Default::default() };
        row.update(&*w).await?;
        let codes = new_codes(&w, person.id).await?;
        sessions::end_others(&w, person).await?;
        record_switch(&w, person.id, true).await?;
        Ok(Some(codes))
    });
    Ok(codes.await?.ok_or_else(wrong_code)?)
}

async fn record_switch(w: &Write, user_id: i64, on: bool) -> Result<()> {
    let user = user::Entity::find_by_id(user_id).one(&**w).await?.ok_or(Refusal::NotFound)?;
    mail::enqueue(w, OutboxMail::to(&user, Mail::SecondFactor { on }, w.now())).await?;
    let event = if on { Event::SecondFactorOn(Nothing {}) } else { Event::SecondFactorOff(Nothing {}) };
    w.record(w.new_event(event)).await.map(drop)
}

/// Switches it off, or gives up what was begun.
///
/// # Errors
/// `Invalid` when the password is wrong.
pub async fn switch_off(desk: &Desk, person: &Person, typed: &str, browser: &Browser) -> Result<()> {
    account::proven_person(desk, person, typed, browser).await?;
    desk.write(person, |w| async move {
        events::lock(&w, person.id).await?;
        let Some(factor) = factor(&*w, person.id).await? else { return Ok(()) };
        forget(&w, person.id).await?;
        if factor.confirmed {
            record_switch(&w, person.id, false).await?;
        }
        Ok(())
    })
    .await
}

/// Takes every trace of it out of an account.
pub(super) async fn forget(tx: &Tx, user_id: i64) -> Result<()> {
    second_factor::Entity::delete_by_id(user_id).exec(tx).await?;
    recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(user_id)).exec(tx).await?;
    half_sign_in::Entity::delete_many().filter(half_sign_in::Column::UserId.eq(user_id)).exec(tx).await?;
    Ok(())
}

/// New recovery codes in place of the old ones.
///
/// # Errors
/// `Invalid` when the password is wrong, `NotFound` without a second factor.
pub async fn renew_codes(desk: &Desk, person: &Person, typed: &str, browser: &Browser) -> Result<Vec<String>> {
    account::proven_person(desk, person, typed, browser).await?;
    desk.write(person, |w| async move {
        events::lock(&w, person.id).await?;
        factor(&*w, person.id).await?.filter(|factor| factor.confirmed).ok_or(Refusal::NotFound)?;
        let codes = new_codes(&w, person.id).await?;
        w.record(w.new_event(Event::RecoveryCodesRenewed(Nothing {}))).await?;
        Ok(codes)
    })
    .await
}

/// A right password where a second step follows.
pub(super) async fn half(tx: &Tx, user_id: i64, lasting: bool, now: i64) -> Result<Token> {
    let text = links::new_token();
    let row = half_sign_in::ActiveModel {
        token_hash: Set(sessions::hash(&text)),
        user_id: Set(user_id),
        lasting: Set(lasting),
        expires_at: Set(now + HALF_LASTS),
    };
    half_sign_in::Entity::delete_many().filter(half_sign_in::Column::ExpiresAt.lt(now)).exec(tx).await?;
    half_sign_in::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(Token { text, max_age_seconds: Some(HALF_LASTS / 1000), half: true })
}

/// The second step: a code, or a recovery code. Starts the session. `halves` may hold tokens that stand for nothing.
///
/// # Errors
/// `SignedOut` when the first step is too long ago, `Invalid` for a wrong code, `TooMany`.
pub async fn enter(desk: &Desk, halves: &[String], code: &str, browser: &Browser) -> Result<Token> {
    let now = desk.now();
    let hashes = halves.iter().map(|half| sessions::hash(half));
    let begun = half_sign_in::Entity::find()
        .filter(half_sign_in::Column::TokenHash.is_in(hashes))
        .filter(half_sign_in::Column::ExpiresAt.gt(now))
        .order_by_desc(half_sign_in::Column::ExpiresAt);
    let begun = begun.one(desk.db().read()).await?.ok_or(Refusal::SignedOut)?;
    let login = format!("second {}", begun.user_id);
    let tried = tries::try_acquire(desk, &login, browser.address, Some(begun.user_id)).await?;
    let begun = &begun;
    let token = desk.write(Actor::User(begun.user_id), |w| async move {
        events::lock(&w, begun.user_id).await?;
        let user = user::Entity::find_by_id(begun.user_id).filter(user::Column::Active.eq(true)).one(&*w).await?;
        let factor = factor(&*w, begun.user_id).await?.filter(|factor| factor.confirmed);
        let (Some(user), Some(factor)) = (user, factor) else { return Err(Refusal::SignedOut.into()) };
        if !is_right(&w, &factor, code, now).await? {
            return Ok(None);
        }
        let gone = half_sign_in::Entity::delete_by_id(begun.token_hash.clone()).exec(&*w).await?;
        if gone.rows_affected != 1 {
            return Err(Refusal::SignedOut.into());
        }
        let token = sessions::insert(&w, user.id, begun.lasting, browser).await?;
        w.record(w.new_event(Event::SignedIn(SignedIn { passkey: false }))).await?;
        Ok(Some(token))
    });
    let token = token.await?.ok_or_else(wrong_code)?;
    tries::clear(desk, tried).await?;
    Ok(token)
}
