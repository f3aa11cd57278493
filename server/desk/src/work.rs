//! What waits for an agent: their tickets, calls, and requests about plans.

use crate::companies::company;
use crate::moment::moment;
use crate::people::Person;
use crate::tickets::{read_cursor, ticket, visible};
use crate::{Desk, Result, chat, menu, phone, plans};
use domain::Refusal;
use domain::work::{COUNT_MAX, Mine, Work};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Statement};
use std::collections::HashMap;

/// Shown of each kind; of requests the first few, because they have a page of their own.
const SHOWN_MAX: u64 = 25;
const REQUESTS_MAX: u64 = 5;

/// Everything that waits for the person.
///
/// # Errors
/// `NotFound` for customers.
pub async fn work(desk: &Desk, person: &Person) -> Result<Work> {
    if !person.works_here() {
        return Err(Refusal::NotFound.into());
    }
    let counts = menu::counts(desk, person).await?;
    let (requests, request_count) = plans::waiting(desk, person, REQUESTS_MAX, most()).await?;
    Ok(Work {
        tickets: tickets(desk, person).await?,
        ticket_count: counts.tickets,
        chats: chat::at_work(desk, person).await?,
        calls: phone::waiting(desk, person, SHOWN_MAX).await?,
        call_count: counts.calls,
        slots: phone::slots(desk, person).await?.0,
        requests,
        request_count: u32::try_from(request_count).unwrap_or(COUNT_MAX + 1),
    })
}

fn most() -> u64 {
    u64::from(COUNT_MAX) + 1
}

/// Tickets that wait and calls that wait, each one past [`COUNT_MAX`] at most; nothing for customers.
pub(crate) fn counting(person: &Person) -> Option<(SelectStatement, SelectStatement)> {
    let tickets = || mine(person).select_only().column(ticket::Column::Id).limit(most()).into_query();
    person.works_here().then(|| (tickets(), phone::counting(person, most())))
}

/// Assigned to the person, and a customer spoke last, as in the list with `waiting=1`; the one that nobody has touched for longest
/// comes first.
fn mine(person: &Person) -> Select<ticket::Entity> {
    ticket::Entity::find()
        .filter(ticket::Column::AssigneeId.eq(person.id))
        .filter(ticket::Column::Closed.eq(false))
        .filter(ticket::Column::LastReplyByCustomer.eq(true))
        .filter(visible(person))
        .order_by_asc(ticket::Column::ChangedAt)
        .order_by_asc(ticket::Column::Id)
}

async fn tickets(desk: &Desk, person: &Person) -> Result<Vec<Mine>> {
    let (db, catalogue, now) = (desk.db().read(), desk.catalogue(), desk.now());
    let found = mine(person).limit(SHOWN_MAX).all(db).await?;
    let of = company::Entity::find().filter(company::Column::Id.is_in(found.iter().map(|ticket| ticket.company_id)));
    let names: HashMap<i64, String> = of.all(db).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let seen = read_cursor::Entity::find()
        .filter(read_cursor::Column::UserId.eq(person.id))
        .filter(read_cursor::Column::TicketId.is_in(found.iter().map(|ticket| ticket.id)));
    let seen: HashMap<i64, i64> = seen.all(db).await?.into_iter().map(|row| (row.ticket_id, row.event_id)).collect();
    let line = |ticket: ticket::Model| {
        Ok(Mine {
            number: catalogue.number(ticket.number),
            unread: seen.get(&ticket.id).copied().unwrap_or_default() < ticket.last_event
                && person.was_here(ticket.company_id, ticket.reporter_id, ticket.changed_at),
            subject: ticket.subject,
            company: names.get(&ticket.company_id).cloned().unwrap_or_default(),
            status: catalogue.status(ticket.status_id)?.badge.clone(),
            priority: catalogue.priority(ticket.priority_id)?.badge.clone(),
            changed: moment(ticket.changed_at, now, &person.zone),
        })
    };
    found.into_iter().map(line).collect()
}

/// What the page asks the database for tickets and calls; for looking at the plans.
pub fn statements(desk: &Desk, person: &Person) -> Vec<Statement> {
    let backend = desk.db().backend();
    let tickets = mine(person).limit(SHOWN_MAX).build(backend);
    vec![tickets, phone::statement(person, SHOWN_MAX, backend)]
}
