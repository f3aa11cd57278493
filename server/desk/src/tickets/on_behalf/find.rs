//! Caller search: people and companies that somebody on the phone may be.

use crate::actor::{Person, find_by_prefix, picture};
use crate::{Desk, Result};
use domain::Refusal;
use domain::refusal::Because;
use domain::tickets::Choice;
use domain::tickets::caller::{Callers, KnownCaller};
use sea_orm::{FromQueryResult, Statement, Value};

/// Companies and people shown at once.
const SHOWN_MAX: usize = 20;
/// People of any company who are looked at for each way of being called so.
const LOOKED_AT: u64 = 51;
/// Letters that are looked for.
const FIND_MAX: usize = 100;

#[derive(FromQueryResult)]
struct CompanyRow {
    slug: String,
    name: String,
}

#[derive(FromQueryResult)]
struct CallerRow {
    slug: String,
    name: String,
    position: String,
    login: String,
    picture: Option<Vec<u8>>,
    company: String,
    company_name: String,
    contact: bool,
}

/// The people and companies that `find` may mean; with a company, its people alone.
///
/// # Errors
/// `NotFound` for customers and for a company that is not there, `Forbidden` for those who may change no ticket.
pub async fn callers(desk: &Desk, person: &Person, company: &str, find: &str) -> Result<Callers> {
    match (person.is_staff(), person.updates_anything()) {
        (false, _) => return Err(Refusal::NotFound.into()),
        (true, false) => return Err(Refusal::Forbidden(Because::ReadOnly).into()),
        (true, true) => {}
    }
    let find: String = find.trim().to_lowercase().replace('\0', "").chars().take(FIND_MAX).collect();
    let chosen = if company.is_empty() { None } else { Some(find_company(desk, company).await?) };
    let mut companies = if chosen.is_none() { companies(desk, &find).await? } else { Vec::new() };
    let mut people = match &chosen {
        Some(company) => of_company(desk, &company.slug, &find).await?,
        None if find.is_empty() => Vec::new(),
        None => anybody(desk, &find).await?,
    };
    let more = companies.len() > SHOWN_MAX || people.len() > SHOWN_MAX;
    companies.truncate(SHOWN_MAX);
    people.truncate(SHOWN_MAX);
    let adds = chosen.is_some() && person.updates_people();
    Ok(Callers {
        roles: if adds { desk.catalogue().company_roles() } else { Vec::new() },
        company: chosen.map(choice),
        companies: companies.into_iter().map(choice).collect(),
        people: people.into_iter().map(into_caller).collect(),
        more,
    })
}

fn choice(company: CompanyRow) -> Choice {
    Choice { slug: company.slug, label: company.name }
}

fn into_caller(found: CallerRow) -> KnownCaller {
    KnownCaller {
        slug: found.slug,
        name: found.name,
        position: found.position,
        login: found.login,
        picture: picture::address(found.picture),
        company: Choice { slug: found.company, label: found.company_name },
        contact: found.contact,
    }
}

async fn find_company(desk: &Desk, slug: &str) -> Result<CompanyRow> {
    let sql = "SELECT slug, name FROM companies WHERE slug = $1";
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [slug.replace('\0', "").into()]);
    Ok(CompanyRow::find_by_statement(query).one(desk.db().read()).await?.ok_or(Refusal::NotFound)?)
}

/// A few thousand companies are looked through at most, in the order of their names.
async fn companies(desk: &Desk, find: &str) -> Result<Vec<CompanyRow>> {
    let sql = format!(
        "SELECT slug, name FROM companies WHERE LOWER(name) LIKE $1 ESCAPE '\\' ORDER BY name LIMIT {}",
        SHOWN_MAX + 1
    );
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [within(find).into()]);
    Ok(CompanyRow::find_by_statement(query).all(desk.db().read()).await?)
}

fn within(find: &str) -> String {
    format!("%{}%", find.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

const SELECT: &str = "SELECT u.slug, u.name, u.position, COALESCE(u.username, u.email) AS login, u.picture, c.slug AS company, \
    c.name AS company_name, EXISTS (SELECT 1 FROM seats s JOIN plans p ON p.id = s.plan_id \
      WHERE s.user_id = u.id AND p.company_id = c.id) AS contact \
    FROM users u JOIN memberships m ON m.user_id = u.id JOIN companies c ON c.id = m.company_id";

async fn people(desk: &Desk, condition: &str, values: Vec<Value>) -> Result<Vec<CallerRow>> {
    let sql = format!(
        "{SELECT} WHERE {condition} AND u.active AND u.role_id IS NULL ORDER BY u.name_key, u.id, c.name LIMIT {}",
        SHOWN_MAX + 1
    );
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, values);
    Ok(CallerRow::find_by_statement(query).all(desk.db().read()).await?)
}

async fn anybody(desk: &Desk, find: &str) -> Result<Vec<CallerRow>> {
    let ids = find_by_prefix(desk, find, LOOKED_AT).await?;
    let ids = ids.iter().map(i64::to_string).chain(["-1".into()]).collect::<Vec<_>>().join(", ");
    people(desk, &format!("u.id IN ({ids})"), Vec::new()).await
}

async fn of_company(desk: &Desk, slug: &str, find: &str) -> Result<Vec<CallerRow>> {
    let condition = "c.slug = $1 AND (u.name_key LIKE $2 ESCAPE '\\' OR u.email LIKE $2 ESCAPE '\\')";
    people(desk, condition, vec![slug.into(), within(find).into()]).await
}
