//! One-time links with tokens, for password resets and changes of address: made in one transaction, consumed in another.

use super::{account_link, sessions};
use crate::db::Tx;
use crate::{Desk, Result, random};
use data_encoding::HEXLOWER;
use domain::Refusal;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Setting a password; also the first one of an account that the desk opened.
    Reset,
    /// Another address: what its owner gets at the old one, what they get at the new one, and that one of the two has answered.
    EmailOld,
    EmailNew,
    EmailHalf,
}

impl Purpose {
    pub(super) const OF_EMAIL: [Self; 3] = [Self::EmailOld, Self::EmailNew, Self::EmailHalf];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::EmailOld => "email_old",
            Self::EmailNew => "email_new",
            Self::EmailHalf => "email_half",
        }
    }
}

/// A token is 256 random bits in hexadecimal.
pub(super) fn new_token() -> String {
    HEXLOWER.encode(&random::bytes::<32>())
}

/// Whether a text from an address can be a token at all.
pub(super) fn is_token(text: &str) -> bool {
    HEXLOWER.decode(text.as_bytes()).is_ok_and(|token| token.len() == 32)
}

/// Writes a link down and gives its token. Those that have ended are swept out on the way.
pub(super) async fn make(tx: &Tx, user_id: i64, purpose: Purpose, other: &str, now: i64, lasts: i64) -> Result<String> {
    let token = new_token();
    let ended = account_link::Column::ExpiresAt.lt(now);
    account_link::Entity::delete_many().filter(ended).exec(tx).await?;
    let row = account_link::ActiveModel {
        token_hash: Set(sessions::hash(&token)),
        user_id: Set(user_id),
        purpose: Set(purpose.as_str().into()),
        other: Set(other.to_owned()),
        created_at: Set(now),
        expires_at: Set(now + lasts),
    };
    account_link::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(token)
}

/// How many of an account's links for a purpose were made since an instant.
pub(super) async fn made_since(tx: &Tx, user_id: i64, purpose: Purpose, since: i64) -> Result<u64> {
    let made = account_link::Entity::find()
        .filter(account_link::Column::UserId.eq(user_id))
        .filter(account_link::Column::Purpose.eq(purpose.as_str()))
        .filter(account_link::Column::CreatedAt.gt(since));
    Ok(made.count(tx).await?)
}

/// The link behind a token, as long as it is worth something.
///
/// # Errors
/// `NotFound` for whatever is no such link, or no longer.
pub(super) async fn find(desk: &Desk, token: &str, purpose: Purpose) -> Result<account_link::Model> {
    if !is_token(token) {
        return Err(Refusal::NotFound.into());
    }
    let found = account_link::Entity::find_by_id(sessions::hash(token))
        .filter(account_link::Column::Purpose.eq(purpose.as_str()))
        .filter(account_link::Column::ExpiresAt.gt(desk.now()));
    Ok(found.one(desk.db().read()).await?.ok_or(Refusal::NotFound)?)
}

/// Uses a link up; of two who come at once only one succeeds. The account's other links for the same purpose go with it.
///
/// # Errors
/// `NotFound` when it is used up already.
pub(super) async fn spend(tx: &Tx, link: &account_link::Model) -> Result<()> {
    let gone = account_link::Entity::delete_by_id(link.token_hash.clone()).exec(tx).await?;
    if gone.rows_affected != 1 {
        return Err(Refusal::NotFound.into());
    }
    let others = account_link::Entity::delete_many()
        .filter(account_link::Column::UserId.eq(link.user_id))
        .filter(account_link::Column::Purpose.eq(link.purpose.as_str()));
    others.exec(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_the_form_of_a_token_is_one() {
        let token = new_token();
        assert!(token.len() == 64 && is_token(&token) && token != new_token());
        for other in ["", &token[1..], &format!("{token}0"), &"A".repeat(64), &"g".repeat(64), &"é".repeat(32)] {
            assert!(!is_token(other), "{other}");
        }
    }
}
