//! Contacts of support plans: who holds a seat, who may file requests, and which account belongs to a seat.

use super::history::record_system_event;
use super::{plan, seat};
use crate::actor::{SEAT_RESTS, synthetic, user};
use crate::write::Write;
use crate::{Desk, Result};
use domain::events::plan::{Event, Linked};
use domain::people::email;
use domain::tickets::Choice;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Set, Statement,
};

#[derive(FromQueryResult)]
struct NameRow {
    name: String,
}

/// Names of those who hold a seat of the plan that covers `product` and can sign in, longest-standing first, at most 20.
pub(crate) async fn who_raise(
    desk: &Desk,
    db: &impl ConnectionTrait,
    company_id: i64,
    product: Option<&str>,
) -> Result<Vec<String>> {
    let rests = SEAT_RESTS.replace("{NOW}", "$3");
    let sql = format!(
        "SELECT u.name FROM plans p JOIN seats s ON s.plan_id = p.id JOIN users u ON u.id = s.user_id \
         WHERE p.company_id = $1 AND u.active AND NOT {rests} AND COALESCE(p.product, '') = \
           (SELECT MAX(COALESCE(c.product, '')) FROM plans c WHERE c.company_id = $1 AND COALESCE(c.product, '') IN ('', $2)) \
         ORDER BY s.since, s.id LIMIT 20"
    );
    let values = [company_id.into(), product.unwrap_or_default().into(), desk.now().into()];
    let query = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = NameRow::find_by_statement(query).all(db).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// Somebody who may file requests.
#[derive(Clone, FromQueryResult)]
pub(crate) struct Filer {
    pub id: i64,
    pub slug: String,
    pub name: String,
}

impl Filer {
    pub fn choice(&self) -> Choice {
        Choice { slug: self.slug.clone(), label: self.name.clone() }
    }
}

/// Those of a company who may file requests and can sign in: senior managers, then contacts; at most 100.
pub(crate) async fn filers(db: &impl ConnectionTrait, company_id: i64) -> Result<Vec<Filer>> {
    let sql = "SELECT u.id, u.slug, u.name FROM memberships m JOIN users u ON u.id = m.user_id JOIN roles r ON r.id = m.role_id \
        WHERE m.company_id = $1 AND u.active AND (r.files_requests OR EXISTS (SELECT 1 FROM seats s JOIN plans p ON p.id = s.plan_id \
          WHERE s.user_id = u.id AND p.company_id = $1)) \
        ORDER BY CASE WHEN r.files_requests THEN 0 ELSE 1 END, u.name, u.id LIMIT 100";
    let query = Statement::from_sql_and_values(db.get_database_backend(), sql, [company_id.into()]);
    Ok(Filer::find_by_statement(query).all(db).await?)
}

/// The contacts of a plan, longest-standing first.
pub(crate) async fn seats(db: &impl ConnectionTrait, plan_id: i64) -> Result<Vec<seat::Model>> {
    let of_plan = seat::Entity::find().filter(seat::Column::PlanId.eq(plan_id));
    let in_order = of_plan.order_by_asc(seat::Column::Since).order_by_asc(seat::Column::Id);
    Ok(in_order.limit(domain::plans::SEATS_MAX as u64).all(db).await?)
}

/// The account of a company's member with this address, compared as the plan compares.
pub(crate) async fn account(db: &impl ConnectionTrait, company_id: i64, address: &str) -> Result<Option<user::Model>> {
    let folded = domain::people::fold_login(address);
    let either = [folded.clone(), email::canonical(address)];
    let found = user::Entity::find().filter(user::Column::Email.is_in(either)).all(db).await?;
    for user in found.into_iter().filter(|user| email::same(&user.email, address)) {
        let sql = "SELECT user_id FROM memberships WHERE user_id = $1 AND company_id = $2";
        let values = [user.id.into(), company_id.into()];
        let query = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        if db.query_one_raw(query).await?.is_some() {
            return Ok(Some(user));
        }
    }
    by_username(db, company_id, address).await
}

/// Whose the seat is when its address becomes this one. As long as the address stays the same, so does the holder.
pub(crate) async fn next_holder(
    db: &impl ConnectionTrait,
    company_id: i64,
    seats: &[seat::Model],
    seat: &seat::Model,
    address: &str,
) -> Result<Option<i64>> {
    if seat.email == address {
        return Ok(seat.user_id);
    }
    let account = account(db, company_id, address).await?.map(|user| user.id);
    let taken = seats.iter().any(|other| other.id != seat.id && other.user_id == account && account.is_some());
    Ok(account.filter(|_| !taken))
}

/// So many characters may differ where a contact is taken for a person by the address alone.
const NEAR: usize = 2;

/// A contact without an account who seems to be this person: the same name, or nearly the same address.
pub(crate) fn likely_contact<'a>(seats: &'a [seat::Model], user: &user::Model) -> Option<&'a seat::Model> {
    let name = |first: &str, last: &str| format!("{first} {last}").to_lowercase();
    let own_name = name(&user.first_name, &user.last_name);
    let differing = |seat: &seat::Model| {
        let (one, other) = email::difference(&seat.email, &user.email);
        let count = |pieces: &[email::DiffSegment]| -> usize {
            pieces.iter().filter(|piece| piece.differs).map(|piece| piece.text.chars().count()).sum()
        };
        count(&one).max(count(&other))
    };
    let waiting = || seats.iter().filter(|seat| seat.user_id.is_none());
    let near = waiting()
        .map(|seat| (differing(seat), seat))
        .filter(|(count, _)| *count <= NEAR)
        .min_by_key(|(count, _)| *count);
    near.map(|(_, seat)| seat).or_else(|| waiting().find(|seat| name(&seat.first_name, &seat.last_name) == own_name))
}

/// The member whose username gives this address: `[username]@[organisation].` and the workspace's domain.
async fn by_username(db: &impl ConnectionTrait, company_id: i64, address: &str) -> Result<Option<user::Model>> {
    let (domain, folded) = (synthetic::domain(db).await?, domain::people::fold_login(address));
    let organisation = |host: &str| Some(host.strip_suffix(domain.as_str())?.strip_suffix('.')?.to_owned());
    let named = folded.split_once('@').and_then(|(name, host)| Some((name.to_owned(), organisation(host)?)));
    let Some((username, organisation)) = named else { return Ok(None) };
    let Some(user) = user::Entity::find().filter(user::Column::Username.eq(username)).one(db).await? else {
        return Ok(None);
    };
    let known = synthetic::addresses(db, &user).await?.into_iter();
    let own = known.filter(|own| own.company_id == company_id && own.organisation == organisation).count() > 0;
    Ok(own.then_some(user))
}

/// Puts an account beside the seats that wait for its address, in the companies that its owner belongs to. For whoever confirms
/// an address or puts somebody into a company, in the same transaction.
///
/// # Errors
/// When the database fails.
pub(crate) async fn link(w: &Write, user_id: i64) -> Result<()> {
    let Some(user) = user::Entity::find_by_id(user_id).one(&**w).await? else { return Ok(()) };
    let by_username = synthetic::addresses(&**w, &user).await?.into_iter().map(|own| email::canonical(&own.address));
    let known: Vec<String> = by_username.chain([email::canonical(&user.email)]).collect();
    let waiting = seat::Entity::find().filter(seat::Column::Email.is_in(known)).filter(seat::Column::UserId.is_null());
    for seat in waiting.all(&**w).await? {
        let Some(plan) = plan::Entity::find_by_id(seat.plan_id).one(&**w).await? else { continue };
        if account(&**w, plan.company_id, &seat.email).await?.is_none_or(|found| found.id != user.id) {
            continue;
        }
        let held = seat::Entity::find().filter(seat::Column::PlanId.eq(plan.id));
        if held.filter(seat::Column::UserId.eq(user.id)).one(&**w).await?.is_some() {
            continue;
        }
        let row = seat::ActiveModel { id: Set(seat.id), user_id: Set(Some(user.id)), ..Default::default() };
        row.update(&**w).await?;
        let event = Event::Linked(Linked { contact: seat.named(), user: user.named() });
        record_system_event(w, &plan, event).await?;
    }
    Ok(())
}
