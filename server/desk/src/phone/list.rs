//! Call list of an agent: calls that wait for anybody, and those they have claimed.

use super::call;
use super::slots::{calendar_zone, slot, wanted_part};
use crate::actor::company;
use crate::actor::{Person, user};
use crate::format_time::zone;
use crate::scope::{ticket, visible};
use crate::{Desk, Result};
use domain::phone::Call;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    Statement,
};
use std::collections::HashMap;

/// Those that wait for anybody and those that the person has taken, of tickets they see; the most pressing first.
fn before(person: &Person) -> Select<call::Entity> {
    let of_ticket = call::Entity::belongs_to(ticket::Entity).from(call::Column::TicketId).to(ticket::Column::Id);
    let taken = Condition::any().add(call::Column::TakenBy.is_null()).add(call::Column::TakenBy.eq(person.id));
    call::Entity::find()
        .join(JoinType::InnerJoin, of_ticket.into())
        .filter(call::Column::DoneAt.is_null())
        .filter(taken)
        .filter(ticket::Column::Closed.eq(false))
        .filter(visible(person))
        .order_by_asc(call::Column::WantedFrom)
        .order_by_asc(call::Column::Id)
}

/// As many of them as are counted.
pub(crate) fn counting(person: &Person, most: u64) -> SelectStatement {
    before(person).select_only().column(call::Column::Id).limit(most).into_query()
}

/// The first `most` that the person may do something about.
pub(crate) async fn waiting(desk: &Desk, person: &Person, most: u64) -> Result<Vec<Call>> {
    let (db, catalogue, now) = (desk.db().read(), desk.catalogue(), desk.now());
    let found = before(person).limit(most).all(db).await?;
    let of = ticket::Entity::find().filter(ticket::Column::Id.is_in(found.iter().map(|call| call.ticket_id)));
    let tickets: HashMap<i64, ticket::Model> =
        of.all(db).await?.into_iter().map(|ticket| (ticket.id, ticket)).collect();
    let people = user::Entity::find().filter(user::Column::Id.is_in(found.iter().map(|call| call.user_id)));
    let people = people.into_partial_model::<user::Summary>().all(db).await?;
    let names: HashMap<i64, String> = people.into_iter().map(|user| (user.id, user.name)).collect();
    let of =
        company::Entity::find().filter(company::Column::Id.is_in(tickets.values().map(|ticket| ticket.company_id)));
    let companies: HashMap<i64, String> =
        of.all(db).await?.into_iter().map(|company| (company.id, company.name)).collect();
    let hours = if found.is_empty() { "UTC".to_owned() } else { calendar_zone(desk).await? };
    let there = zone(&hours);
    let shown = |call: call::Model| {
        let ticket = tickets.get(&call.ticket_id)?;
        let may = person.may_update(ticket.company_id, ticket.reporter_id, ticket.queue_id, ticket.type_id);
        may.then(|| Call {
            ticket: catalogue.number(ticket.number),
            subject: ticket.subject.clone(),
            who: names.get(&call.user_id).cloned().unwrap_or_default(),
            company: companies.get(&ticket.company_id).cloned().unwrap_or_default(),
            slot: slot(&wanted_part(&call), &there, &person.zone),
            due: call.wanted_from <= now,
            mine: call.taken_by == Some(person.id),
            id: call.public_id,
            number: call.number,
        })
    };
    Ok(found.into_iter().filter_map(shown).collect())
}

/// What the list asks the database.
pub(crate) fn statement(person: &Person, most: u64, backend: DbBackend) -> Statement {
    before(person).limit(most).build(backend)
}
