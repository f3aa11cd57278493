//! Links between tickets and assets.

use super::{asset, record_event, seats_of, share, ticket_asset, visible};
use crate::actor::Person;
use crate::scope::{find_for_update, ticket};
use crate::write::Write;
use crate::{Desk, Result};
use domain::assets::{LINKED_MAX, LinkedAsset};
use domain::events::asset::{Asset, Event};
use domain::{Reason, Refusal};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

/// Links assets to a ticket; those that are linked already stay without a trace.
///
/// # Errors
/// `NotFound`; `Forbidden` for those who may only read the ticket; `Invalid` for an asset that is not of the ticket's company
/// or not theirs to see.
pub async fn link(desk: &Desk, person: &Person, number: &str, ids: &[String]) -> Result<()> {
    desk.write(person, |w| async move {
        let ticket = find_for_update(&w, person, number).await?;
        if ids.is_empty() {
            return Err(Refusal::field("asset", Reason::Missing).into());
        }
        add(&w, person, ticket.id, ticket.company_id, ids).await
    })
    .await
}

/// Takes an asset off a ticket; one that is not linked stays without a trace.
///
/// # Errors
/// `NotFound` for a ticket or an asset that is not theirs to see; `Forbidden` for those who may only read the ticket.
pub async fn unlink(desk: &Desk, person: &Person, number: &str, id: &str) -> Result<()> {
    desk.write(person, |w| async move {
        let ticket = find_for_update(&w, person, number).await?;
        let asset = super::find(&*w, person, id).await?;
        let taken = ticket_asset::Entity::delete_by_id((ticket.id, asset.id)).exec(&*w).await?;
        if taken.rows_affected == 0 {
            return Ok(());
        }
        let event = Event::Unlinked(Asset { asset: asset.named() });
        record_event(&w, &asset, event, Some(ticket.id)).await
    })
    .await
}

/// Links assets to a ticket in the transaction that changes or raises it.
///
/// # Errors
/// `Invalid` for too many, and for one that is not offered.
pub(crate) async fn add(w: &Write, person: &Person, ticket_id: i64, company_id: i64, ids: &[String]) -> Result<()> {
    if ids.len() > LINKED_MAX {
        let max = i64::try_from(LINKED_MAX).unwrap_or(i64::MAX);
        return Err(Refusal::field("asset", Reason::TooBig { max }).into());
    }
    if ids.is_empty() {
        return Ok(());
    }
    let sent: Vec<String> = ids.iter().map(|id| id.replace('\0', "")).collect();
    let found = asset::Entity::find()
        .filter(asset::Column::PublicId.is_in(sent.iter()))
        .filter(visible(person))
        .filter(for_company(company_id))
        .all(&**w)
        .await?;
    if sent.iter().any(|id| !found.iter().any(|asset| asset.public_id == *id)) {
        return Err(Refusal::field("asset", Reason::NotOffered).into());
    }
    for asset in found {
        let key = (ticket_id, asset.id);
        if ticket_asset::Entity::find_by_id(key).one(&**w).await?.is_none() {
            let row = ticket_asset::ActiveModel { ticket_id: Set(ticket_id), asset_id: Set(asset.id) };
            ticket_asset::Entity::insert(row).exec_without_returning(&**w).await?;
            let event = Event::Linked(Asset { asset: asset.named() });
            record_event(w, &asset, event, Some(ticket_id)).await?;
        }
    }
    Ok(())
}

/// Assets of a company, and those that others share with it.
pub(super) fn for_company(company_id: i64) -> Condition {
    let shared = asset::Column::Id.in_subquery(super::scope::shared_with(company_id));
    Condition::any().add(asset::Column::CompanyId.eq(company_id)).add(shared)
}

/// The assets that a ticket is about, as far as the reader may see them, by name.
pub(crate) async fn of_ticket(desk: &Desk, person: &Person, ticket: &ticket::Model) -> Result<Vec<LinkedAsset>> {
    let linked = Query::select()
        .column(ticket_asset::Column::AssetId)
        .from(ticket_asset::Entity)
        .and_where(ticket_asset::Column::TicketId.eq(ticket.id))
        .to_owned();
    let query = asset::Entity::find().filter(asset::Column::Id.in_subquery(linked)).filter(visible(person));
    let found = query.order_by_asc(asset::Column::NameKey).limit(200).all(desk.db().read()).await?;
    found.into_iter().map(|asset| linked_of(desk, asset)).collect()
}

pub(super) fn linked_of(desk: &Desk, asset: asset::Model) -> Result<LinkedAsset> {
    let catalogue = desk.catalogue();
    let category = catalogue.asset_category(asset.category_id)?;
    let seats = seats_of(category, &asset);
    Ok(LinkedAsset {
        id: asset.public_id,
        name: asset.name,
        identifier: asset.identifier,
        category: category.name.clone(),
        seats,
    })
}

/// Whether the asset is shared with any of the person's companies.
pub(super) async fn shares_of(db: &impl ConnectionTrait, asset: &asset::Model) -> Result<Vec<share::Model>> {
    Ok(share::Entity::find().filter(share::Column::AssetId.eq(asset.id)).all(db).await?)
}
