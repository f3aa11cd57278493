//! Codes of the second step: six digits of half a minute (TOTP), and recovery codes. Each counts once.

use crate::db::Tx;
use crate::people::{recovery_code, second_factor, sessions};
use crate::{Error, Result, random};
use domain::text::plain_digits;
use domain::time::MINUTE;
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use totp_rs::{Algorithm, TOTP};

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

pub(super) fn wrong_code() -> Refusal {
    Refusal::field("code", Reason::WrongCode)
}

/// Looks at six digits. A wrong code is counted when the transaction is committed.
pub(super) async fn is_right(tx: &Tx, factor: &second_factor::Model, code: &str, now: i64) -> Result<bool> {
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
pub(super) async fn new_codes(tx: &Tx, user_id: i64) -> Result<Vec<String>> {
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
