//! Two-factor authentication (TOTP) and recovery codes: the second step of signing in asks for six digits, from a program that shares a
//! secret and the time with the desk, or a recovery code.

use super::sessions::{self, Browser, Token};
use super::{Person, account, half_sign_in, links, recovery_code, second_factor, tries, user};
use crate::db::Tx;
use crate::events;
use crate::mail::{self, OutboxMail};
use crate::write::{Actor, Write};
use crate::{Desk, Error, Result, random};
use data_encoding::BASE32_NOPAD;
use domain::events::Nothing;
use domain::events::person::{Event, SignedIn};
use domain::mail::MailKind as Mail;
use domain::people::account::Second;
use domain::text::plain_digits;
use domain::time::MINUTE;
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};
use totp_rs::{Algorithm, TOTP};

/// A right password waits so long for its second step.
const HALF_LASTS: i64 = 10 * MINUTE;
/// Wrong codes for one account within [`TRIES_WINDOW`], from wherever they come: a million is not much to guess from.
const TRIES: i64 = 10;
const TRIES_WINDOW: i64 = 15 * MINUTE;
/// A code counts for so many milliseconds, and as long before and after: clocks differ.
const STEP: i64 = 30_000;
const CODES: usize = 10;

fn totp(secret: &[u8]) -> Result<TOTP> {
    // One step at a time: which one a code belongs to has to be known.
    TOTP::new(Algorithm::SHA1, 6, 0, 30, secret.to_vec()).map_err(|error| Error::broken(error.to_string()))
}

/// The half minute that a code belongs to, if it is one that was not taken yet.
fn step_of(factor: &second_factor::Model, code: &str, now: i64) -> Result<Option<i64>> {
    let totp = totp(&factor.secret)?;
    let this = now / STEP;
    let fits = |step: &i64| totp.check(code, u64::try_from(step * STEP / 1000).unwrap_or_default());
    Ok((this - 1..=this + 1).filter(|step| *step > factor.last_step).find(fits))
}

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

fn wrong_code() -> Refusal {
    Refusal::field("code", Reason::WrongCode)
}

/// Looks at six digits. A wrong code is counted when the transaction is committed.
async fn is_right(tx: &Tx, factor: &second_factor::Model, code: &str, now: i64) -> Result<bool> {
    let fresh = now - factor.tries_since >= TRIES_WINDOW;
    if !fresh && factor.tries >= TRIES {
        let seconds = (factor.tries_since + TRIES_WINDOW - now) / 1000 + 1;
        return Err(Refusal::TooMany { seconds: u64::try_from(seconds).unwrap_or(1) }.into());
    }
    let code: String = plain_digits(code).chars().filter(|c| !c.is_whitespace()).collect();
    let change = |row| second_factor::ActiveModel { user_id: Set(factor.user_id), ..row };
    if let Some(step) = step_of(factor, &code, now)? {
        let row = second_factor::ActiveModel { last_step: Set(step), tries: Set(0), ..Default::default() };
        change(row).update(tx).await?;
        return Ok(true);
    }
    if factor.confirmed && spend_code(tx, factor.user_id, &code).await? {
        return Ok(true);
    }
    let (tries, since) = if fresh { (1, now) } else { (factor.tries + 1, factor.tries_since) };
    let row = second_factor::ActiveModel { tries: Set(tries), tries_since: Set(since), ..Default::default() };
    change(row).update(tx).await?;
    Ok(false)
}

fn code_hash(user_id: i64, code: &str) -> Vec<u8> {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    sessions::hash(&format!("{user_id} {}", plain.to_lowercase()))
}

async fn spend_code(tx: &Tx, user_id: i64, code: &str) -> Result<bool> {
    let gone = recovery_code::Entity::delete_by_id(code_hash(user_id, code)).exec(tx).await?;
    Ok(gone.rows_affected == 1)
}

/// Ten codes of 80 bits each, as people copy them: `abcd-efgh-ijkl-mnop`. The old ones are worth nothing any more.
async fn new_codes(tx: &Tx, user_id: i64) -> Result<Vec<String>> {
    let own = recovery_code::Column::UserId.eq(user_id);
    recovery_code::Entity::delete_many().filter(own).exec(tx).await?;
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let id = random::id();
        let code = [&id[..4], &id[4..8], &id[8..12], &id[12..16]].join("-");
        let row = recovery_code::ActiveModel { code_hash: Set(code_hash(user_id, &code)), user_id: Set(user_id) };
        recovery_code::Entity::insert(row).exec_without_returning(tx).await?;
        codes.push(code);
    }
    Ok(codes)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238_and_count_once() {
        let mut factor = second_factor::Model {
            user_id: 1,
            secret: b"12345678901234567890".to_vec(),
            confirmed: true,
            last_step: 0,
            tries: 0,
            tries_since: 0,
            created_at: 0,
        };
        // Appendix B: 59 seconds after 1970 the code of eight digits is 94287082.
        assert_eq!(step_of(&factor, "287082", 59_000).ok().flatten(), Some(1));
        assert_eq!(step_of(&factor, "287082", 89_000).ok().flatten(), Some(1), "a slow clock");
        assert_eq!(step_of(&factor, "287082", 120_000).ok().flatten(), None, "too late");
        assert_eq!(step_of(&factor, "", 59_000).ok().flatten(), None);
        factor.last_step = 1;
        assert_eq!(step_of(&factor, "287082", 59_000).ok().flatten(), None, "twice");
    }
}
