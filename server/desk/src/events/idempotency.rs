//! Idempotency keys: what is sent again is not done again. The first answer is stored beside its effect, in the same transaction.
//!
//! Invariant: sending twice is sending once. The key counts for one person and one operation, and the same key with
//! other content is a `Conflict`.

use super::idempotency_key;
use crate::db::Tx;
use crate::{Desk, Result};
use data_encoding::HEXLOWER;
use domain::Refusal;
use domain::time::DAY;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Set};
use sha2::{Digest, Sha256};

/// Answers are kept at least so long, in milliseconds.
const KEEP: i64 = 7 * DAY;

/// What an idempotency key tells: the answer that was given before, or that the request is new.
pub(crate) enum Idempotency {
    Seen(String),
    New(PendingAnswer),
}

/// The key of a new request: [`PendingAnswer::store`] is called with the answer before the transaction commits.
pub(crate) struct PendingAnswer(Option<idempotency_key::ActiveModel>);

/// What a request says, as a hash; the same key with another hash is a mistake.
pub(crate) fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// Looks the key up. A request with an empty one is always new.
///
/// # Errors
/// `Conflict` when the key came with other content before.
pub(crate) async fn check(
    tx: &Tx,
    user_id: i64,
    operation: &str,
    key: &str,
    fingerprint: Vec<u8>,
    now: i64,
) -> Result<Idempotency> {
    if key.is_empty() {
        return Ok(Idempotency::New(PendingAnswer(None)));
    }
    lock(tx, user_id).await?;
    let key = hash_key(key);
    let id = (user_id, operation.to_owned(), key.clone());
    match idempotency_key::Entity::find_by_id(id).one(tx).await? {
        Some(seen) if seen.fingerprint == fingerprint => Ok(Idempotency::Seen(seen.answer)),
        Some(_) => Err(Refusal::Conflict.into()),
        None => Ok(Idempotency::New(PendingAnswer(Some(idempotency_key::ActiveModel {
            user_id: Set(user_id),
            operation: Set(operation.to_owned()),
            key: Set(key),
            fingerprint: Set(fingerprint),
            created_at: Set(now),
            ..Default::default()
        })))),
    }
}

/// A key may be any text, also longer than an index holds or with characters that PostgreSQL refuses.
fn hash_key(key: &str) -> String {
    HEXLOWER.encode(&fingerprint([key.as_bytes()]))
}

/// SQLite has one writer; on PostgreSQL two requests of one person with a key wait for each other.
pub(crate) async fn lock(tx: &Tx, user_id: i64) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock(1, {})", user_id as i32)).await?;
    }
    Ok(())
}

/// Gives up answers that nobody asks for again.
///
/// # Errors
/// When the database fails.
pub async fn sweep(desk: &Desk) -> Result<()> {
    let before = desk.now() - KEEP;
    let swept = desk.db().write(|tx| async move {
        let old = idempotency_key::Column::CreatedAt.lt(before);
        idempotency_key::Entity::delete_many().filter(old).exec(&tx).await?;
        Ok(())
    });
    swept.await
}

impl PendingAnswer {
    /// Stores the answer for the next time.
    pub(crate) async fn store(self, tx: &Tx, answer: &str) -> Result<()> {
        let Some(mut row) = self.0 else { return Ok(()) };
        row.answer = Set(answer.to_owned());
        idempotency_key::Entity::insert(row).exec_without_returning(tx).await?;
        Ok(())
    }
}
