//! Tasks beside tickets: requests that they are to file, and a choice that their company has to make.

use super::days;
use crate::Desk;
use crate::Result;
use crate::actor::Person;
use crate::db::Tx;
use crate::entitlements::request;
use crate::format_time::format_time;
use domain::plans::{RequestState, Task};
use domain::tickets::Choice;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ConnectionTrait, FromQueryResult, Set, Statement};

/// Requests that are shown and counted.
const TASKS_MAX: i64 = 20;

#[derive(FromQueryResult)]
struct PreparedRow {
    public_id: String,
    company_id: i64,
    first_name: String,
    last_name: String,
    removes: String,
    created_at: i64,
    seen: bool,
    author: String,
}

/// The index holds few rows: a request leaves it when it is filed or taken back.
const PREPARED: &str = "SELECT r.public_id, p.company_id, r.first_name, r.last_name, r.removes, r.created_at, r.seen, u.name AS author \
    FROM plan_requests r JOIN plans p ON p.id = r.plan_id JOIN users u ON u.id = r.prepared_by \
    WHERE r.addressed_to = $1 AND r.state = 'prepared' ORDER BY r.id DESC LIMIT $2";

#[derive(FromQueryResult)]
struct Crowded {
    product: Option<String>,
    choose_by: i64,
    too_many: i64,
}

const CROWDED: &str = "SELECT product, choose_by, too_many FROM (SELECT p.id, p.product, p.choose_by, \
    (SELECT COUNT(*) FROM seats s WHERE s.plan_id = p.id) - p.seat_limit AS too_many \
    FROM plans p WHERE p.company_id = $1 AND p.choose_by IS NOT NULL) crowded WHERE too_many > 0 ORDER BY id LIMIT 20";

/// What waits for the person, the choices first, then the newest requests; and when the newest of these was written.
pub(crate) async fn tasks(desk: &Desk, person: &Person) -> Result<(Vec<Task>, i64)> {
    let (mut tasks, mut newest) = (Vec::new(), 0);
    for home in person.companies.iter().filter(|home| home.files) {
        let query = Statement::from_sql_and_values(desk.db().backend(), CROWDED, [home.company_id.into()]);
        let choice = |row: Crowded| Task::Choose {
            company: Choice { slug: home.slug.clone(), label: home.name.clone() },
            product: row.product.unwrap_or_default(),
            over: row.too_many,
            by: format_time(row.choose_by, desk.now(), &days::zone()),
            passed: desk.now() > row.choose_by,
        };
        tasks.extend(Crowded::find_by_statement(query).all(desk.db().read()).await?.into_iter().map(choice));
    }
    for row in prepared(desk, person).await? {
        let company = person.companies.iter().find(|home| home.company_id == row.company_id);
        newest = newest.max(row.created_at);
        tasks.push(Task::File {
            name: row.about(),
            id: row.public_id,
            by: row.author,
            company: company.map(|home| home.name.clone()).unwrap_or_default(),
            at: format_time(row.created_at, desk.now(), &person.zone),
            unread: !row.seen,
        });
    }
    Ok((tasks, newest))
}

impl PreparedRow {
    /// The new contact, or those who go.
    fn about(&self) -> String {
        let name = format!("{} {}", self.first_name, self.last_name).trim().to_owned();
        if !name.is_empty() {
            return name;
        }
        let removes: Vec<(String, String)> = serde_json::from_str(&self.removes).unwrap_or_default();
        removes.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(", ")
    }
}

/// Requests that the person is to file and still may; nobody else is asked for them.
async fn prepared(desk: &Desk, person: &Person) -> Result<Vec<PreparedRow>> {
    let may_file = |company_id| person.companies.iter().any(|home| home.files && home.company_id == company_id);
    if !person.companies.iter().any(|home| home.files) {
        return Ok(Vec::new());
    }
    let query = Statement::from_sql_and_values(desk.db().backend(), PREPARED, [person.id.into(), TASKS_MAX.into()]);
    let mut found = PreparedRow::find_by_statement(query).all(desk.db().read()).await?;
    found.retain(|row| may_file(row.company_id));
    Ok(found)
}

/// How many prepared requests the person has not looked at, to be asked for together with something else.
pub(crate) fn unseen(person: &Person) -> Expr {
    let own = person.companies.iter().filter(|home| home.files).map(|home| home.company_id.to_string());
    let own = own.collect::<Vec<_>>().join(", ");
    if own.is_empty() {
        return Expr::val(0_i64);
    }
    Expr::cust(format!(
        "(SELECT COUNT(*) FROM (SELECT 1 FROM plan_requests r JOIN plans p ON p.id = r.plan_id WHERE r.addressed_to = {} \
         AND r.state = 'prepared' AND NOT r.seen AND p.company_id IN ({own}) LIMIT {TASKS_MAX}) unseen)",
        person.id
    ))
}

/// The person looks at a request; only the first time of the one who is to file it counts.
pub(super) async fn mark_seen(desk: &Desk, person: &Person, row: &request::Model) -> Result<()> {
    if row.seen || row.addressed_to != Some(person.id) || row.state() != RequestState::Prepared {
        return Ok(());
    }
    desk.write(person, |w| async move {
        request::ActiveModel { id: Set(row.id), seen: Set(true), ..Default::default() }.update(&*w).await?;
        Ok(())
    })
    .await?;
    desk.live().was_read(person.id, None);
    Ok(())
}

/// The person has seen everything that waited until `until`.
pub(crate) async fn mark_all_seen(tx: &Tx, person: &Person, until: i64) -> Result<()> {
    let sql = "UPDATE plan_requests SET seen = TRUE WHERE addressed_to = $1 AND state = 'prepared' AND NOT seen AND created_at <= $2";
    let values = [person.id.into(), until.into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}
