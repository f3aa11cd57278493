//! The directory of companies, for those who manage accounts.

use super::{company, membership};
use crate::actor::{Person, user};
use crate::{Desk, Error, Result};
use domain::Refusal;
use domain::people::company::{Companies, Company, CompanyRow, MEMBERS_MAX, Member};
use domain::people::{Kind, Sharing};
use domain::tickets::Choice;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement};
use std::collections::HashMap;

/// Companies on one page of the list.
const PAGE: u64 = 50;
/// Pages that can be turned to; further on a name is typed.
const PAGES_MAX: u64 = 200;
/// So many of those who work here are offered as account managers.
const MANAGERS_MAX: u64 = 500;

/// A part of the list by name: those whose name begins with `find`.
///
/// # Errors
/// `NotFound` for whoever has nothing to do with accounts.
pub async fn companies(desk: &Desk, person: &Person, find: &str, page: u64) -> Result<Companies> {
    if !person.reads_people() {
        return Err(Refusal::NotFound.into());
    }
    let (find, page) = (as_slug(find), page.clamp(1, PAGES_MAX));
    let all = company::Entity::find().order_by_asc(company::Column::Name).order_by_asc(company::Column::Id);
    let query = if find.is_empty() {
        all
    } else {
        let end = format!("{find}~");
        all.filter(company::Column::Slug.gte(find.as_str())).filter(company::Column::Slug.lt(end))
    };
    let mut found = query.offset((page - 1) * PAGE).limit(PAGE + 1).all(desk.db().read()).await?;
    let more = found.len() as u64 > PAGE;
    found.truncate(PAGE as usize);
    let (sizes, names) = (member_counts(desk, &found).await?, manager_names(desk, &found).await?);
    let row = |company: company::Model| {
        Ok(CompanyRow {
            members: sizes.get(&company.id).copied().unwrap_or_default(),
            sharing: sharing(&company)?,
            manager: company.account_manager_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            slug: company.slug,
            name: company.name,
        })
    };
    let rows = found.into_iter().map(row).collect::<Result<_>>()?;
    Ok(Companies { rows, more, may_add: person.kind == Kind::Admin })
}

/// A company's slug is its name in small letters and dashes.
fn as_slug(find: &str) -> String {
    let letters = find.trim().to_lowercase();
    letters.chars().take(80).map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

pub(super) fn sharing(company: &company::Model) -> Result<Sharing> {
    Sharing::parse(&company.sharing).ok_or_else(|| Error::broken(format!("sharing {}", company.sharing)))
}

#[derive(FromQueryResult)]
struct MemberCount {
    company_id: i64,
    members: i64,
}

async fn member_counts(desk: &Desk, companies: &[company::Model]) -> Result<HashMap<i64, u64>> {
    let counted = membership::Entity::find()
        .select_only()
        .column(membership::Column::CompanyId)
        .column_as(membership::Column::Id.count(), "members")
        .filter(membership::Column::CompanyId.is_in(companies.iter().map(|company| company.id)))
        .group_by(membership::Column::CompanyId);
    let rows = counted.into_model::<MemberCount>().all(desk.db().read()).await?;
    Ok(rows.into_iter().map(|row| (row.company_id, u64::try_from(row.members).unwrap_or_default())).collect())
}

async fn manager_names(desk: &Desk, companies: &[company::Model]) -> Result<HashMap<i64, String>> {
    let ids = companies.iter().filter_map(|company| company.account_manager_id);
    let query = user::Entity::find().filter(user::Column::Id.is_in(ids)).into_partial_model::<user::Summary>();
    Ok(query.all(desk.db().read()).await?.into_iter().map(|user| (user.id, user.name)).collect())
}

#[derive(FromQueryResult)]
struct MemberRow {
    slug: String,
    name: String,
    active: bool,
    role_id: i64,
    sees_company: bool,
    client: bool,
}

/// One company's page.
///
/// # Errors
/// `NotFound` for whoever has nothing to do with accounts, and for a slug that no company has.
pub async fn profile(desk: &Desk, person: &Person, slug: &str) -> Result<Company> {
    let company = find(desk, person, slug).await?;
    let sql = "SELECT u.slug, u.name, u.active, m.role_id, m.sees_company, m.client FROM memberships m JOIN users u ON u.id = m.user_id \
        WHERE m.company_id = $1 ORDER BY u.name_key, u.id LIMIT $2";
    let values = [company.id.into(), (MEMBERS_MAX as i64).into()];
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, values);
    let (catalogue, rows) = (desk.catalogue(), MemberRow::find_by_statement(query).all(desk.db().read()).await?);
    let member = |row: MemberRow| Member {
        role: catalogue.roles.get(&row.role_id).map(|role| role.name.clone()).unwrap_or_default(),
        slug: row.slug,
        name: row.name,
        picked: row.sees_company,
        client: row.client,
        active: row.active,
    };
    let managers = managers(desk).await?;
    let named = |id: Option<i64>| {
        let found = managers.iter().find(|(known, _)| Some(*known) == id);
        found.map(|(_, choice)| (choice.slug.clone(), choice.label.clone())).unwrap_or_default()
    };
    let ((manager, manager_name), (csm, csm_name)) = (named(company.account_manager_id), named(company.csm_id));
    let (plans, may_file) = crate::entitlements::lines_of(desk, person, &company).await?;
    let may_change = person.kind == Kind::Admin;
    Ok(Company {
        sharing: sharing(&company)?,
        slug: company.slug,
        name: company.name,
        manager,
        manager_name,
        csm,
        csm_name,
        plans,
        may_file,
        managers: if may_change { managers.into_iter().map(|(_, choice)| choice).collect() } else { Vec::new() },
        members: rows.into_iter().map(member).collect(),
        may_change,
        may_pick: person.updates_people(),
    })
}

async fn managers(desk: &Desk) -> Result<Vec<(i64, Choice)>> {
    let here = user::Entity::find().filter(user::Column::RoleId.is_not_null()).order_by_asc(user::Column::Name);
    let here = here.limit(MANAGERS_MAX).into_partial_model::<user::Summary>().all(desk.db().read()).await?;
    Ok(here.into_iter().map(|user| (user.id, Choice { slug: user.slug, label: user.name })).collect())
}

pub(super) async fn find(desk: &Desk, person: &Person, slug: &str) -> Result<company::Model> {
    if !person.reads_people() || slug.contains('\0') {
        return Err(Refusal::NotFound.into());
    }
    let found = company::Entity::find().filter(company::Column::Slug.eq(slug)).one(desk.db().read()).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}
