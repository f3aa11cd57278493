//! Sessions live on the server: signing out ends them for good.

use super::person::{Grant, Home, Person};
use super::session;
use crate::catalogue::Catalogue;
use crate::db::Tx;
use crate::error::Error;
use crate::events::{self, Fact};
use crate::moment::zone;
use crate::{Desk, Result, plans, to_the_end, views};
use domain::columns::{read_columns, read_fields, read_widths};
use domain::events::Nothing;
use domain::events::person::{Event, SignedIn};
use domain::listing::{Column, SearchIn};
use domain::people::{Kind, Sharing};
use domain::plans::{Standing, Term, may_raise_something};
use domain::time::{DAY, HOUR};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Set, Statement};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::sync::LazyLock;

/// What the cookie holds: 256 random bits in hexadecimal. Only its hash is kept.
pub struct Token {
    pub text: String,
    /// How long the browser keeps it; `None` until it closes.
    pub max_age_seconds: Option<i64>,
    /// No session yet: the second step of the sign-in is still to come.
    pub half: bool,
}

/// A session without "Remember me" ends so long after its last use.
const SHORT: i64 = 12 * HOUR;
/// A session with it.
const LONG: i64 = 30 * DAY;
/// The last use is written down no more often than this.
const TOUCH_EVERY: i64 = HOUR;

pub(crate) fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

fn lifetime(lasting: bool) -> i64 {
    if lasting { LONG } else { SHORT }
}

/// Where a session is started from.
#[derive(Clone, Debug)]
pub struct Browser {
    pub address: IpAddr,
    /// What the browser says it is.
    pub device: String,
}

/// So much of what a browser says is kept, in characters.
const DEVICE_MAX: usize = 300;

/// Starts a session; every sign-in has one of its own.
pub(super) async fn start(desk: &Desk, user_id: i64, lasting: bool, browser: &Browser) -> Result<Token> {
    let now = desk.now();
    desk.write(|tx| async move {
        let token = begin(&tx, user_id, lasting, browser, now).await?;
        if !token.half {
            events::append(&tx, Fact::of_person(now, user_id, Event::SignedIn(SignedIn { passkey: false }))).await?;
        }
        Ok(token)
    })
    .await
}

/// A session or, for whoever has a second factor, the first half of one.
pub(super) async fn begin(tx: &Tx, user_id: i64, lasting: bool, browser: &Browser, now: i64) -> Result<Token> {
    if super::second::is_on(&**tx, user_id).await? {
        super::second::half(tx, user_id, lasting, now).await
    } else {
        insert(tx, user_id, lasting, browser, now).await
    }
}

/// Writes a new session down. Sessions that ended are swept out on the way.
pub(super) async fn insert(tx: &Tx, user_id: i64, lasting: bool, browser: &Browser, now: i64) -> Result<Token> {
    let text = super::links::fresh();
    let row = session::ActiveModel {
        token_hash: Set(hash(&text)),
        user_id: Set(user_id),
        created_at: Set(now),
        used_at: Set(now),
        expires_at: Set(now + lifetime(lasting)),
        lasting: Set(lasting),
        device: Set(domain::text::line(&browser.device).chars().take(DEVICE_MAX).collect()),
    };
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(now)).exec(&**tx).await?;
    session::Entity::insert(row).exec_without_returning(&**tx).await?;
    super::tries::remember(tx, user_id, browser.address, now).await?;
    // A seat may have waited for this account's address.
    plans::link(tx, user_id, now).await?;
    Ok(Token { text, max_age_seconds: lasting.then_some(LONG / 1000), half: false })
}

/// Ends a session; an unknown token is no error.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(desk: &Desk, token: &str) -> Result<()> {
    desk.write(|tx| async move {
        let found = session::Entity::find_by_id(hash(token)).one(&*tx).await?;
        if let Some(row) = found {
            session::Entity::delete_by_id(row.token_hash).exec(&*tx).await?;
            events::append(&tx, Fact::of_person(desk.now(), row.user_id, Event::SignedOut(Nothing {}))).await?;
        }
        Ok(())
    })
    .await?;
    desk.live().session_ended(token);
    Ok(())
}

/// Ends all sessions of a person but the one that asks.
pub(super) async fn end_others(tx: &Tx, person: &Person) -> Result<()> {
    let own = session::Entity::delete_many().filter(session::Column::UserId.eq(person.id));
    own.filter(session::Column::TokenHash.ne(person.session.clone())).exec(&**tx).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Found {
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
struct Belonging {
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

impl Belonging {
    /// The plan of this row, as it stands for the person.
    fn standing(&self) -> Option<Standing> {
        let grace = self.grace_days.unwrap_or_default() * DAY;
        Some(Standing {
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

const FIND: &str = "SELECT s.user_id, s.used_at, s.lasting, {ACCOUNT} FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1 AND s.expires_at > $2 AND u.active";

static BELONGINGS: LazyLock<String> = LazyLock::new(|| {
    let rests = plans::seat::RESTS.replace("{NOW}", "$2");
    format!(
        "SELECT m.company_id, c.slug, c.name, c.sharing, m.role_id, m.sees_company, m.since, c.team_queue_id, p.level, p.product, p.ends_at, \
           p.grace_days, p.suspended, s.id AS seat_id, {rests} AS rests, a.name AS account_manager \
         FROM memberships m JOIN companies c ON c.id = m.company_id LEFT JOIN plans p ON p.company_id = c.id \
         LEFT JOIN seats s ON s.plan_id = p.id AND s.user_id = m.user_id \
         LEFT JOIN users a ON a.id = c.account_manager_id WHERE m.user_id = $1 ORDER BY c.name, c.id, p.id"
    )
});

const KNOWN: &str = "SELECT u.id AS user_id, u.created_at AS used_at, FALSE AS lasting, {ACCOUNT} FROM users u \
    WHERE u.id = $1 AND u.active";

/// The statement with the parts that it shares with others.
fn spelled(sql: &str) -> String {
    sql.replace("{ACCOUNT}", ACCOUNT).replace("{SEEN}", views::SEEN)
}

/// A person who is not asking, as their rights stand now: somebody who is to be told something.
pub(crate) async fn known(desk: &Desk, user_id: i64) -> Result<Option<Person>> {
    let query = Statement::from_sql_and_values(desk.db().backend(), spelled(KNOWN), [user_id.into()]);
    let Some(found) = Found::find_by_statement(query).one(desk.db().read()).await? else {
        return Ok(None);
    };
    desk.refresh(found.version).await?;
    person(desk, found, Vec::new(), &desk.catalogue()).await.map(Some)
}

/// The person behind a token, as their rights stand now; `None` when it is unknown, ended or of a disabled account.
///
/// # Errors
/// When the database fails.
pub async fn find(desk: &Desk, token: &str) -> Result<Option<Person>> {
    let (db, now, hashed) = (desk.db().read(), desk.now(), hash(token));
    let query = Statement::from_sql_and_values(desk.db().backend(), spelled(FIND), [hashed.clone().into(), now.into()]);
    let Some(found) = Found::find_by_statement(query).one(db).await? else {
        return Ok(None);
    };
    desk.refresh(found.version).await?;
    let renewed = now - found.used_at > TOUCH_EVERY;
    let cookie_lasts = (renewed && found.lasting).then_some(LONG / 1000);
    if renewed {
        to_the_end(touch(desk.clone(), hashed.clone(), now, found.lasting)).await?;
    }
    let catalogue = desk.catalogue();
    let person = person(desk, found, hashed, &catalogue).await?;
    Ok(Some(Person { cookie_lasts, ..person }))
}

async fn touch(desk: Desk, hashed: Vec<u8>, now: i64, lasting: bool) -> Result<()> {
    let (desk, hashed) = (&desk, &hashed);
    desk.write(|tx| async move {
        let sql = "UPDATE sessions SET used_at = $1, expires_at = $2 WHERE token_hash = $3";
        let values = [now.into(), (now + lifetime(lasting)).into(), hashed.clone().into()];
        tx.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
        Ok(())
    })
    .await
}

async fn person(desk: &Desk, found: Found, session: Vec<u8>, catalogue: &Catalogue) -> Result<Person> {
    let mut person = Person {
        id: found.user_id,
        session,
        cookie_lasts: None,
        name: found.name,
        login: found.username.unwrap_or(found.email),
        picture: super::picture::address(found.picture),
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
    let query = Statement::from_sql_and_values(desk.db().backend(), BELONGINGS.as_str(), values);
    // A row for each plan of each company.
    for row in Belonging::find_by_statement(query).all(desk.db().read()).await? {
        let standing = row.standing();
        if let Some(home) = person.companies.last_mut().filter(|home| home.company_id == row.company_id) {
            home.files |= row.seat_id.is_some();
            home.plans.extend(standing);
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
            plans: standing.into_iter().collect(),
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
