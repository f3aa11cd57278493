//! Suggestion of licences: those with free seats whose name somebody is writing about.

use super::link::linked_of;
use super::list::licences;
use super::{asset, seat, visible};
use crate::actor::Person;
use crate::search::distinctive_words;
use crate::{Desk, Result};
use domain::assets::LicenceSuggestion;
use domain::search::count_matches;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::cmp::Reverse;

/// Licences that are shown.
const SHOWN_MAX: usize = 3;
/// Licences that the subject is compared with.
const COMPARED_MAX: u64 = 500;

/// Licences that this person may see, with free seats or a seat of theirs, and with two of the words of `subject` in their
/// name, or all that the name has.
///
/// # Errors
/// When the database fails.
pub async fn suggest_licences(desk: &Desk, person: &Person, subject: &str) -> Result<Vec<LicenceSuggestion>> {
    let sought = distinctive_words(subject);
    if sought.is_empty() {
        return Ok(Vec::new());
    }
    let db = desk.db().read();
    let ids = licences(desk, person, COMPARED_MAX).await?;
    let query = asset::Entity::find().filter(asset::Column::Id.is_in(ids)).filter(visible(person));
    let mut fitting: Vec<(usize, asset::Model)> = query
        .order_by_asc(asset::Column::NameKey)
        .all(db)
        .await?
        .into_iter()
        .map(|found| (count_matches(&found.name, &sought), found))
        .filter(|(words, found)| *words > 0 && *words >= distinctive_words(&found.name).len().min(2))
        .collect();
    fitting.sort_by_key(|(words, _)| Reverse(*words));
    let ids = fitting.iter().map(|(_, found)| found.id);
    let own = seat::Entity::find().filter(seat::Column::UserId.eq(person.id)).filter(seat::Column::AssetId.is_in(ids));
    let own: Vec<i64> = own.all(db).await?.into_iter().map(|seat| seat.asset_id).collect();
    let mut spare = Vec::new();
    for (_, found) in fitting {
        let mine = own.contains(&found.id);
        let asset = linked_of(desk, found)?;
        if spare.len() < SHOWN_MAX && (mine || asset.seats.is_some_and(|seats| seats.free() > 0)) {
            spare.push(LicenceSuggestion { asset, mine });
        }
    }
    Ok(spare)
}

/// Licences that are named for somebody who asks which are free.
const NAMED_MAX: usize = 8;

/// Name, id, free seats and all seats of the licences that this person sees: those that the question names, otherwise all.
pub(crate) async fn free_licences(
    desk: &Desk,
    person: &Person,
    question: &str,
) -> Result<(Vec<(String, String, i64, i64)>, bool)> {
    let db = desk.db().read();
    let ids = licences(desk, person, COMPARED_MAX).await?;
    let query = asset::Entity::find().filter(asset::Column::Id.is_in(ids)).filter(visible(person));
    let all = query.order_by_asc(asset::Column::NameKey).all(db).await?;
    let (sought, most) = (distinctive_words(question), |found: &[(usize, asset::Model)]| {
        found.iter().map(|(words, _)| *words).max().unwrap_or_default()
    });
    let mut found: Vec<(usize, asset::Model)> =
        all.into_iter().map(|found| (count_matches(&found.name, &sought), found)).collect();
    let best = most(&found);
    found.retain(|(words, _)| *words == best);
    let mut named = Vec::new();
    for (_, licence) in found.into_iter().take(NAMED_MAX) {
        let linked = linked_of(desk, licence)?;
        if let Some(seats) = linked.seats {
            named.push((linked.name, linked.id, seats.free(), seats.total));
        }
    }
    Ok((named, best > 0))
}
