//! Asset picker: assets that a ticket may be about, as somebody is offered while they raise or work on one.

use super::link::linked_of;
use super::list::first;
use super::{asset, ticket_asset, visible};
use crate::actor::Person;
use crate::actor::company;
use crate::scope;
use crate::{Desk, Result};
use domain::Refusal;
use domain::assets::LinkedAsset;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Offered at once; a word narrows them.
const OFFERED_MAX: u64 = 12;

/// What somebody is looking for an asset for.
pub enum For<'a> {
    /// By number.
    Ticket(&'a str),
    /// A new ticket of any of the person's companies.
    New,
    /// One that an agent raises for somebody of this company, by its slug.
    Company(&'a str),
    /// The asset of this id alone.
    Asset(&'a str),
}

/// The assets that fit and in which every word of `find` begins a word: those assigned to the person first, then by name.
///
/// # Errors
/// `NotFound` for a ticket that is not theirs to see.
pub async fn choose(desk: &Desk, person: &Person, what: For<'_>, find: &str) -> Result<Vec<LinkedAsset>> {
    let db = desk.db().read();
    let found = match what {
        For::Ticket(number) => {
            let ticket = scope::find(db, person, number).await?;
            let linked =
                ticket_asset::Entity::find().filter(ticket_asset::Column::TicketId.eq(ticket.id)).all(db).await?;
            let linked: Vec<i64> = linked.into_iter().map(|link| link.asset_id).collect();
            offered(desk, person, Some(ticket.company_id), find, &linked).await?
        }
        For::Company(slug) => {
            let named = company::Entity::find().filter(company::Column::Slug.eq(slug.replace('\0', "")));
            let company = named.one(db).await?.filter(|_| person.is_staff()).ok_or(Refusal::NotFound)?;
            offered(desk, person, Some(company.id), find, &[]).await?
        }
        For::New => offered(desk, person, None, find, &[]).await?,
        For::Asset(id) => {
            let query = asset::Entity::find().filter(asset::Column::PublicId.eq(id.replace('\0', "")));
            query.filter(visible(person)).all(db).await?
        }
    };
    found.into_iter().map(|asset| linked_of(desk, asset)).collect()
}

/// All but those that are `linked` already.
async fn offered(
    desk: &Desk,
    person: &Person,
    company_id: Option<i64>,
    find: &str,
    linked: &[i64],
) -> Result<Vec<asset::Model>> {
    let (mut ids, most) = (Vec::<i64>::new(), OFFERED_MAX + linked.len() as u64);
    for own in [true, false] {
        let more = first(desk, person, company_id, find, own, most).await?;
        ids.extend(more.into_iter().filter(|id| !ids.contains(id) && !linked.contains(id)).collect::<Vec<_>>());
    }
    ids.truncate(OFFERED_MAX as usize);
    let query = asset::Entity::find().filter(asset::Column::Id.is_in(ids.iter().copied())).filter(visible(person));
    let mut found = query.all(desk.db().read()).await?;
    found.sort_by_key(|asset| ids.iter().position(|id| *id == asset.id));
    Ok(found)
}
