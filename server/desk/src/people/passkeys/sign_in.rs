//! Signing in with a passkey (WebAuthn's authentication ceremony).

use super::public_key::PublicKey;
use super::webauthn::{AuthenticatorData, CREDENTIAL_MAX, Ceremony, RelyingParty, signed_message, verified_challenge};
use super::{challenge as challenges, passkey, unknown};
use crate::actor::user;
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::people::{Browser, Token, sessions, tries};
use crate::write::Actor;
use crate::{Desk, Result};
use data_encoding::HEXLOWER;
use domain::Refusal;
use domain::events::person::{Event, SignedIn};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

/// A WebAuthn assertion: what a device has signed.
#[derive(Clone, Debug, Default)]
pub struct Assertion {
    pub credential: Vec<u8>,
    /// Whom the device takes its owner for.
    pub handle: Vec<u8>,
    /// The browser's words.
    pub client: Vec<u8>,
    /// The device's.
    pub device: Vec<u8>,
    pub signature: Vec<u8>,
}

/// A challenge for whoever comes; which keys there are nobody is told.
///
/// # Errors
/// `TooMany` from one address.
pub async fn begin_authentication(desk: &Desk, browser: &Browser) -> Result<String> {
    let taken = desk.challenges().try_acquire("", browser.address, desk.now());
    taken.map_err(|seconds| Refusal::TooMany { seconds })?;
    challenges::make(desk, None, &[]).await
}

/// Signs in whoever's device has signed. No second step follows: having the device and being known to it are two.
///
/// # Errors
/// `Invalid` for every key that does not fit, `TooMany`.
pub async fn sign_in_with_passkey(
    desk: &Desk,
    answer: &Assertion,
    site: &RelyingParty,
    lasting: bool,
    browser: &Browser,
) -> Result<Token> {
    if answer.credential.len() > CREDENTIAL_MAX {
        return Err(unknown("login"));
    }
    let tried = format!("passkey {}", HEXLOWER.encode(&answer.credential));
    let known = passkey::Entity::find_by_id(answer.credential.clone()).one(desk.db().read()).await?;
    let tried = tries::try_acquire(desk, &tried, browser.address, known.map(|known| known.user_id)).await?;
    let answered =
        verified_challenge(&answer.client, Ceremony::Authentication, site).ok_or_else(|| unknown("login"))?;
    let answered = &answered;
    let token = desk.write(Actor::Portico, |w| async move {
        let now = w.now();
        if challenges::spend(&w, answered, None, now).await?.is_none() {
            return Ok(None);
        }
        // The challenge is used up whether the key fits or not.
        let Some(user_id) = used(&w, answer, site, now).await? else { return Ok(None) };
        let token = sessions::insert(&w, user_id, lasting, browser).await?;
        let event = Event::SignedIn(SignedIn { passkey: true });
        w.record(NewEvent::of_person(now, user_id, event)).await?;
        Ok(Some(token))
    });
    let token = token.await?.ok_or_else(|| unknown("login"))?;
    tries::clear(desk, tried).await?;
    Ok(token)
}

/// Whose key has signed, if it is one that may be used.
async fn used(tx: &Tx, answer: &Assertion, site: &RelyingParty, now: i64) -> Result<Option<i64>> {
    let Some(found) = passkey::Entity::find_by_id(answer.credential.clone()).one(tx).await? else {
        return Ok(None);
    };
    events::lock(tx, found.user_id).await?;
    // Read again: another sign-in may have counted meanwhile, and its owner may have removed it.
    let Some(found) = passkey::Entity::find_by_id(answer.credential.clone()).one(tx).await? else {
        return Ok(None);
    };
    let counter = fitting(&found, answer, site).filter(|counter| counts_on(&found, *counter));
    let active = user::Entity::find_by_id(found.user_id).filter(user::Column::Active.eq(true)).one(tx).await?;
    let (Some(counter), Some(owner)) = (counter, active) else { return Ok(None) };
    let row = passkey::ActiveModel {
        credential: Set(found.credential),
        counter: Set(counter),
        used_at: Set(Some(now)),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(Some(owner.id))
}

/// The count of a signature that the key has made for this site.
fn fitting(found: &passkey::Model, answer: &Assertion, site: &RelyingParty) -> Option<i64> {
    let device = AuthenticatorData::read(&answer.device, site)?;
    let (key, _) = PublicKey::read(&found.public_key)?;
    let right = key.has_signed(&signed_message(&answer.device, &answer.client), &answer.signature);
    (right && found.handle == answer.handle).then_some(device.counter.into())
}

/// A key that counts never counts back: one that does has been copied. Most do not count and always say nothing.
fn counts_on(found: &passkey::Model, counter: i64) -> bool {
    let fits = counter > found.counter || (counter == 0 && found.counter == 0);
    if !fits {
        tracing::warn!(passkey = found.public_id, "a passkey's counter went backwards: it may have been copied");
    }
    fits
}
