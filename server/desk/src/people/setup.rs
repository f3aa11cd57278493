//! First-run setup: the first administrator, who comes in by a code that only the machine's owner reads. Each process that starts writes
//! one of its own into its log, and every process takes all of them.

use super::sessions::{self, Browser, Token};
use super::{manage, new_password, owner, password, register, role, setup_code, user};
use crate::events::{self, NewEvent};
use crate::write::Actor;
use crate::{Desk, Result, random};
use domain::events::Nothing;
use domain::events::person::Event;
use domain::people::Kind;
use domain::people::account::{Details, check_email};
use domain::time::DAY;
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Set};

/// Nobody opens a desk with a code of a process that started longer ago.
const LASTS: i64 = 30 * DAY;

/// The form of the first administrator.
pub struct FirstAdmin {
    /// From the log.
    pub code: String,
    pub email: String,
    pub details: Details,
    pub password: String,
}

/// Whether nobody can administer the desk.
///
/// # Errors
/// When the database fails.
pub async fn is_needed(desk: &Desk) -> Result<bool> {
    needed(desk.db().read()).await
}

async fn needed(db: &impl ConnectionTrait) -> Result<bool> {
    let roles = role::Entity::find()
        .select_only()
        .column(role::Column::Id)
        .filter(role::Column::Kind.eq(Kind::Admin.as_str()))
        .into_query();
    let admin =
        user::Entity::find().filter(user::Column::RoleId.in_subquery(roles)).filter(user::Column::Active.eq(true));
    Ok(admin.one(db).await?.is_none())
}

/// A new code, for the log of a process: 128 random bits. Older ones stay good for their time.
///
/// # Errors
/// When the database fails.
pub async fn new_code(desk: &Desk) -> Result<String> {
    let (code, now) = (random::id(), desk.now());
    let row = &setup_code::ActiveModel { code_hash: Set(sessions::hash(&code)), created_at: Set(now) };
    desk.write(Actor::Portico, |w| async move {
        setup_code::Entity::delete_many().filter(setup_code::Column::CreatedAt.lt(now - LASTS)).exec(&*w).await?;
        setup_code::Entity::insert(row.clone()).exec_without_returning(&*w).await?;
        Ok(())
    })
    .await?;
    Ok(code)
}

async fn is_code(db: &impl ConnectionTrait, typed: &str, now: i64) -> Result<bool> {
    let known = setup_code::Entity::find_by_id(sessions::hash(typed.trim()));
    Ok(known.filter(setup_code::Column::CreatedAt.gte(now - LASTS)).one(db).await?.is_some())
}

/// Opens the first administrator's account and signs them in. Of two who come at once one is the first, and then no code is good
/// for anything any more.
///
/// # Errors
/// `NotFound` once there is an administrator, `Invalid` with what is wrong.
pub async fn create_first_admin(desk: &Desk, first: &FirstAdmin, browser: &Browser) -> Result<Token> {
    if !is_needed(desk).await? {
        return Err(Refusal::NotFound.into());
    }
    // Nobody guesses one, however often they try.
    if !is_code(desk.db().read(), &first.code, desk.now()).await? {
        return Err(Refusal::field("code", Reason::WrongCode).into());
    }
    let email = check_email(&first.email).map_err(|reason| Refusal::field("email", reason))?;
    let details = first.details.checked()?;
    new_password::check_for("password", &first.password, &[&email, &details.first_name, &details.last_name])?;
    let hash = password::hash(desk.hashing(), &first.password).await?;
    let (details, email, hash) = (&details, &email, &hash);
    desk.write(Actor::Portico, |w| async move {
        events::lock(&w, 0).await?;
        let now = w.now();
        if !needed(&*w).await? {
            return Err(Refusal::NotFound.into());
        }
        if user::Entity::find().filter(user::Column::Email.eq(email.as_str())).one(&*w).await?.is_some() {
            return Err(Refusal::field("email", Reason::Taken).into());
        }
        let role = owner::role_of(&w, "admin").await?;
        let account = user::ActiveModel {
            slug: Set(register::free_slug(&w, &details.name()).await?),
            username: Set(None),
            email: Set(email.clone()),
            password_hash: Set(Some(hash.clone())),
            role_id: Set(Some(role.id)),
            time_zone: Set("Europe/London".into()),
            active: Set(true),
            created_at: Set(now),
            ..manage::detailed(details.clone())
        };
        let account = account.insert(&*w).await?;
        setup_code::Entity::delete_many().exec(&*w).await?;
        let token = sessions::insert(&w, account.id, false, browser).await?;
        w.record(NewEvent::of_person(now, account.id, Event::DeskFounded(Nothing {}))).await?;
        Ok(token)
    })
    .await
}
