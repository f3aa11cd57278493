//! Brute-force protection: wrong passwords, codes and passkeys are counted in the database. Every process counts the same, and a restart
//! forgets nothing.
//!
//! Tries are counted for a login from a network, for a network, and for a login from wherever. The last slows down who guesses from
//! a hundred places at once; it does not hold for networks from which the account's owner has signed in before, so nobody locks
//! anybody out. A right password gives its try back, a new password by a mailed link forgives them all.

use super::throttle::{SIGN_IN, network};
use super::{known_network, sign_in_try};
use crate::db::Tx;
use crate::write::Actor;
use crate::{Desk, Result};
use domain::Refusal;
use domain::time::DAY;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use sha2::{Digest, Sha256};
use sign_in_try::Column;
use std::net::IpAddr;

/// Wrong tries for one login from places that its owner has never signed in from, within the window of [`SIGN_IN`].
const PER_LOGIN: i64 = 30;
/// A network is known so long after the last sign-in from it.
const KNOWN_FOR: i64 = 90 * DAY;

/// A try that has been counted.
pub(super) struct Try(Vec<TryKey>);

/// What a try counts for, and how many of it there may be.
struct TryKey {
    login: Vec<u8>,
    network: Vec<u8>,
    limit: i64,
}

fn digest(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

fn of_network(address: IpAddr) -> Vec<u8> {
    digest(&network(address).to_string())
}

/// In the order in which rows are locked. An empty hash stands for all of them.
fn keys(login: &str, address: IpAddr, known: bool) -> Vec<TryKey> {
    let (login, network) = (digest(login), of_network(address));
    let mut keys = vec![
        TryKey { login: Vec::new(), network: network.clone(), limit: SIGN_IN.per_address.into() },
        TryKey { login: login.clone(), network, limit: SIGN_IN.per_pair.into() },
    ];
    if !known {
        keys.push(TryKey { login, network: Vec::new(), limit: PER_LOGIN });
    }
    keys
}

impl TryKey {
    fn row(&self) -> Condition {
        let row = Condition::all().add(Column::Login.eq(self.login.clone()));
        row.add(Column::Network.eq(self.network.clone()))
    }

    /// Seconds to wait after so many tries.
    fn wait(&self, tries: i64, since: i64, now: i64) -> Option<u64> {
        let left = (since + SIGN_IN.window - now) / 1000 + 1;
        (tries > self.limit).then(|| u64::try_from(left).unwrap_or(1))
    }
}

/// Counts one attempt for a login, which may be the one of an account; to be cleared when it was right.
///
/// # Errors
/// `TooMany` with the seconds to wait.
pub(super) async fn try_acquire(desk: &Desk, login: &str, address: IpAddr, owner: Option<i64>) -> Result<Try> {
    let now = desk.now();
    let known = match owner {
        Some(owner) => is_known(desk.db().read(), owner, address, now).await?,
        None => false,
    };
    let keys = keys(login, address, known);
    // Who has to wait costs no write.
    let rows = keys.iter().fold(Condition::any(), |rows, key| rows.add(key.row()));
    let rows = sign_in_try::Entity::find().filter(rows).filter(Column::Since.gt(now - SIGN_IN.window));
    let rows = rows.all(desk.db().read()).await?;
    let found = |key: &TryKey| rows.iter().find(|row| row.login == key.login && row.network == key.network);
    let waits = keys.iter().filter_map(|key| found(key).and_then(|row| key.wait(row.tries + 1, row.since, now)));
    refuse(waits.max())?;
    let counted = &keys;
    let waits = desk.write(Actor::Portico, |w| async move {
        let mut waits = Vec::new();
        for key in counted {
            let (tries, since) = count(&w, key, now).await?;
            waits.extend(key.wait(tries, since, now));
        }
        Ok(waits)
    });
    refuse(waits.await?.into_iter().max())?;
    Ok(Try(keys))
}

fn refuse(wait: Option<u64>) -> Result<()> {
    wait.map_or(Ok(()), |seconds| Err(Refusal::TooMany { seconds }.into()))
}

/// Counts one more; of a window that has ended nothing is left.
async fn count(tx: &Tx, key: &TryKey, now: i64) -> Result<(i64, i64)> {
    let sql = "INSERT INTO sign_in_tries (login, network, tries, since) VALUES ($1, $2, 1, $3) \
        ON CONFLICT (login, network) DO UPDATE SET \
          tries = CASE WHEN sign_in_tries.since <= $4 THEN 1 ELSE sign_in_tries.tries + 1 END, \
          since = CASE WHEN sign_in_tries.since <= $4 THEN $3 ELSE sign_in_tries.since END \
        RETURNING tries, since";
    let values = [key.login.clone().into(), key.network.clone().into(), now.into(), (now - SIGN_IN.window).into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    let row = tx.query_one_raw(statement).await?;
    let read =
        |name: &str| row.as_ref().map(|row| row.try_get::<i64>("", name)).transpose().map(Option::unwrap_or_default);
    Ok((read("tries")?, read("since")?))
}

/// The password was right: this login starts anew from here, and the try is given back to all else that it counted for.
pub(super) async fn clear(desk: &Desk, tried: Try) -> Result<()> {
    let keys = &tried.0;
    desk.write(Actor::Portico, |w| async move {
        for key in keys {
            let is_pair = !key.login.is_empty() && !key.network.is_empty();
            if !is_pair {
                let back = Expr::col(Column::Tries).sub(1);
                sign_in_try::Entity::update_many().col_expr(Column::Tries, back).filter(key.row()).exec(&*w).await?;
            }
            let gone = sign_in_try::Entity::delete_many().filter(key.row());
            let gone = if is_pair { gone } else { gone.filter(Column::Tries.lte(0)) };
            gone.exec(&*w).await?;
        }
        Ok(())
    })
    .await
}

/// Everybody may try these logins anew.
pub(super) async fn forgive(desk: &Desk, logins: impl IntoIterator<Item = &str>) -> Result<()> {
    let forgiven: Vec<Vec<u8>> = logins.into_iter().map(digest).collect();
    let forgiven = &forgiven;
    desk.write(Actor::Portico, |w| async move {
        let of_logins = Column::Login.is_in(forgiven.iter().cloned());
        sign_in_try::Entity::delete_many().filter(of_logins).exec(&*w).await?;
        Ok(())
    })
    .await
}

/// A network as one account knows it: it says nothing about others.
fn known_as(owner: i64, address: IpAddr) -> Vec<u8> {
    digest(&format!("{owner} {}", network(address)))
}

async fn is_known(db: &impl ConnectionTrait, owner: i64, address: IpAddr, now: i64) -> Result<bool> {
    let found = known_network::Entity::find_by_id((owner, known_as(owner, address)));
    Ok(found.filter(known_network::Column::SeenAt.gt(now - KNOWN_FOR)).one(db).await?.is_some())
}

/// Somebody has signed in from here. Where they have not been for long is forgotten on the way.
pub(super) async fn remember(tx: &Tx, owner: i64, address: IpAddr, now: i64) -> Result<()> {
    let old = known_network::Column::UserId.eq(owner).and(known_network::Column::SeenAt.lte(now - KNOWN_FOR));
    known_network::Entity::delete_many().filter(old).exec(tx).await?;
    let sql = "INSERT INTO known_networks (user_id, network, seen_at) VALUES ($1, $2, $3) \
        ON CONFLICT (user_id, network) DO UPDATE SET seen_at = $3";
    let values = [owner.into(), known_as(owner, address).into(), now.into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// Puts tries away that count for nothing any more.
///
/// # Errors
/// When the database fails.
pub async fn sweep(desk: &Desk) -> Result<()> {
    desk.write(Actor::Portico, |w| async move {
        let over = Column::Since.lte(desk.now() - SIGN_IN.window);
        sign_in_try::Entity::delete_many().filter(over).exec(&*w).await?;
        Ok(())
    })
    .await
}
