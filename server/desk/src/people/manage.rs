//! What the desk does with accounts: letting people in, putting them into companies, helping them and shutting them out.

use super::directory::{find, may_change};
use super::{Person, reset, session, user};
use crate::companies::{choose, company, membership};
use crate::db::Tx;
use crate::events::{self, Fact};
use crate::mail::{self, Letter};
use crate::plans::{self, plan, seat};
use crate::{Desk, Result};
use domain::mail::Kind as Mail;
use domain::people::Kind;
use domain::people::account::{Details, Standing};
use domain::{Because, Reason, Refusal};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    Set,
};
use serde_json::json;

/// Somebody's account, kept still until the transaction ends.
struct Held {
    tx: Tx,
    user: user::Model,
}

/// # Errors
/// `NotFound` for whoever has nothing to do with accounts, `Forbidden` for whoever only reads.
async fn hold(desk: &Desk, person: &Person, slug: &str) -> Result<Held> {
    let id = find(desk, person, slug).await?.id;
    let tx = desk.db().write().await?;
    let query = user::Entity::find_by_id(id);
    let query = if tx.get_database_backend() == DbBackend::Postgres { query.lock(LockType::Update) } else { query };
    let user = query.one(&*tx).await?.ok_or(Refusal::NotFound)?;
    may_change(person, &user)?;
    Ok(Held { tx, user })
}

impl Held {
    /// Notes who did what to whom, and ends the transaction.
    async fn done(self, person: &Person, kind: &'static str, company_id: Option<i64>, now: i64) -> Result<()> {
        let fact =
            Fact { company_id, data: json!({ "user": self.user.slug }), ..Fact::of_person(now, person.id, kind) };
        events::append(&self.tx, fact).await?;
        self.tx.commit().await
    }

    async fn update(&self, change: user::ActiveModel) -> Result<()> {
        user::ActiveModel { id: Set(self.user.id), ..change }.update(&*self.tx).await?;
        Ok(())
    }

    async fn end_sessions(&self) -> Result<()> {
        let own = session::Column::UserId.eq(self.user.id);
        session::Entity::delete_many().filter(own).exec(&*self.tx).await?;
        Ok(())
    }
}

/// Puts a customer into a company, and lets in whoever still waits. A second time changes the role.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` for a company or role that is none.
pub async fn join(desk: &Desk, person: &Person, slug: &str, company: &str, role: &str) -> Result<()> {
    let held = hold(desk, person, slug).await?;
    if held.user.role_id.is_some() {
        return Err(Refusal::field("company", Reason::NotOffered).into());
    }
    let company = choose::company(&*held.tx, company).await?.map_err(|reason| Refusal::field("company", reason))?;
    let catalogue = desk.catalogue();
    let role = catalogue.roles.iter().find(|(_, known)| known.kind == Kind::Customer && known.slug == role);
    let (role_id, _) = role.ok_or_else(|| Refusal::field("role", Reason::NotOffered))?;
    let now = desk.now();
    enter(&held, company.id, *role_id).await?;
    // A seat of the company's plan may have waited for this account.
    plans::link(&held.tx, held.user.id, now).await?;
    let waited = super::directory::standing(&held.user) == Standing::Waiting;
    if waited {
        let change = user::ActiveModel { active: Set(true), waiting_since: Set(None), ..Default::default() };
        held.update(change).await?;
        let told = Mail::Activated { company: company.name, link: "/login".into() };
        mail::post(&held.tx, Letter::to(&held.user, told, now)).await?;
    }
    held.done(person, if waited { "person_activated" } else { "person_joined" }, Some(company.id), now).await
}

async fn enter(held: &Held, company_id: i64, role_id: i64) -> Result<()> {
    let own = of(held.user.id, company_id).one(&*held.tx).await?;
    match own {
        Some(own) => {
            let row = membership::ActiveModel { id: Set(own.id), role_id: Set(role_id), ..Default::default() };
            row.update(&*held.tx).await?;
        }
        None => {
            let row = membership::ActiveModel {
                user_id: Set(held.user.id),
                company_id: Set(company_id),
                role_id: Set(role_id),
                sees_company: Set(false),
                ..Default::default()
            };
            row.insert(&*held.tx).await?;
        }
    }
    Ok(())
}

fn of(user_id: i64, company_id: i64) -> sea_orm::Select<membership::Entity> {
    membership::Entity::find()
        .filter(membership::Column::UserId.eq(user_id))
        .filter(membership::Column::CompanyId.eq(company_id))
}

/// Takes a customer out of a company. Their tickets stay with it.
///
/// # Errors
/// `NotFound`, `Forbidden`, also while they hold a seat of its plan.
pub async fn leave(desk: &Desk, person: &Person, slug: &str, company: &str) -> Result<()> {
    let held = hold(desk, person, slug).await?;
    let named = company::Entity::find().filter(company::Column::Slug.eq(company.replace('\0', "")));
    let company = named.one(&*held.tx).await?.ok_or(Refusal::NotFound)?;
    let Some(own) = of(held.user.id, company.id).one(&*held.tx).await? else { return Ok(()) };
    let plans = plan::Entity::find().filter(plan::Column::CompanyId.eq(company.id)).all(&*held.tx).await?;
    let seats = seat::Entity::find()
        .filter(seat::Column::UserId.eq(held.user.id))
        .filter(seat::Column::PlanId.is_in(plans.iter().map(|plan| plan.id)));
    if seats.count(&*held.tx).await? > 0 {
        return Err(Refusal::Forbidden(Because::HoldsSeat).into());
    }
    membership::Entity::delete_by_id(own.id).exec(&*held.tx).await?;
    held.done(person, "person_left", Some(company.id), desk.now()).await
}

/// Shuts somebody out, at once and on all devices; or lets them in again.
///
/// # Errors
/// `NotFound`, `Forbidden`, also for oneself.
pub async fn set_active(desk: &Desk, person: &Person, slug: &str, active: bool) -> Result<()> {
    let held = hold(desk, person, slug).await?;
    if held.user.id == person.id {
        return Err(Refusal::Forbidden(Because::NotYourself).into());
    }
    if held.user.active == active {
        return Ok(());
    }
    held.update(user::ActiveModel { active: Set(active), waiting_since: Set(None), ..Default::default() }).await?;
    held.end_sessions().await?;
    held.done(person, if active { "person_enabled" } else { "person_disabled" }, None, desk.now()).await
}

/// Mails a link for a new password, and forgets the wrong tries of everybody who tried this account.
///
/// # Errors
/// `NotFound`, `Forbidden`; `Invalid` for an account that may not sign in.
pub async fn send_reset(desk: &Desk, person: &Person, slug: &str) -> Result<()> {
    let held = hold(desk, person, slug).await?;
    if !held.user.active {
        return Err(Refusal::field("reset", Reason::NotOffered).into());
    }
    let now = desk.now();
    let kind = Mail::Reset { link: reset::link(&held.tx, held.user.id, now).await?, minutes: reset::MINUTES };
    mail::post(&held.tx, Letter::to(&held.user, kind, now)).await?;
    let logins = [Some(held.user.email.clone()), held.user.username.clone()];
    held.done(person, "reset_sent", None, now).await?;
    for login in logins.into_iter().flatten() {
        desk.throttle().forgive(&login);
    }
    Ok(())
}

/// Takes the second factor off an account whose owner has lost it and the codes, too. Whoever does so has made sure who asks.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn drop_second(desk: &Desk, person: &Person, slug: &str) -> Result<()> {
    let held = hold(desk, person, slug).await?;
    let now = desk.now();
    if !super::second::is_on(&*held.tx, held.user.id).await? {
        return Ok(());
    }
    super::second::forget(&held.tx, held.user.id).await?;
    held.end_sessions().await?;
    mail::post(&held.tx, Letter::to(&held.user, Mail::SecondFactor { on: false }, now)).await?;
    held.done(person, "second_factor_dropped", None, now).await
}

/// Ends all sessions of somebody.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn end_sessions(desk: &Desk, person: &Person, slug: &str) -> Result<()> {
    let held = hold(desk, person, slug).await?;
    held.end_sessions().await?;
    held.done(person, "sessions_ended", None, desk.now()).await
}

/// Corrects what an account says of somebody.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`.
pub async fn correct(desk: &Desk, person: &Person, slug: &str, wanted: &Details) -> Result<()> {
    let held = hold(desk, person, slug).await?;
    let wanted = wanted.checked()?;
    if wanted == super::directory::details(&held.user) {
        return Ok(());
    }
    held.update(detailed(wanted)).await?;
    held.done(person, "person_changed", None, desk.now()).await
}

/// The columns that a person's details stand in.
pub(super) fn detailed(details: Details) -> user::ActiveModel {
    let name = details.name();
    user::ActiveModel {
        name_key: Set(name.to_lowercase()),
        surname_key: Set(details.last_name.to_lowercase()),
        name: Set(name),
        first_name: Set(details.first_name),
        last_name: Set(details.last_name),
        position: Set(details.position),
        phone: Set(details.phone),
        ..Default::default()
    }
}
