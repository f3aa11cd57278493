//! The directory of accounts, for those who manage them.

use super::{Person, passkeys, session, synthetic, user};
use crate::actor::{company, find_by_prefix, membership, picture};
use crate::catalogue::Catalogue;
use crate::companies::choose;
use crate::format_time::format_time;
use crate::{Desk, Result};
use domain::Refusal;
use domain::people::Kind;
use domain::people::account::{AccountRow, AccountStatus, CompanyMembership, Details, InviteOptions, People, Profile};
use domain::tickets::Choice;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use std::collections::HashMap;

/// People on one page of the list.
pub const PAGE: u64 = 50;
/// Pages that can be turned to; further on a name is typed.
const PAGES_MAX: u64 = 200;
/// So many who wait are counted.
const WAITING_MAX: u64 = 100;

/// A part of the list by name: those with a name, email or username that begins with `find`, or only those who wait.
///
/// # Errors
/// `NotFound` for whoever has nothing to do with accounts.
pub async fn people(desk: &Desk, person: &Person, find: &str, waiting: bool, page: u64) -> Result<People> {
    if !person.reads_people() {
        return Err(Refusal::NotFound.into());
    }
    let find = find.trim().to_lowercase().replace('\0', "");
    let page = page.clamp(1, PAGES_MAX);
    let query = if waiting {
        user::Entity::find().filter(user::Column::WaitingSince.is_not_null()).order_by_asc(user::Column::WaitingSince)
    } else if find.is_empty() {
        user::Entity::find().order_by_asc(user::Column::NameKey)
    } else {
        let ids = find_by_prefix(desk, &find, PAGE + 1).await?;
        user::Entity::find().filter(user::Column::Id.is_in(ids)).order_by_asc(user::Column::NameKey)
    };
    let query = query.order_by_asc(user::Column::Id).offset((page - 1) * PAGE).limit(PAGE + 1);
    let mut found = query.all(desk.db().read()).await?;
    let more = found.len() as u64 > PAGE;
    found.truncate(PAGE as usize);
    let belongs = belongs(desk, &found).await?;
    let rows = found.into_iter().map(|user| row(user, &belongs)).collect();
    Ok(People { rows, more, waiting: count_waiting(desk).await?, offer: offer(desk, person).await? })
}

/// What somebody new may be given.
async fn offer(desk: &Desk, person: &Person) -> Result<Option<InviteOptions>> {
    if !person.updates_people() {
        return Ok(None);
    }
    let catalogue = desk.catalogue();
    let mut roles = catalogue.company_roles();
    if person.kind == Kind::Admin {
        roles.extend(catalogue.desk_roles());
    }
    Ok(Some(InviteOptions { companies: choose::companies(desk.db().read(), person).await?, roles }))
}

async fn count_waiting(desk: &Desk) -> Result<u32> {
    let waiting: Select<_> = user::Entity::find().filter(user::Column::WaitingSince.is_not_null());
    let some = waiting.select_only().column(user::Column::Id).limit(WAITING_MAX);
    Ok(u32::try_from(some.count(desk.db().read()).await?).unwrap_or_default())
}

#[derive(FromQueryResult)]
struct Belongs {
    user_id: i64,
    name: String,
}

/// By user: their companies, or their role at the desk.
async fn belongs(desk: &Desk, users: &[user::Model]) -> Result<HashMap<i64, Vec<String>>> {
    let catalogue = desk.catalogue();
    let mut names: HashMap<i64, Vec<String>> = HashMap::new();
    for user in users {
        let role = user.role_id.and_then(|id| catalogue.roles.get(&id));
        names.entry(user.id).or_default().extend(role.map(|role| role.name.clone()));
    }
    let memberships = membership::Entity::find()
        .select_only()
        .column(membership::Column::UserId)
        .column(company::Column::Name)
        .join(
            sea_orm::JoinType::InnerJoin,
            membership::Entity::belongs_to(company::Entity)
                .from(membership::Column::CompanyId)
                .to(company::Column::Id)
                .into(),
        )
        .filter(membership::Column::UserId.is_in(users.iter().map(|user| user.id)))
        .order_by_asc(company::Column::Name);
    for one in memberships.into_model::<Belongs>().all(desk.db().read()).await? {
        names.entry(one.user_id).or_default().push(one.name);
    }
    Ok(names)
}

fn row(user: user::Model, belongs: &HashMap<i64, Vec<String>>) -> AccountRow {
    let status = status(&user);
    let belongs = match belongs.get(&user.id) {
        Some(names) if !names.is_empty() => names.join(", "),
        _ => user.asked_company,
    };
    let login = user.username.unwrap_or(user.email);
    let picture = picture::address(user.picture);
    AccountRow { slug: user.slug, name: user.name, login, position: user.position, belongs, status, picture }
}

pub(super) fn status(user: &user::Model) -> AccountStatus {
    match (user.active, user.waiting_since) {
        (true, _) => AccountStatus::Active,
        (false, Some(_)) => AccountStatus::Waiting,
        (false, None) => AccountStatus::Disabled,
    }
}

/// One person's page.
///
/// # Errors
/// `NotFound` for whoever has nothing to do with accounts, and for nobody's slug.
pub async fn profile(desk: &Desk, person: &Person, slug: &str) -> Result<Profile> {
    let user = find(desk, person, slug).await?;
    let (now, catalogue) = (desk.now(), desk.catalogue());
    let sessions = session::Entity::find()
        .filter(session::Column::UserId.eq(user.id))
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::UsedAt)
        .limit(SESSIONS_SHOWN)
        .all(desk.db().read())
        .await?;
    let may_change = may_change(person, &user).is_ok();
    let offers = may_change && user.role_id.is_none();
    Ok(Profile {
        status: status(&user),
        since: format_time(user.waiting_since.unwrap_or(user.created_at), now, &person.zone),
        last_used: sessions.first().map(|session| format_time(session.used_at, now, &person.zone)),
        sessions: u32::try_from(sessions.len()).unwrap_or_default(),
        desk_role: user.role_id.and_then(|id| Some(catalogue.roles.get(&id)?.name.clone())),
        companies: companies_of(desk, &catalogue, user.id).await?,
        may_change,
        passkeys: passkeys::count(desk.db().read(), user.id).await?,
        second: super::second::is_on(desk.db().read(), user.id).await?,
        own: user.id == person.id,
        picture: picture::address(user.picture.clone()),
        synthetic: synthetic::is(desk.db().read(), &user.email).await?,
        desk_roles: if person.kind == Kind::Admin { catalogue.desk_roles() } else { Vec::new() },
        offered_companies: if offers { choose::companies(desk.db().read(), person).await? } else { Vec::new() },
        offered_roles: if offers { catalogue.company_roles() } else { Vec::new() },
        details: details(&user),
        slug: user.slug,
        name: user.name,
        email: user.email,
        username: user.username,
        asked_company: user.asked_company,
    })
}

/// Sessions that are counted and shown.
pub(super) const SESSIONS_SHOWN: u64 = 100;

pub(super) fn details(user: &user::Model) -> Details {
    Details {
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        position: user.position.clone(),
        phone: user.phone.clone(),
    }
}

async fn companies_of(desk: &Desk, catalogue: &Catalogue, user_id: i64) -> Result<Vec<CompanyMembership>> {
    let own = membership::Entity::find().filter(membership::Column::UserId.eq(user_id)).all(desk.db().read()).await?;
    let ids = own.iter().map(|membership| membership.company_id);
    let named = company::Entity::find().filter(company::Column::Id.is_in(ids)).order_by_asc(company::Column::Name);
    let place_in = |id: i64| own.iter().find(|membership| membership.company_id == id);
    let role_in = |id: i64| Some(catalogue.roles.get(&place_in(id)?.role_id)?.name.clone());
    let named = named.all(desk.db().read()).await?.into_iter();
    let belonging = named.map(|company| CompanyMembership {
        role: role_in(company.id).unwrap_or_default(),
        client: place_in(company.id).is_some_and(|place| place.client),
        company: Choice { slug: company.slug, label: company.name },
    });
    Ok(belonging.collect())
}

/// The account of this slug, as far as it is anything to the person.
pub(super) async fn find(desk: &Desk, person: &Person, slug: &str) -> Result<user::Model> {
    if !person.reads_people() || slug.contains('\0') {
        return Err(Refusal::NotFound.into());
    }
    let found = user::Entity::find().filter(user::Column::Slug.eq(slug)).one(desk.db().read()).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// Whether the person may change an account they see.
pub(super) fn may_change(person: &Person, user: &user::Model) -> Result<(), Refusal> {
    use domain::Because;
    match (person.updates_people(), user.role_id) {
        (false, _) => Err(Refusal::Forbidden(Because::ReadOnly)),
        (true, Some(_)) => person.must_be_admin(),
        (true, None) => Ok(()),
    }
}
