//! Self-registration: the address is confirmed by a link, then somebody at the desk lets the person in. Until both
//! has happened there is nothing to sign in with, whatever tickets the address may have had.

use super::{links, new_password, password, registration, sessions, synthetic, user};
use crate::db::Tx;
use crate::events::NewEvent;
use crate::mail::{self, OutboxMail};
use crate::write::Actor;
use crate::{Desk, Result, random};
use domain::events::Nothing;
use domain::events::person::Event;
use domain::mail::MailKind;
use domain::people::account::Registration;
use domain::time::{DAY, HOUR};
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use std::net::IpAddr;

/// How long a registration waits for its confirmation.
const LASTS: i64 = 2 * DAY;
/// Mails to one address within an hour, whoever asks for them.
const MAILS_AN_HOUR: u64 = 3;
/// Registrations within an hour, whoever they are from: nobody makes the desk mail half the world.
pub const IN_ALL_AN_HOUR: u64 = 300;

/// Takes a registration and mails a link to its address. Where that has an account already its owner is told instead, and the
/// one who asks sees no difference.
///
/// # Errors
/// `Invalid` with everything that is wrong, `TooMany`.
pub async fn register(desk: &Desk, draft: &Registration, address: IpAddr) -> Result<()> {
    let asked = draft.checked()?;
    let own = [&asked.email, &asked.username, &asked.first_name, &asked.last_name, &asked.company].map(String::as_str);
    new_password::check_for("password", &asked.password, &own)?;
    let now = desk.now();
    desk.letters().try_acquire(&asked.email, address, now).map_err(|seconds| Refusal::TooMany { seconds })?;
    if synthetic::is(desk.db().read(), &asked.email).await? {
        return Err(Refusal::field("email", Reason::NotAnEmail).into());
    }
    if !asked.username.is_empty() && is_named(desk.db().read(), &asked.username).await? {
        return Err(Refusal::field("username", Reason::Taken).into());
    }
    let hash = password::hash(desk.hashing(), &asked.password).await?;
    let (asked, hash) = (&asked, &hash);
    desk.write(Actor::Portico, |w| async move {
        let of_address = user::Entity::find().filter(user::Column::Email.eq(asked.email.as_str()));
        let owner = of_address.one(&*w).await?;
        let token = store(&w, asked, hash.clone(), owner.is_some(), now).await?;
        match (owner, token) {
            (Some(owner), Some(_)) => {
                mail::enqueue(&w, OutboxMail::to(&owner, MailKind::Taken { link: "/forgot".into() }, now)).await?
            }
            (None, Some(token)) => mail::enqueue(&w, confirmation(asked, &token, now)).await?,
            (_, None) => {}
        }
        Ok(())
    })
    .await
}

async fn is_named(db: &impl sea_orm::ConnectionTrait, username: &str) -> Result<bool> {
    Ok(user::Entity::find().filter(user::Column::Username.eq(username)).one(db).await?.is_some())
}

fn confirmation(asked: &Registration, token: &str, now: i64) -> OutboxMail {
    OutboxMail {
        at: now,
        user_id: None,
        address: asked.email.clone(),
        // What a stranger calls somebody is mailed to nobody.
        name: String::new(),
        ticket_id: None,
        kind: MailKind::Confirm { link: format!("/confirm/{token}") },
    }
}

/// Writes a registration down, unless its address got enough mails lately. One for an address with an account is of no use and
/// is kept only as the note that it came.
async fn store(tx: &Tx, asked: &Registration, hash: String, taken: bool, now: i64) -> Result<Option<String>> {
    use registration::Column;
    registration::Entity::delete_many().filter(Column::ExpiresAt.lt(now)).exec(tx).await?;
    let in_all = registration::Entity::find().filter(Column::CreatedAt.gt(now - HOUR));
    if in_all.count(tx).await? >= IN_ALL_AN_HOUR {
        return Err(Refusal::TooMany { seconds: HOUR.unsigned_abs() / 1000 }.into());
    }
    let lately = registration::Entity::find().filter(Column::Email.eq(asked.email.as_str()));
    if lately.filter(Column::CreatedAt.gt(now - HOUR)).count(tx).await? >= MAILS_AN_HOUR {
        return Ok(None);
    }
    let token = links::new_token();
    let row = registration::ActiveModel {
        token_hash: Set(sessions::hash(&token)),
        username: Set(asked.username.clone()),
        email: Set(asked.email.clone()),
        first_name: Set(asked.first_name.clone()),
        last_name: Set(asked.last_name.clone()),
        position: Set(asked.position.clone()),
        phone: Set(asked.phone.clone()),
        company: Set(asked.company.clone()),
        password_hash: Set(if taken { String::new() } else { hash }),
        created_at: Set(now),
        expires_at: Set(now + LASTS),
    };
    registration::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(Some(token))
}

/// What a link would confirm. Looking does not use it up: mail scanners look, too.
///
/// # Errors
/// `NotFound` when it is worth nothing, or no longer.
pub async fn registered(desk: &Desk, token: &str) -> Result<Registration> {
    let row = find(desk.db().read(), token, desk.now()).await?;
    Ok(Registration {
        username: row.username,
        email: row.email,
        first_name: row.first_name,
        last_name: row.last_name,
        position: row.position,
        phone: row.phone,
        company: row.company,
        password: String::new(),
    })
}

async fn find(db: &impl sea_orm::ConnectionTrait, token: &str, now: i64) -> Result<registration::Model> {
    if !links::is_token(token) {
        return Err(Refusal::NotFound.into());
    }
    let found = registration::Entity::find_by_id(sessions::hash(token))
        .filter(registration::Column::ExpiresAt.gt(now))
        .filter(registration::Column::PasswordHash.ne(""));
    Ok(found.one(db).await?.ok_or(Refusal::NotFound)?)
}

/// Confirms the address: from now on the person waits to be let in.
///
/// # Errors
/// `NotFound` for a link that is worth nothing, `Conflict` when somebody else took the username meanwhile.
pub async fn confirm(desk: &Desk, token: &str) -> Result<()> {
    desk.write(Actor::Portico, |w| async move {
        let now = w.now();
        let row = find(&*w, token, now).await?;
        let gone = registration::Entity::delete_by_id(row.token_hash.clone()).exec(&*w).await?;
        let taken = user::Entity::find().filter(user::Column::Email.eq(row.email.as_str())).one(&*w).await?;
        if gone.rows_affected != 1 || taken.is_some() {
            return Err(Refusal::NotFound.into());
        }
        if !row.username.is_empty() && is_named(&*w, &row.username).await? {
            return Err(Refusal::Conflict.into());
        }
        let others = registration::Column::Email.eq(row.email.as_str());
        registration::Entity::delete_many().filter(others).exec(&*w).await?;
        let id = insert_waiting_user(&w, row, now).await?;
        w.record(NewEvent::of_person(now, id, Event::Registered(Nothing {}))).await?;
        Ok(())
    })
    .await
}

async fn insert_waiting_user(tx: &Tx, row: registration::Model, now: i64) -> Result<i64> {
    let name = format!("{} {}", row.first_name, row.last_name);
    let user = user::ActiveModel {
        slug: Set(free_slug(tx, &name).await?),
        username: Set(Some(row.username).filter(|name| !name.is_empty())),
        email: Set(row.email),
        name_key: Set(name.to_lowercase()),
        surname_key: Set(row.last_name.to_lowercase()),
        name: Set(name),
        first_name: Set(row.first_name),
        last_name: Set(row.last_name),
        position: Set(row.position),
        phone: Set(row.phone),
        password_hash: Set(Some(row.password_hash)),
        role_id: Set(None),
        time_zone: Set("Europe/London".into()),
        active: Set(false),
        created_at: Set(now),
        waiting_since: Set(Some(now)),
        asked_company: Set(row.company),
        ..Default::default()
    };
    Ok(user.insert(tx).await?.id)
}

/// The person in addresses and filters: their name, with something after it where it is taken.
pub(super) async fn free_slug(tx: &Tx, name: &str) -> Result<String> {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join("-");
    let slug = if words.is_empty() { "person".to_owned() } else { words.chars().take(48).collect() };
    let found = user::Entity::find().filter(user::Column::Slug.eq(slug.as_str())).one(tx).await?;
    Ok(if found.is_none() { slug } else { format!("{slug}-{}", &random::id()[..8]) })
}
