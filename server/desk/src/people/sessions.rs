//! Sessions, kept in the database: signing out ends them for good.

use super::session;
use crate::actor::{FoundSession, Person, find_by_session};
use crate::db::Tx;
use crate::events::NewEvent;
use crate::write::{Actor, Write};
use crate::{Desk, Result, entitlements, run_detached};
use domain::events::Nothing;
use domain::events::person::{Event, SignedIn};
use domain::time::{DAY, HOUR};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set, Statement};
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// What the cookie holds: 256 random bits in hexadecimal. Only its hash is kept.
pub struct Token {
    pub text: String,
    /// How long the browser keeps it; `None` until it closes.
    pub max_age_seconds: Option<i64>,
    /// No session yet: the second step of the sign-in is still to come.
    pub half: bool,
}

/// A session without "Remember me" ends so long after its last use.
const SHORT: i64 = 12 * HOUR;
/// A session with it.
const LONG: i64 = 30 * DAY;
/// The last use is written down no more often than this.
const TOUCH_EVERY: i64 = HOUR;

pub(crate) fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

fn lifetime(lasting: bool) -> i64 {
    if lasting { LONG } else { SHORT }
}

/// Where a session is started from.
#[derive(Clone, Debug)]
pub struct Browser {
    pub address: IpAddr,
    /// What the browser says it is.
    pub device: String,
}

/// So much of what a browser says is kept, in characters.
const DEVICE_MAX: usize = 300;

/// Starts a session; every sign-in has one of its own.
pub(super) async fn start(desk: &Desk, user_id: i64, lasting: bool, browser: &Browser) -> Result<Token> {
    desk.write(Actor::User(user_id), |w| async move {
        let token = begin(&w, user_id, lasting, browser).await?;
        if !token.half {
            w.record(w.new_event(Event::SignedIn(SignedIn { passkey: false }))).await?;
        }
        Ok(token)
    })
    .await
}

/// A session or, for whoever has a second factor, the first half of one.
pub(super) async fn begin(w: &Write, user_id: i64, lasting: bool, browser: &Browser) -> Result<Token> {
    if super::second::is_on(&**w, user_id).await? {
        super::second::half(w, user_id, lasting, w.now()).await
    } else {
        insert(w, user_id, lasting, browser).await
    }
}

/// Writes a new session down. Sessions that ended are swept out on the way.
pub(super) async fn insert(w: &Write, user_id: i64, lasting: bool, browser: &Browser) -> Result<Token> {
    let (text, now) = (super::links::new_token(), w.now());
    let row = session::ActiveModel {
        token_hash: Set(hash(&text)),
        user_id: Set(user_id),
        created_at: Set(now),
        used_at: Set(now),
        expires_at: Set(now + lifetime(lasting)),
        lasting: Set(lasting),
        device: Set(domain::text::line(&browser.device).chars().take(DEVICE_MAX).collect()),
    };
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(now)).exec(&**w).await?;
    session::Entity::insert(row).exec_without_returning(&**w).await?;
    super::tries::remember(w, user_id, browser.address, now).await?;
    // A seat may have waited for this account's address.
    entitlements::link(w, user_id).await?;
    Ok(Token { text, max_age_seconds: lasting.then_some(LONG / 1000), half: false })
}

/// Ends a session; an unknown token is no error.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(desk: &Desk, token: &str) -> Result<()> {
    desk.write(Actor::Portico, |w| async move {
        let found = session::Entity::find_by_id(hash(token)).one(&*w).await?;
        if let Some(row) = found {
            session::Entity::delete_by_id(row.token_hash).exec(&*w).await?;
            w.record(NewEvent::of_person(w.now(), row.user_id, Event::SignedOut(Nothing {}))).await?;
        }
        Ok(())
    })
    .await?;
    desk.live().session_ended(token);
    Ok(())
}

/// Ends all sessions of a person but the one that asks.
pub(super) async fn end_others(tx: &Tx, person: &Person) -> Result<()> {
    let own = session::Entity::delete_many().filter(session::Column::UserId.eq(person.id));
    own.filter(session::Column::TokenHash.ne(person.session.clone())).exec(tx).await?;
    Ok(())
}

/// The person behind a token, as their rights stand now; `None` when it is unknown, ended or of a disabled account.
///
/// # Errors
/// When the database fails.
pub async fn find(desk: &Desk, token: &str) -> Result<Option<Person>> {
    let (now, hashed) = (desk.now(), hash(token));
    let Some(FoundSession { person, used_at, lasting }) = find_by_session(desk, &hashed, now).await? else {
        return Ok(None);
    };
    let renewed = now - used_at > TOUCH_EVERY;
    let cookie_lasts = (renewed && lasting).then_some(LONG / 1000);
    if renewed {
        run_detached(touch(desk.clone(), hashed, now, lasting)).await?;
    }
    Ok(Some(Person { cookie_lasts, ..person }))
}

async fn touch(desk: Desk, hashed: Vec<u8>, now: i64, lasting: bool) -> Result<()> {
    let (desk, hashed) = (&desk, &hashed);
    desk.write(Actor::Portico, |w| async move {
        let sql = "UPDATE sessions SET used_at = $1, expires_at = $2 WHERE token_hash = $3";
        let values = [now.into(), (now + lifetime(lasting)).into(), hashed.clone().into()];
        w.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
        Ok(())
    })
    .await
}
