//! One's own account: profile, password, email address and sessions.

mod email_change;

pub use email_change::{change_email, confirm_email, email_wanted};

use super::sessions::{self, Browser, Token};
use super::{Person, directory, manage, new_password, passkeys, password, session, synthetic, tries, user};
use crate::actor::picture;
use crate::format_time::format_time;
use crate::mail::{self, OutboxMail};
use crate::{Desk, Result};
use data_encoding::HEXLOWER;
use domain::events::Nothing;
use domain::events::person::{Event, SessionsEnded};
use domain::mail::MailKind as Mail;
use domain::people::account::{Account, Details, OpenSession};
use domain::seen::{FormMerge, SeenFields};
use domain::{Reason, Refusal};
use jiff::tz::TimeZone;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use sha2::{Digest, Sha256};

async fn own(desk: &Desk, person: &Person) -> Result<user::Model> {
    Ok(user::Entity::find_by_id(person.id).one(desk.db().read()).await?.ok_or(Refusal::SignedOut)?)
}

/// What the page of one's own account shows.
///
/// # Errors
/// When the database fails.
pub async fn account(desk: &Desk, person: &Person) -> Result<Account> {
    let user = own(desk, person).await?;
    let now = desk.now();
    let open = open_sessions(desk, person).await?.into_iter().map(|session| OpenSession {
        id: public_id(&session.token_hash),
        here: session.token_hash == person.session,
        begun: format_time(session.created_at, now, &person.zone),
        used: format_time(session.used_at, now, &person.zone),
        device: session.device,
    });
    Ok(Account {
        sessions: open.collect(),
        second: super::second::state(desk, &user).await?,
        passkeys: passkeys::list(desk, person).await?,
        synthetic: synthetic::is(desk.db().read(), &user.email).await?,
        picture: picture::address(user.picture.clone()),
        details: directory::details(&user),
        email: user.email,
        username: user.username,
        time_zone: user.time_zone,
        time_zones: time_zones(),
    })
}

async fn open_sessions(desk: &Desk, person: &Person) -> Result<Vec<session::Model>> {
    let open = session::Entity::find()
        .filter(session::Column::UserId.eq(person.id))
        .filter(session::Column::ExpiresAt.gt(desk.now()))
        .order_by_desc(session::Column::UsedAt)
        .limit(directory::SESSIONS_SHOWN);
    Ok(open.all(desk.db().read()).await?)
}

/// A session as pages name it: from this nobody finds its token, nor even what is kept of it.
fn public_id(token_hash: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(token_hash)[..16])
}

/// IANA's names of places and UTC; not the ones that say only how far from it.
fn time_zones() -> Vec<String> {
    let known = jiff::tz::db().available().map(|name| name.as_str().to_owned());
    let mut zones: Vec<String> = known.filter(|name| is_place(name)).collect();
    zones.sort();
    zones
}

fn is_place(name: &str) -> bool {
    name == "UTC" || (name.contains('/') && !name.starts_with("Etc/") && !name.starts_with("SystemV/"))
}

/// Keeps what a person says of themselves, as far as the form has been changed since it was `seen`: the desk corrects it, too.
///
/// # Errors
/// `Invalid`, with everything that is wrong.
pub async fn set_details(
    desk: &Desk,
    person: &Person,
    wanted: &Details,
    time_zone: &str,
    seen: &SeenFields,
) -> Result<()> {
    if !is_place(time_zone) || TimeZone::get(time_zone).is_err() {
        return Err(Refusal::field("time_zone", Reason::NotOffered).into());
    }
    desk.write(person, |w| async move {
        let query = user::Entity::find_by_id(person.id);
        let query = if w.get_database_backend() == DbBackend::Postgres { query.lock(LockType::Update) } else { query };
        let user = query.one(&*w).await?.ok_or(Refusal::SignedOut)?;
        let wanted = manage::merged(wanted, seen, &user)?.checked()?;
        let mut zone = time_zone.to_owned();
        let mut merge = FormMerge::new(seen);
        merge.field("time_zone", &mut zone, &user.time_zone, &user.time_zone);
        merge.done("")?;
        if wanted == directory::details(&user) && user.time_zone == zone {
            return Ok(());
        }
        let change = user::ActiveModel { time_zone: Set(zone), ..manage::detailed(wanted) };
        user::ActiveModel { id: Set(person.id), ..change }.update(&*w).await?;
        w.record(w.new_event(Event::AccountChanged(Nothing {}))).await?;
        Ok(())
    })
    .await
}

/// Whether it is really the person: wrong tries are slowed as at the sign-in.
async fn proven(desk: &Desk, user: &user::Model, typed: &str, browser: &Browser) -> Result<()> {
    let tried = tries::try_acquire(desk, &user.email, browser.address, Some(user.id)).await?;
    if !password::verify(desk.hashing(), typed, user.password_hash.clone()).await? {
        return Err(Refusal::field("old_password", Reason::WrongPassword).into());
    }
    tries::clear(desk, tried).await
}

/// The same for the person who asks.
pub(super) async fn proven_person(desk: &Desk, person: &Person, typed: &str, browser: &Browser) -> Result<()> {
    proven(desk, &own(desk, person).await?, typed, browser).await
}

/// Sets another password. Every session ends, and the one that asked goes on under a new token.
///
/// # Errors
/// `Invalid` when the old one is wrong or the new one will not do, `TooMany`.
pub async fn change_password(desk: &Desk, person: &Person, old: &str, new: &str, browser: &Browser) -> Result<Token> {
    let user = own(desk, person).await?;
    new_password::check("password", new, &user)?;
    proven(desk, &user, old, browser).await?;
    let hash = password::hash(desk.hashing(), new).await?;
    let (hash, user) = (&hash, &user);
    desk.write(person, |w| async move {
        let now = w.now();
        let here = session::Entity::find_by_id(person.session.clone()).one(&*w).await?.ok_or(Refusal::SignedOut)?;
        user::ActiveModel { id: Set(user.id), password_hash: Set(Some(hash.clone())), ..Default::default() }
            .update(&*w)
            .await?;
        session::Entity::delete_many().filter(session::Column::UserId.eq(user.id)).exec(&*w).await?;
        let fresh = sessions::insert(&w, user.id, here.lasting, browser).await?;
        w.record(w.new_event(Event::PasswordChanged(Nothing {}))).await?;
        mail::enqueue(&w, OutboxMail::to(user, Mail::PasswordChanged, now)).await?;
        Ok(fresh)
    })
    .await
}

/// Ends one of the person's own sessions, or without an id all of them.
///
/// # Errors
/// `NotFound` for an id that none of them has.
pub async fn end_own(desk: &Desk, person: &Person, id: Option<&str>) -> Result<()> {
    let open = open_sessions(desk, person).await?;
    let meant: Vec<_> = open.into_iter().filter(|one| id.is_none_or(|id| public_id(&one.token_hash) == id)).collect();
    if meant.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let meant = &meant;
    desk.write(person, |w| async move {
        let ended = session::Entity::delete_many().filter(session::Column::UserId.eq(person.id));
        let ended = match id {
            Some(_) => ended.filter(session::Column::TokenHash.is_in(meant.iter().map(|one| one.token_hash.clone()))),
            None => ended,
        };
        ended.exec(&*w).await?;
        w.record(w.new_event(Event::SessionsEnded(SessionsEnded { user: None }))).await?;
        Ok(())
    })
    .await
}
