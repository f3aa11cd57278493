//! Administration of accounts from the command line, by the machine's owner: there nobody has to be signed in.

use super::{register, reset, right, role, session, user};
use crate::actor::membership;
use crate::catalogue::{self, Target};
use crate::companies::choose;
use crate::db::Tx;
use crate::write::Actor;
use crate::{Desk, Result};
use domain::events::Named;
use domain::events::account::{DeskRole, Event};
use domain::events::person::User;
use domain::people::account::{Details, check_email, check_username};
use domain::people::{Kind, fold_login};
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, Set};

/// Somebody who gets an account.
pub struct Newcomer {
    pub email: String,
    pub username: Option<String>,
    /// First and last name.
    pub name: String,
    /// A role's slug. `admin` and `agent` are made where the desk has none yet.
    pub role: String,
    /// For a customer's role: the company, by slug or name.
    pub company: Option<String>,
}

/// Opens an account and gives the path of a link for its first password.
///
/// # Errors
/// `Invalid`, naming what is wrong; `Conflict` when the address or the username has an account.
pub async fn add(desk: &Desk, new: &Newcomer) -> Result<String> {
    let email = check_email(&new.email).map_err(|reason| Refusal::field("email", reason))?;
    let username = new.username.as_deref().map(check_username).transpose();
    let username = username.map_err(|reason| Refusal::field("username", reason))?;
    let (first_name, last_name) = new.name.trim().rsplit_once(' ').unwrap_or((new.name.trim(), ""));
    let named =
        Details { first_name: first_name.into(), last_name: last_name.into(), ..Details::default() }.checked()?;
    let (email, named, username) = (&email, &named, &username);
    desk.write(Actor::Portico, |w| async move {
        let now = w.now();
        let known = Condition::any()
            .add(user::Column::Email.eq(email.as_str()))
            .add_option(username.as_deref().map(|name| user::Column::Username.eq(name)));
        if user::Entity::find().filter(known).one(&*w).await?.is_some() {
            return Err(Refusal::Conflict.into());
        }
        let role = role_of(&w, &new.role).await?;
        let is_staff = Kind::parse(&role.kind).is_some_and(Kind::is_staff);
        let account = user::ActiveModel {
            slug: Set(register::free_slug(&w, &named.name()).await?),
            username: Set(username.clone()),
            email: Set(email.clone()),
            password_hash: Set(None),
            role_id: Set(is_staff.then_some(role.id)),
            time_zone: Set("Europe/London".into()),
            active: Set(true),
            created_at: Set(now),
            ..super::manage::detailed(named.clone())
        };
        let account = account.insert(&*w).await?;
        if !is_staff {
            belong(&w, account.id, role.id, new.company.as_deref(), now).await?;
        }
        let path = reset::link(&w, account.id, now).await?;
        let user = account.named();
        w.record(w.new_event(Event::Added(User { user }))).await?;
        Ok(path)
    })
    .await
}

async fn belong(tx: &Tx, user_id: i64, role_id: i64, company: Option<&str>, now: i64) -> Result<()> {
    let missing = |reason| Refusal::field("company", reason);
    let company = choose::company(tx, company.unwrap_or_default()).await?.map_err(missing)?;
    let row = membership::ActiveModel {
        user_id: Set(user_id),
        company_id: Set(company.id),
        role_id: Set(role_id),
        sees_company: Set(false),
        since: Set(now),
        ..Default::default()
    };
    row.insert(tx).await?;
    Ok(())
}

/// The role of this slug; those that every desk needs are made.
pub(super) async fn role_of(tx: &Tx, slug: &str) -> Result<role::Model> {
    let found = role::Entity::find().filter(role::Column::Slug.eq(slug)).one(tx).await?;
    let (name, kind) = match (found, slug) {
        (Some(role), _) => return Ok(role),
        (None, "admin") => ("Admin", Kind::Admin),
        (None, "agent") => ("Agent", Kind::Agent),
        (None, _) => return Err(Refusal::field("role", Reason::NotOffered).into()),
    };
    let row = role::ActiveModel {
        slug: Set(slug.into()),
        name: Set(name.into()),
        kind: Set(kind.as_str().into()),
        sees_company: Set(false),
        files_requests: Set(false),
        ..Default::default()
    };
    let role = row.insert(tx).await?;
    let targets =
        [Target::Queue, Target::Type, Target::Attribute, Target::AssetCategory, Target::AssetAttribute, Target::People];
    for target in targets {
        let row = right::ActiveModel {
            role_id: Set(role.id),
            target: Set(target.as_str().into()),
            target_id: Set(None),
            updates: Set(true),
            ..Default::default()
        };
        row.insert(tx).await?;
    }
    catalogue::touch(tx).await?;
    Ok(role)
}

async fn named(tx: &Tx, login: &str) -> Result<user::Model> {
    let login = fold_login(login).replace('\0', "");
    let named = Condition::any().add(user::Column::Email.eq(&login)).add(user::Column::Username.eq(&login));
    Ok(user::Entity::find().filter(named).one(tx).await?.ok_or(Refusal::NotFound)?)
}

/// Shuts somebody out, at once and on all devices.
///
/// # Errors
/// `NotFound` when nobody is called so.
pub async fn disable(desk: &Desk, login: &str) -> Result<()> {
    desk.write(Actor::Portico, |w| async move {
        let user = named(&w, login).await?;
        user::ActiveModel { id: Set(user.id), active: Set(false), ..Default::default() }.update(&*w).await?;
        session::Entity::delete_many().filter(session::Column::UserId.eq(user.id)).exec(&*w).await?;
        let event = Event::Disabled(User { user: user.named() });
        w.record(w.new_event(event)).await?;
        Ok(())
    })
    .await
}

/// Gives somebody a role at the desk, and lets them in if they were out.
///
/// # Errors
/// `NotFound` when nobody is called so, `Invalid` for a role that is none of the desk's.
pub async fn promote(desk: &Desk, login: &str, role: &str) -> Result<()> {
    desk.write(Actor::Portico, |w| async move {
        let user = named(&w, login).await?;
        let role = role_of(&w, role).await?;
        if !Kind::parse(&role.kind).is_some_and(Kind::is_staff) {
            return Err(Refusal::field("role", Reason::NotOffered).into());
        }
        let before = match user.role_id {
            Some(id) => role::Entity::find_by_id(id).one(&*w).await?,
            None => None,
        };
        let row = user::ActiveModel {
            id: Set(user.id),
            role_id: Set(Some(role.id)),
            active: Set(true),
            waiting_since: Set(None),
            ..Default::default()
        };
        row.update(&*w).await?;
        let named = |role: role::Model| Named::new(role.id, role.name);
        let (from, to) = (before.map(named), Some(named(role)));
        let event = Event::Promoted(DeskRole { user: user.named(), from, to });
        w.record(w.new_event(event)).await?;
        Ok(())
    })
    .await
}
