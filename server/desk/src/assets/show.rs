//! One asset with everything the reader may see of it.

use super::history::history;
use super::link::shares_of;
use super::parties::{self, PersonOption, members};
use super::seats::{holders, users_of};
use super::{AssetCategory, asset, find, scope, seats_of, ticket_asset, value};
use crate::actor::Person;
use crate::actor::{self, company};
use crate::format_time::format_time;
use crate::scope::{ticket, visible};
use crate::{Desk, Error, Result};
use domain::assets::{AssetDetails, AssetTicket};
use domain::tickets::Choice;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Tickets shown.
const TICKETS_MAX: u64 = 30;

/// Shows an asset.
///
/// # Errors
/// `NotFound` for one that does not exist or that the person may not see.
pub async fn show(desk: &Desk, person: &Person, id: &str) -> Result<AssetDetails> {
    let db = desk.db().read();
    let found = find(db, person, id).await?;
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let category = catalogue.asset_category(found.category_id)?;
    let owner = company::Entity::find_by_id(found.company_id).one(db).await?;
    let owner = owner.ok_or_else(|| Error::broken(format!("company {}", found.company_id)))?;
    let seats = seats_of(category, &found);
    let holders = if seats.is_some() { holders(desk, person, &found).await? } else { Vec::new() };
    let (tickets, more_tickets) = about(desk, person, &found).await?;
    let may_update = scope::may_update(person, &found);
    let arranges = may_update && person.is_staff();
    let assignee = actor::maybe_named(db, found.assignee_id).await?.map(|assignee| assignee.label);
    let candidates = if arranges && seats.is_some_and(|seats| seats.free() > 0) {
        let all = members(db, &users_of(db, &found).await?).await?;
        let free = all.into_iter().filter(|member| holders.iter().all(|holder| holder.id != member.id));
        Some(free.map(PersonOption::choice).collect())
    } else {
        None
    };
    Ok(AssetDetails {
        company: owner.name,
        category: category.name.clone(),
        assignee,
        seats,
        holders: holders.into_iter().map(PersonOption::choice).collect(),
        shared: shared(desk, person, &found).await?,
        values: values(desk, person, &found, category).await?,
        created: format_time(found.created_at, now, &person.zone),
        changed: format_time(found.changed_at, now, &person.zone),
        tickets,
        more_tickets,
        history: history(desk, person, &found).await?,
        may_update,
        candidates,
        companies: if arranges { Some(parties::companies(db, person).await?) } else { None },
        id: found.public_id,
        name: found.name,
        identifier: found.identifier,
    })
}

/// What is shown of each attribute that has a value.
async fn values(
    desk: &Desk,
    person: &Person,
    found: &asset::Model,
    category: &AssetCategory,
) -> Result<Vec<(String, String)>> {
    let values = value::Entity::find().filter(value::Column::AssetId.eq(found.id)).all(desk.db().read()).await?;
    let readable = category.attributes.iter().filter(|known| scope::reads_attribute(person, found, known.id));
    let shown = readable.filter_map(|known| {
        let held = values.iter().find(|value| value.attribute_id == known.id)?;
        Some((known.field.label.clone(), held.value.clone()))
    });
    Ok(shown.collect())
}

/// The companies it is shared with; a customer hears only of their own.
async fn shared(desk: &Desk, person: &Person, found: &asset::Model) -> Result<Vec<Choice>> {
    let db = desk.db().read();
    let ids: Vec<i64> = shares_of(db, found).await?.into_iter().map(|share| share.company_id).collect();
    if !person.is_staff() {
        let own = person.companies.iter().filter(|home| ids.contains(&home.company_id));
        return Ok(own.map(|home| Choice { slug: home.slug.clone(), label: home.name.clone() }).collect());
    }
    let query = company::Entity::find().filter(company::Column::Id.is_in(ids)).order_by_asc(company::Column::Name);
    Ok(query.limit(500).all(db).await?.into_iter().map(|row| Choice { slug: row.slug, label: row.name }).collect())
}

/// The newest tickets about it that the reader sees, and whether there are more.
async fn about(desk: &Desk, person: &Person, found: &asset::Model) -> Result<(Vec<AssetTicket>, bool)> {
    let linked = Query::select()
        .column(ticket_asset::Column::TicketId)
        .from(ticket_asset::Entity)
        .and_where(ticket_asset::Column::AssetId.eq(found.id))
        .to_owned();
    let query = ticket::Entity::find()
        .filter(ticket::Column::Id.in_subquery(linked))
        .filter(visible(person))
        .order_by_desc(ticket::Column::Id)
        .limit(TICKETS_MAX + 1);
    let mut rows = query.all(desk.db().read()).await?;
    let more = rows.len() as u64 > TICKETS_MAX;
    rows.truncate(TICKETS_MAX as usize);
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let into_ticket = |row: ticket::Model| {
        Ok(AssetTicket {
            number: catalogue.number(row.number),
            subject: row.subject,
            status: catalogue.status(row.status_id)?.shown_to(person).clone(),
            changed: format_time(row.changed_at, now, &person.zone),
        })
    };
    Ok((rows.into_iter().map(into_ticket).collect::<Result<_>>()?, more))
}
