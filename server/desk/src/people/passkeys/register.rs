//! Registering a passkey for one's own account (WebAuthn's registration ceremony).

use super::webauthn::{AuthenticatorData, Ceremony, RelyingParty, verified_challenge};
use super::{challenge as challenges, manage, passkey, unknown};
use crate::actor::{Person, user};
use crate::events;
use crate::mail::{self, OutboxMail};
use crate::people::{Browser, account};
use crate::{Desk, Result, random};
use domain::events::person::{Event, Passkey};
use domain::mail::MailKind as Mail;
use domain::people::account::PASSKEYS_MAX;
use domain::{Reason, Refusal};
use sea_orm::{EntityTrait, Set};

/// What a browser needs to have a device make a key.
pub struct CreationOptions {
    pub challenge: String,
    /// What the key will call its owner.
    pub handle: Vec<u8>,
    /// Keys that the person has: a device makes no second one.
    pub known: Vec<Vec<u8>>,
}

/// Asks for a new key, once the person has shown that it is them.
///
/// # Errors
/// `Invalid` when the password is wrong or there are enough keys, `TooMany`.
pub async fn begin_registration(
    desk: &Desk,
    person: &Person,
    typed: &str,
    browser: &Browser,
) -> Result<CreationOptions> {
    account::proven_person(desk, person, typed, browser).await?;
    let own = manage::of_user(desk.db().read(), person.id).await?;
    if own.len() >= PASSKEYS_MAX {
        return Err(Refusal::field("name", Reason::TooManyPasskeys { max: PASSKEYS_MAX }).into());
    }
    let handle = own.first().map_or_else(|| random::bytes::<32>().to_vec(), |first| first.handle.clone());
    let challenge = challenges::make(desk, Some(person.id), &handle).await?;
    Ok(CreationOptions { challenge, handle, known: own.into_iter().map(|key| key.credential).collect() })
}

/// Keeps the key that a device has made.
///
/// # Errors
/// `Invalid` when it does not answer a challenge of this person and site.
pub async fn add_passkey(
    desk: &Desk,
    person: &Person,
    name: &str,
    client: &[u8],
    made: &[u8],
    site: &RelyingParty,
) -> Result<()> {
    let answered = verified_challenge(client, Ceremony::Registration, site).ok_or_else(|| unknown("passkey"))?;
    let device = AuthenticatorData::read(made, site).ok_or_else(|| unknown("passkey"))?;
    let (credential, public_key) = device.made().ok_or_else(|| unknown("passkey"))?;
    let name = manage::checked_name(name)?;
    let (answered, name) = (&answered, &name);
    desk.write(person, |w| async move {
        events::lock(&w, person.id).await?;
        let now = w.now();
        let asked = challenges::spend(&w, answered, Some(person.id), now).await?.ok_or_else(|| unknown("passkey"))?;
        if passkey::Entity::find_by_id(credential.to_vec()).one(&*w).await?.is_some() {
            return Err(unknown("passkey"));
        }
        if manage::of_user(&*w, person.id).await?.len() >= PASSKEYS_MAX {
            return Err(Refusal::field("name", Reason::TooManyPasskeys { max: PASSKEYS_MAX }).into());
        }
        let row = passkey::ActiveModel {
            credential: Set(credential.to_vec()),
            public_id: Set(random::id()),
            user_id: Set(person.id),
            handle: Set(asked.handle),
            name: Set(name.clone()),
            public_key: Set(public_key.to_vec()),
            counter: Set(device.counter.into()),
            created_at: Set(now),
            used_at: Set(None),
        };
        passkey::Entity::insert(row).exec_without_returning(&*w).await?;
        let user = user::Entity::find_by_id(person.id).one(&*w).await?.ok_or(Refusal::SignedOut)?;
        mail::enqueue(&w, OutboxMail::to(&user, Mail::Passkey { name: name.clone(), added: true }, now)).await?;
        let event = Event::PasskeyAdded(Passkey { name: name.clone() });
        w.record(w.new_event(event)).await?;
        Ok(())
    })
    .await
}
