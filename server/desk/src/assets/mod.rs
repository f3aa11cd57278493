//! Assets: found by scope, edited by agents and by customers whose role updates them, and what tickets are about.

mod access_paths;
pub mod asset;
pub mod asset_event;
pub mod asset_list;
pub mod asset_word;
pub mod categories;
pub mod choose;
pub mod form;
mod history;
pub mod licences;
pub mod link;
pub mod list;
mod merge;
mod parties;
pub mod save;
mod scope;
pub mod seat;
pub mod seats;
pub mod share;
pub mod shares;
pub mod show;
pub mod ticket_asset;
pub mod value;
mod words;

pub use crate::catalogue::{AssetAttribute, AssetCategory, asset_attribute, asset_category};
use history::record_event;
pub(crate) use licences::free_licences;
pub(crate) use scope::visible;
pub(crate) use words::index;

use crate::actor::Person;
use crate::error::Result;
use crate::write::Actor;
use crate::{Desk, db::Tx};
use domain::Refusal;
use domain::assets::Seats;
use domain::events::{Named, person};
use domain::refusal::Because;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

impl asset::Model {
    /// What the log keeps of it.
    fn named(&self) -> Named {
        Named::new(self.id, &self.name)
    }
}

/// The asset of this public id, if the person may see it.
///
/// # Errors
/// `NotFound` for one that does not exist or is not theirs to see.
pub(crate) async fn find(db: &impl ConnectionTrait, person: &Person, id: &str) -> Result<asset::Model> {
    let query = asset::Entity::find().filter(asset::Column::PublicId.eq(without_nul(id)?)).filter(visible(person));
    Ok(query.one(db).await?.ok_or(Refusal::NotFound)?)
}

/// The same inside a transaction, kept still until it ends, and only if the person may change it.
///
/// # Errors
/// `NotFound` as in [`find`]; `Forbidden` for one they may only read.
pub(crate) async fn find_for_update(tx: &Tx, person: &Person, id: &str) -> Result<asset::Model> {
    let query = asset::Entity::find().filter(asset::Column::PublicId.eq(without_nul(id)?)).filter(visible(person));
    let found = query.lock_exclusive().one(tx).await?.ok_or(Refusal::NotFound)?;
    if scope::may_update(person, &found) { Ok(found) } else { Err(Refusal::Forbidden(Because::ReadOnly).into()) }
}

/// The same for what only those at the desk do.
pub(crate) async fn find_as_staff(tx: &Tx, person: &Person, id: &str) -> Result<asset::Model> {
    let found = find_for_update(tx, person, id).await?;
    if person.is_staff() { Ok(found) } else { Err(Refusal::Forbidden(Because::AgentsOnly).into()) }
}

/// PostgreSQL refuses to compare with a NUL.
fn without_nul(id: &str) -> Result<&str> {
    if id.contains('\0') { Err(Refusal::NotFound.into()) } else { Ok(id) }
}

/// The seats of an asset of this category; other assets have none.
pub(crate) fn seats_of(category: &AssetCategory, asset: &asset::Model) -> Option<Seats> {
    let total = asset.seats.filter(|_| category.licences)?;
    Some(Seats { total, used: asset.seats_used })
}

/// Writes into the audit that somebody asked for an asset that exists and is not theirs, after the answer has gone.
pub fn note_denied(desk: &Desk, person: &Person, id: &str) {
    let (desk, actor_id, id) = (desk.clone(), person.id, id.replace('\0', ""));
    tokio::spawn(async move {
        if let Err(error) = record_denied(&desk, actor_id, &id).await {
            tracing::error!(%error, "a denied access could not be written to the audit log");
        }
    });
}

async fn record_denied(desk: &Desk, actor_id: i64, id: &str) -> Result<()> {
    let found = asset::Entity::find().filter(asset::Column::PublicId.eq(id)).one(desk.db().read()).await?;
    let Some(found) = found else { return Ok(()) };
    let found = &found;
    desk.write(Actor::User(actor_id), |w| async move {
        let denied = person::Event::Denied(person::Denied { asset: Some(found.named()) });
        w.record(w.new_event(denied).of_company(found.company_id)).await?;
        Ok(())
    })
    .await
}
