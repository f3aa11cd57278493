//! Loading a person with their permissions, by session or by id: one statement for the account and one for its companies.

use super::{Grant, Home, Person, picture};
use crate::catalogue::Catalogue;
use crate::format_time::zone;
use crate::{Desk, Error, Result};
use domain::columns::{read_columns, read_fields, read_widths};
use domain::listing::{Column, SearchIn};
use domain::people::{Kind, Sharing};
use domain::plans::{Entitlement, Term, may_raise_something};
use domain::time::DAY;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::sync::LazyLock;

/// Whether the seat `s` of the plan `p` waits at `{NOW}`: what `domain::plans::choose::rests` says, in SQL.
pub(crate) const SEAT_RESTS: &str = "CASE WHEN p.choose_by < {NOW} AND (SELECT COUNT(*) FROM seats o WHERE o.plan_id = p.id \
    AND (o.since < s.since OR (o.since = s.since AND o.id < s.id))) >= p.seat_limit THEN TRUE ELSE FALSE END";

/// Whether the user `u` sees the saved view `v`: one's own and, at the desk, those of one's team and of everyone.
pub(crate) const SEES_VIEW: &str = "(v.owner_id = u.id OR (u.role_id IS NOT NULL AND \
    (v.audience = 'everyone' OR (v.audience = 'team' AND v.role_id = u.role_id))))";

#[derive(FromQueryResult)]
struct PersonRow {
    user_id: i64,
    used_at: i64,
    lasting: bool,
    name: String,
    username: Option<String>,
    picture: Option<Vec<u8>>,
    email: String,
    time_zone: String,
    role_id: Option<i64>,
    list_columns: String,
    list_widths: String,
    list_search: String,
    list_view: Option<String>,
    created_at: i64,
    has_views: bool,
    still: bool,
    version: i64,
}

#[derive(FromQueryResult)]
struct MembershipRow {
    company_id: i64,
    slug: String,
    name: String,
    sharing: String,
    role_id: i64,
    sees_company: bool,
    since: i64,
    team_queue_id: Option<i64>,
    level: Option<String>,
    product: Option<String>,
    ends_at: Option<i64>,
    grace_days: Option<i64>,
    suspended: Option<bool>,
    seat_id: Option<i64>,
    rests: bool,
    account_manager: Option<String>,
}

impl MembershipRow {
    /// The plan of this row, as it stands for the person.
    fn entitlement(&self) -> Option<Entitlement> {
        let grace = self.grace_days.unwrap_or_default() * DAY;
        Some(Entitlement {
            product: self.product.clone(),
            level: self.level.clone()?,
            seated: self.seat_id.is_some(),
            rests: self.rests,
            term: Term { ends_at: self.ends_at, grace, suspended: self.suspended.unwrap_or_default() },
        })
    }
}

/// What is needed of the account itself.
const ACCOUNT: &str = "u.name, u.username, u.email, u.time_zone, u.role_id, u.picture, u.list_columns, u.list_widths, u.list_search, u.list_view, u.created_at, u.still, \
    EXISTS (SELECT 1 FROM saved_views v WHERE {SEEN}) AS has_views, \
    (SELECT next_value FROM sequences WHERE name = 'catalogue') AS version";

const FIND_BY_SESSION: &str = "SELECT s.user_id, s.used_at, s.lasting, {ACCOUNT} FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1 AND s.expires_at > $2 AND u.active";

static MEMBERSHIPS: LazyLock<String> = LazyLock::new(|| {
    let rests = SEAT_RESTS.replace("{NOW}", "$2");
    format!(
        "SELECT m.company_id, c.slug, c.name, c.sharing, m.role_id, m.sees_company, m.since, c.team_queue_id, p.level, p.product, p.ends_at, \
           p.grace_days, p.suspended, s.id AS seat_id, {rests} AS rests, a.name AS account_manager \
         FROM memberships m JOIN companies c ON c.id = m.company_id LEFT JOIN plans p ON p.company_id = c.id \
         LEFT JOIN seats s ON s.plan_id = p.id AND s.user_id = m.user_id \
         LEFT JOIN users a ON a.id = c.account_manager_id WHERE m.user_id = $1 ORDER BY c.name, c.id, p.id"
    )
});

const FIND_BY_ID: &str = "SELECT u.id AS user_id, u.created_at AS used_at, FALSE AS lasting, {ACCOUNT} FROM users u \
    WHERE u.id = $1 AND u.active";

/// The statement with the columns and conditions that both share put in.
fn render_sql(sql: &str) -> String {
    sql.replace("{ACCOUNT}", ACCOUNT).replace("{SEEN}", SEES_VIEW)
}

/// The person of an id, with the rights that they have now: for notifying somebody who has not sent the request.
pub(crate) async fn find_person(desk: &Desk, user_id: i64) -> Result<Option<Person>> {
    let query = Statement::from_sql_and_values(desk.db().backend(), render_sql(FIND_BY_ID), [user_id.into()]);
    let Some(found) = PersonRow::find_by_statement(query).one(desk.db().read()).await? else {
        return Ok(None);
    };
    desk.refresh(found.version).await?;
    person(desk, found, Vec::new(), &desk.catalogue()).await.map(Some)
}

/// A session, as it was before this request, and its person.
pub(crate) struct FoundSession {
    pub person: Person,
    /// Unix milliseconds.
    pub used_at: i64,
    pub lasting: bool,
}

/// The person behind a session, as their rights stand now: by the hash of its token. `None` when it is unknown, ended or of a disabled
/// account.
pub(crate) async fn find_by_session(desk: &Desk, hashed: &[u8], now: i64) -> Result<Option<FoundSession>> {
    let query = Statement::from_sql_and_values(
        desk.db().backend(),
        render_sql(FIND_BY_SESSION),
        [hashed.to_vec().into(), now.into()],
    );
    let Some(found) = PersonRow::find_by_statement(query).one(desk.db().read()).await? else {
        return Ok(None);
    };
    desk.refresh(found.version).await?;
    let (used_at, lasting) = (found.used_at, found.lasting);
    let person = person(desk, found, hashed.to_vec(), &desk.catalogue()).await?;
    Ok(Some(FoundSession { person, used_at, lasting }))
}

async fn person(desk: &Desk, found: PersonRow, session: Vec<u8>, catalogue: &Catalogue) -> Result<Person> {
    let mut person = Person {
        id: found.user_id,
        session,
        cookie_lasts: None,
        name: found.name,
        login: found.username.unwrap_or(found.email),
        picture: picture::address(found.picture),
        kind: Kind::Customer,
        zone: zone(&found.time_zone),
        grants: Vec::new(),
        companies: Vec::new(),
        columns: read_columns(&found.list_columns).unwrap_or_else(|| Column::usual(found.role_id.is_some())),
        widths: read_widths(&found.list_widths),
        search_in: read_fields(&found.list_search).unwrap_or_else(|| SearchIn::USUAL.to_vec()),
        has_views: found.has_views,
        has_first_view: found.list_view.is_some_and(|slug| !slug.is_empty()),
        still: found.still,
    };
    match found.role_id {
        Some(role_id) => {
            let role = catalogue.roles.get(&role_id).ok_or_else(|| Error::broken(format!("role {role_id}")))?;
            person.kind = role.kind;
            let (since, rights) = (found.created_at, role.rights.clone());
            person.grants.push(Grant { company_id: None, own_only: false, since, rights });
        }
        None => join_companies(desk, &mut person, found.created_at, catalogue).await?,
    }
    person.forget_unknown_columns(catalogue);
    Ok(person)
}

async fn join_companies(desk: &Desk, person: &mut Person, came_at: i64, catalogue: &Catalogue) -> Result<()> {
    let values = [person.id.into(), desk.now().into()];
    let query = Statement::from_sql_and_values(desk.db().backend(), MEMBERSHIPS.as_str(), values);
    // A row for each plan of each company.
    for row in MembershipRow::find_by_statement(query).all(desk.db().read()).await? {
        let entitlement = row.entitlement();
        if let Some(home) = person.companies.last_mut().filter(|home| home.company_id == row.company_id) {
            home.files |= row.seat_id.is_some();
            home.plans.extend(entitlement);
            continue;
        }
        let role = catalogue.roles.get(&row.role_id).ok_or_else(|| Error::broken(format!("role {}", row.role_id)))?;
        let sharing = Sharing::parse(&row.sharing).ok_or_else(|| Error::broken(format!("sharing {}", row.sharing)))?;
        let own_only = !sharing.shows_all(role.sees_company, row.sees_company);
        let (since, rights) = (row.since.max(came_at), role.rights.clone());
        person.grants.push(Grant { company_id: Some(row.company_id), own_only, since, rights });
        person.companies.push(Home {
            company_id: row.company_id,
            slug: row.slug,
            name: row.name,
            plans: entitlement.into_iter().collect(),
            denied: None,
            files: role.files_requests || row.seat_id.is_some(),
            team_queue_id: row.team_queue_id,
            account_manager: row.account_manager,
        });
    }
    for home in &mut person.companies {
        home.denied = may_raise_something(&home.plans, desk.now()).err();
    }
    Ok(())
}

/// Whether a saved view of this name is there for the person.
pub(crate) async fn sees_view(db: &impl ConnectionTrait, person: &Person, slug: &str) -> Result<bool> {
    let sql = format!("SELECT v.id FROM saved_views v JOIN users u ON u.id = $1 WHERE v.slug = $2 AND {SEES_VIEW}");
    let query = Statement::from_sql_and_values(db.get_database_backend(), sql, [person.id.into(), slug.into()]);
    Ok(db.query_one_raw(query).await?.is_some())
}
