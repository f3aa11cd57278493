//! Managing accounts, for staff: approving, memberships of companies, desk roles, profiles and addresses.

use super::locked_account::{LockedAccount, change_account};
use super::{Person, account_link, user};
use crate::actor::{company, membership};
use crate::companies::choose;
use crate::entitlements::{self, plan, seat};
use crate::mail::{self, OutboxMail};
use crate::{Desk, Result};
use domain::events::Named;
use domain::events::account::{self as log, DeskRole, Joined};
use domain::mail::MailKind as Mail;
use domain::people::Kind;
use domain::people::account::{AccountStatus, Details, check_email};
use domain::seen::{FormMerge, SeenFields};
use domain::{Because, Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, NotSet, PaginatorTrait, QueryFilter, Set};

/// Whether a person opens accounts for others.
///
/// # Errors
/// `NotFound` for whoever has nothing to do with accounts, `Forbidden` for whoever only reads.
pub(super) fn may_add(person: &Person) -> Result<(), Refusal> {
    match (person.reads_people(), person.updates_people()) {
        (false, _) => Err(Refusal::NotFound),
        (true, false) => Err(Refusal::Forbidden(Because::ReadOnly)),
        (true, true) => Ok(()),
    }
}

/// Puts a customer into a company, and lets in whoever still waits. A second time changes the role.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` for a company or role that is none.
pub async fn join(desk: &Desk, person: &Person, slug: &str, company: &str, role: &str) -> Result<()> {
    change_account(desk, person, slug, |held| async move {
        if held.user.role_id.is_some() {
            return Err(Refusal::field("company", Reason::NotOffered).into());
        }
        let company = choose::company(&*held.w, company).await?.map_err(|reason| Refusal::field("company", reason))?;
        let catalogue = desk.catalogue();
        let role = catalogue.roles.iter().find(|(_, known)| known.kind == Kind::Customer && known.slug == role);
        let (role_id, role) = role.ok_or_else(|| Refusal::field("role", Reason::NotOffered))?;
        let now = held.w.now();
        add_membership(&held, company.id, *role_id, now).await?;
        // A seat of the company's plan may have waited for this account.
        entitlements::link(&held.w, held.user.id).await?;
        let waited = super::directory::status(&held.user) == AccountStatus::Waiting;
        if waited {
            let change = user::ActiveModel { active: Set(true), waiting_since: Set(None), ..Default::default() };
            held.update(change).await?;
            let kind = Mail::Activated { company: company.name, link: "/login".into() };
            mail::enqueue(&held.w, OutboxMail::to(&held.user, kind, now)).await?;
        }
        let joined = Joined { user: held.user.named(), role: Named::new(*role_id, &role.name) };
        let event = if waited { log::Event::Activated(joined) } else { log::Event::Joined(joined) };
        held.record(event, Some(company.id)).await
    })
    .await
}

async fn add_membership(held: &LockedAccount, company_id: i64, role_id: i64, now: i64) -> Result<()> {
    let own = of(held.user.id, company_id).one(&*held.w).await?;
    match own {
        Some(own) => {
            let row = membership::ActiveModel { id: Set(own.id), role_id: Set(role_id), ..Default::default() };
            row.update(&*held.w).await?;
        }
        None => {
            let row = membership::ActiveModel {
                user_id: Set(held.user.id),
                company_id: Set(company_id),
                role_id: Set(role_id),
                sees_company: Set(false),
                since: Set(now),
                ..Default::default()
            };
            row.insert(&*held.w).await?;
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
    change_account(desk, person, slug, |held| async move {
        let named = company::Entity::find().filter(company::Column::Slug.eq(company.replace('\0', "")));
        let company = named.one(&*held.w).await?.ok_or(Refusal::NotFound)?;
        let Some(own) = of(held.user.id, company.id).one(&*held.w).await? else { return Ok(()) };
        let plans = plan::Entity::find().filter(plan::Column::CompanyId.eq(company.id)).all(&*held.w).await?;
        let seats = seat::Entity::find()
            .filter(seat::Column::UserId.eq(held.user.id))
            .filter(seat::Column::PlanId.is_in(plans.iter().map(|plan| plan.id)));
        if seats.count(&*held.w).await? > 0 {
            return Err(Refusal::Forbidden(Because::HoldsSeat).into());
        }
        membership::Entity::delete_by_id(own.id).exec(&*held.w).await?;
        let event = log::Event::Left(held.whose());
        held.record(event, Some(company.id)).await
    })
    .await
}

/// Gives an account another address. The old one is told; links that were mailed to it are worth nothing any more.
///
/// # Errors
/// `NotFound`, `Forbidden` for everybody but admins, `Invalid` for an address that is none or somebody else's.
pub async fn set_email(desk: &Desk, person: &Person, slug: &str, typed: &str) -> Result<()> {
    change_account(desk, person, slug, |held| async move {
        person.must_be_admin()?;
        let email = check_email(typed).map_err(|reason| Refusal::field("email", reason))?;
        if email == held.user.email {
            return Ok(());
        }
        if user::Entity::find().filter(user::Column::Email.eq(email.as_str())).one(&*held.w).await?.is_some() {
            return Err(Refusal::field("email", Reason::HasAccount).into());
        }
        let now = held.w.now();
        let links = account_link::Entity::delete_many().filter(account_link::Column::UserId.eq(held.user.id));
        links.exec(&*held.w).await?;
        held.update(user::ActiveModel { email: Set(email.clone()), ..Default::default() }).await?;
        mail::enqueue(&held.w, OutboxMail::to(&held.user, Mail::EmailChanged { to: email }, now)).await?;
        // A seat may have waited for this address.
        entitlements::link(&held.w, held.user.id).await?;
        let event = log::Event::EmailSet(held.whose());
        held.record(event, None).await
    })
    .await
}

/// Gives somebody a role at the desk, or with an empty one makes a customer of them. Whoever waited is let in, and what was open
/// under the old rights ends.
///
/// # Errors
/// `NotFound`, `Forbidden` for everybody but admins, for oneself, and for whoever holds a seat of a plan; `Invalid`.
pub async fn set_desk_role(desk: &Desk, person: &Person, slug: &str, role: &str) -> Result<()> {
    change_account(desk, person, slug, |held| async move {
        person.must_be_admin()?;
        if held.user.id == person.id {
            return Err(Refusal::Forbidden(Because::NotYourself).into());
        }
        let catalogue = desk.catalogue();
        let named = catalogue.roles.iter().find(|(_, known)| known.kind.is_staff() && known.slug == role);
        let role_id = match (role, named) {
            ("", _) => None,
            (_, Some((id, _))) => Some(*id),
            (_, None) => return Err(Refusal::field("desk_role", Reason::NotOffered).into()),
        };
        if role_id == held.user.role_id {
            return Ok(());
        }
        let seats = seat::Entity::find().filter(seat::Column::UserId.eq(held.user.id));
        if role_id.is_some() && seats.count(&*held.w).await? > 0 {
            return Err(Refusal::Forbidden(Because::HoldsSeat).into());
        }
        let waited = super::directory::status(&held.user) == AccountStatus::Waiting && role_id.is_some();
        let active = if waited { Set(true) } else { NotSet };
        let waiting_since = if waited { Set(None) } else { NotSet };
        held.update(user::ActiveModel { role_id: Set(role_id), active, waiting_since, ..Default::default() }).await?;
        held.end_sessions().await?;
        let role = |id: i64| catalogue.roles.get(&id).map(|role| Named::new(id, &role.name));
        let (from, to) = (held.user.role_id.and_then(role), role_id.and_then(role));
        let event = log::Event::DeskRoleGiven(DeskRole { user: held.user.named(), from, to });
        held.record(event, None).await
    })
    .await
}

/// Corrects what an account says of somebody, as far as its form has been changed since it was `seen`.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, also about what somebody else has changed meanwhile.
pub async fn correct(desk: &Desk, person: &Person, slug: &str, wanted: &Details, seen: &SeenFields) -> Result<()> {
    change_account(desk, person, slug, |held| async move {
        let wanted = merged(wanted, seen, &held.user)?.checked()?;
        if wanted == super::directory::details(&held.user) {
            return Ok(());
        }
        held.update(detailed(wanted)).await?;
        let event = log::Event::Changed(held.whose());
        held.record(event, None).await
    })
    .await
}

/// The details with what is kept now in every field that nobody has changed in the form.
pub(super) fn merged(wanted: &Details, seen: &SeenFields, user: &user::Model) -> Result<Details, Refusal> {
    let (mut wanted, mut merge) = (wanted.clone(), FormMerge::new(seen));
    let fields = [
        ("first_name", &mut wanted.first_name, &user.first_name),
        ("last_name", &mut wanted.last_name, &user.last_name),
        ("position", &mut wanted.position, &user.position),
        ("phone", &mut wanted.phone, &user.phone),
    ];
    for (name, wanted, now) in fields {
        merge.field(name, wanted, now, now);
    }
    merge.done("").map(|()| wanted)
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
