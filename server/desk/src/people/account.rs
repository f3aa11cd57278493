//! One's own account: profile, password, email address and sessions.

use super::links::{self, Purpose};
use super::sessions::{self, Browser, Token};
use super::{
    Person, account_link, directory, manage, new_password, passkeys, password, session, synthetic, tries, user,
};
use crate::actor::picture;
use crate::events;
use crate::format_time::format_time;
use crate::mail::{self, OutboxMail};
use crate::write::{Actor, Write};
use crate::{Desk, Result};
use data_encoding::HEXLOWER;
use domain::events::Nothing;
use domain::events::person::{Event, SessionsEnded};
use domain::mail::MailKind as Mail;
use domain::people::account::{Account, Details, OpenSession, check_email};
use domain::seen::{FormMerge, SeenFields};
use domain::time::HOUR;
use domain::{Reason, Refusal};
use jiff::tz::TimeZone;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use sha2::{Digest, Sha256};

/// How long the links to both addresses of a change are worth something.
const EMAIL_LASTS: i64 = 24 * HOUR;

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

/// Asks both addresses whether the account's may become `wanted`. Nobody learns whether that has an account.
///
/// # Errors
/// `Invalid` when the password is wrong or the address is none, `TooMany`.
pub async fn change_email(desk: &Desk, person: &Person, wanted: &str, typed: &str, browser: &Browser) -> Result<()> {
    let wanted = check_email(wanted).map_err(|reason| Refusal::field("email", reason))?;
    let user = own(desk, person).await?;
    if wanted == user.email {
        return Err(Refusal::field("email", Reason::Unchanged).into());
    }
    if synthetic::is(desk.db().read(), &wanted).await? {
        return Err(Refusal::field("email", Reason::NotAnEmail).into());
    }
    proven(desk, &user, typed, browser).await?;
    desk.letters()
        .try_acquire(&user.email, browser.address, desk.now())
        .map_err(|seconds| Refusal::TooMany { seconds })?;
    let (user, wanted) = (&user, &wanted);
    desk.write(person, |w| async move {
        forget_change(&w, user.id).await?;
        let now = w.now();
        for (purpose, address) in [(Purpose::EmailOld, &user.email), (Purpose::EmailNew, wanted)] {
            let token = links::make(&w, user.id, purpose, wanted, now, EMAIL_LASTS).await?;
            let kind = Mail::EmailChange { to: wanted.clone(), link: format!("/account/email/{token}") };
            mail::enqueue(&w, OutboxMail { address: address.clone(), ..OutboxMail::to(user, kind, now) }).await?;
        }
        if synthetic::is(&*w, &user.email).await? {
            // Nobody reads mail at the old one: the password, and the new one's link, are all there is to ask for.
            links::make(&w, user.id, Purpose::EmailHalf, wanted, now, EMAIL_LASTS).await?;
        }
        w.record(w.new_event(Event::EmailChangeAsked(Nothing {}))).await?;
        Ok(())
    })
    .await
}

async fn forget_change(tx: &crate::db::Tx, user_id: i64) -> Result<()> {
    let purposes = Purpose::OF_EMAIL.map(Purpose::as_str);
    let pending = account_link::Entity::delete_many()
        .filter(account_link::Column::UserId.eq(user_id))
        .filter(account_link::Column::Purpose.is_in(purposes));
    pending.exec(tx).await?;
    Ok(())
}

async fn email_link(desk: &Desk, token: &str) -> Result<account_link::Model> {
    match links::find(desk, token, Purpose::EmailOld).await {
        Ok(link) => Ok(link),
        Err(_) => links::find(desk, token, Purpose::EmailNew).await,
    }
}

/// The address that a link would help to set.
///
/// # Errors
/// `NotFound` when it is worth nothing, or no longer.
pub async fn email_wanted(desk: &Desk, token: &str) -> Result<String> {
    Ok(email_link(desk, token).await?.other)
}

/// Confirms one side of a change; with the second one the address changes. Says whether it has.
///
/// # Errors
/// `NotFound` when the link is worth nothing, or somebody else has the address by now.
pub async fn confirm_email(desk: &Desk, token: &str) -> Result<bool> {
    let link = &email_link(desk, token).await?;
    desk.write(Actor::User(link.user_id), |w| async move {
        // Both sides may answer at once: one of them has to see the other.
        events::lock(&w, link.user_id).await?;
        let now = w.now();
        links::spend(&w, link).await?;
        let half = account_link::Entity::find()
            .filter(account_link::Column::UserId.eq(link.user_id))
            .filter(account_link::Column::Purpose.eq(Purpose::EmailHalf.as_str()))
            .filter(account_link::Column::ExpiresAt.gt(now));
        let changed = half.one(&*w).await?.is_some_and(|half| half.other == link.other);
        if changed {
            set_email(&w, link).await?;
        } else {
            // Nobody has this token: the row stands for the side that was confirmed.
            links::make(&w, link.user_id, Purpose::EmailHalf, &link.other, now, link.expires_at - now).await?;
        }
        Ok(changed)
    })
    .await
}

async fn set_email(w: &Write, link: &account_link::Model) -> Result<()> {
    let taken = user::Entity::find().filter(user::Column::Email.eq(link.other.as_str())).one(&**w).await?;
    let user = user::Entity::find_by_id(link.user_id).one(&**w).await?.filter(|user| user.active);
    let (None, Some(user)) = (taken, user) else { return Err(Refusal::NotFound.into()) };
    forget_change(w, user.id).await?;
    let email = Set(link.other.clone());
    user::ActiveModel { id: Set(user.id), email, ..Default::default() }.update(&**w).await?;
    mail::enqueue(w, OutboxMail::to(&user, Mail::EmailChanged { to: link.other.clone() }, w.now())).await?;
    // A seat may have waited for the new address.
    crate::entitlements::link(w, user.id).await?;
    w.record(w.new_event(Event::EmailChanged(Nothing {}))).await.map(drop)
}
