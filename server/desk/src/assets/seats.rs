//! Seats of a licence: giving and taking them back. However many ask at once, no more are handed out than there are.

use super::parties::{self, members};
use super::{asset, find_as_staff, record_event, seat, seats_of, share};
use crate::actor::Person;
use crate::db::Tx;
use crate::{Desk, Result};
use domain::events::Named;
use domain::events::asset::{Event, Seat};
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

/// Gives a seat to somebody, or takes it back; what already is so stays without a trace.
///
/// # Errors
/// `NotFound`; `Forbidden` for customers and those who only read; `Invalid` for somebody who is not offered, or when no seat
/// is free.
pub async fn seat(desk: &Desk, person: &Person, id: &str, holder: &str, wanted: bool) -> Result<()> {
    let catalogue = &desk.catalogue();
    desk.write(person, |w| async move {
        let found = find_as_staff(&w, person, id).await?;
        let now = w.now();
        let refuse = |reason| Refusal::field("holder", reason);
        let seats = seats_of(catalogue.asset_category(found.category_id)?, &found).ok_or(Refusal::NotFound)?;
        let (user_id, name) = holder_of(&w, &found, holder, wanted).await?.ok_or_else(|| refuse(Reason::NotOffered))?;
        let held = seat::Entity::find_by_id((found.id, user_id)).one(&*w).await?.is_some();
        if held == wanted {
            return Ok(());
        }
        if wanted && seats.free() == 0 {
            return Err(refuse(Reason::TooBig { max: seats.total }).into());
        }
        if wanted {
            let row = seat::ActiveModel { asset_id: Set(found.id), user_id: Set(user_id), since: Set(now) };
            seat::Entity::insert(row).exec_without_returning(&*w).await?;
        } else {
            seat::Entity::delete_by_id((found.id, user_id)).exec(&*w).await?;
        }
        let row = asset::ActiveModel {
            id: Set(found.id),
            seats_used: Set(found.seats_used + if wanted { 1 } else { -1 }),
            changed_at: Set(now.max(found.changed_at)),
            ..Default::default()
        };
        row.update(&*w).await?;
        let seat = Seat { asset: found.named(), user: Named::new(user_id, name) };
        let event = if wanted { Event::Seated(seat) } else { Event::Unseated(seat) };
        record_event(&w, &found, event, None).await
    })
    .await
}

/// Somebody of the companies that use the licence; to take a seat back, whoever holds one.
async fn holder_of(tx: &Tx, asset: &asset::Model, slug: &str, wanted: bool) -> Result<Option<(i64, String)>> {
    let slug = slug.replace('\0', "");
    if !wanted {
        let users = crate::actor::user::Entity::find().filter(crate::actor::user::Column::Slug.eq(&slug));
        return Ok(users.one(tx).await?.map(|user| (user.id, user.name)));
    }
    let offered = members(tx, &users_of(tx, asset).await?).await?;
    Ok(offered.into_iter().find(|known| known.slug == slug).map(|known| (known.id, known.name)))
}

/// The companies that use an asset: its own, and those that it is shared with.
pub(super) async fn users_of(db: &impl sea_orm::ConnectionTrait, asset: &asset::Model) -> Result<Vec<i64>> {
    let shared = share::Entity::find().filter(share::Column::AssetId.eq(asset.id)).all(db).await?;
    Ok([asset.company_id].into_iter().chain(shared.into_iter().map(|share| share.company_id)).collect())
}

/// The names of those who hold seats, by name, as far as the reader may know: customers know of their own companies' people.
pub(super) async fn holders(desk: &Desk, person: &Person, asset: &asset::Model) -> Result<Vec<parties::PersonOption>> {
    use sea_orm::{FromQueryResult, Statement};
    let own: Vec<String> = person.companies.iter().map(|home| home.company_id.to_string()).collect();
    let known = if person.is_staff() {
        String::new()
    } else {
        let own = if own.is_empty() { "-1".to_owned() } else { own.join(", ") };
        format!("AND u.id IN (SELECT user_id FROM memberships WHERE company_id IN ({own}))")
    };
    let sql = format!(
        "SELECT u.id, u.slug, u.name FROM asset_seats s JOIN users u ON u.id = s.user_id WHERE s.asset_id = $1 {known} \
         ORDER BY u.name, u.id LIMIT 500"
    );
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [asset.id.into()]);
    Ok(parties::PersonOption::find_by_statement(query).all(desk.db().read()).await?)
}
