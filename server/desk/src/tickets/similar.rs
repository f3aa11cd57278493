//! Duplicate detection: open tickets that look like the one somebody is about to raise ("You already have this").

use crate::actor::Person;
use crate::scope::{subscription, ticket, visible};
use crate::search::distinctive_words;
use crate::tickets::search::SearchQuery;
use crate::{Desk, Result};
use domain::search::{count_matches, highlight};
use domain::tickets::Similar;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Tickets that are shown.
const SHOWN_MAX: usize = 3;
/// The newest tickets with any of the words that are compared.
const COMPARED_MAX: u64 = 200;

/// Open tickets that this person may see and whose subject has at least half of the words of `subject`, two of them as a rule.
///
/// # Errors
/// When the database fails.
pub async fn similar(desk: &Desk, person: &Person, subject: &str) -> Result<Vec<Similar>> {
    let terms = distinctive_words(subject);
    let enough = terms.len().div_ceil(2).max(2);
    if terms.len() < 2 {
        return Ok(Vec::new());
    }
    let db = desk.db().read();
    let any = SearchQuery::any_of(db, person, &terms).await?;
    let newest_first = ticket::Entity::find()
        .filter(visible(person))
        .filter(ticket::Column::Closed.eq(false))
        .filter(any.newest_open(COMPARED_MAX))
        .order_by_desc(ticket::Column::Id)
        .limit(COMPARED_MAX);
    let mut found: Vec<(usize, ticket::Model)> = newest_first
        .all(db)
        .await?
        .into_iter()
        .map(|ticket| (count_matches(&ticket.subject, &terms), ticket))
        .collect();
    found.retain(|(words, _)| *words >= enough);
    // The sort keeps newest first among equals.
    found.sort_by_key(|(words, _)| std::cmp::Reverse(*words));
    found.truncate(SHOWN_MAX);
    let mut similar = Vec::new();
    for (_, ticket) in found {
        similar.push(into_similar(desk, person, ticket, &terms).await?);
    }
    Ok(similar)
}

async fn into_similar(desk: &Desk, person: &Person, ticket: ticket::Model, terms: &[String]) -> Result<Similar> {
    let catalogue = desk.catalogue();
    let key = (ticket.id, person.id);
    let followed = subscription::Entity::find_by_id(key).one(desk.db().read()).await?.is_some();
    Ok(Similar {
        number: catalogue.number(ticket.number),
        hits: highlight(&ticket.subject, terms),
        status: catalogue.status(ticket.status_id)?.shown_to(person).clone(),
        mine: ticket.reporter_id == person.id,
        followed,
    })
}
