//! Work page of an agent: their tickets, chats, calls, and requests about plans.

use crate::actor::{Person, company};
use crate::catalogue::Catalogue;
use crate::db::{Reader, counted};
use crate::format_time::format_time;
use crate::scope::{read_cursor, ticket, visible};
use crate::tickets::rank_order::{Rank, RankOrder};
use crate::{Desk, Result, chat, phone, plans};
use domain::Refusal;
use domain::work::{COUNT_MAX, WaitingTicket, Work};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, Order, QueryFilter, QuerySelect,
    QueryTrait, Select, Statement, StatementBuilder,
};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Shown of each kind; of requests the first few, because they have a page of their own.
const SHOWN_MAX: u64 = 25;
const REQUESTS_MAX: u64 = 5;
/// So many tickets are compared by how long their customer waits; beyond them stand lower priorities and newer changes.
const WEIGHED_MAX: u64 = 200;

/// Everything that waits for the person.
///
/// # Errors
/// `NotFound` for customers.
pub async fn work(desk: &Desk, person: &Person) -> Result<Work> {
    if !person.is_staff() {
        return Err(Refusal::NotFound.into());
    }
    let counts = counts(desk, person).await?;
    let (requests, request_count) = plans::waiting(desk, person, REQUESTS_MAX, most()).await?;
    Ok(Work {
        tickets: tickets(desk, person).await?,
        ticket_count: u32::try_from(counts.tickets).unwrap_or_default(),
        chats: chat::at_work(desk, person).await?,
        calls: phone::waiting(desk, person, SHOWN_MAX).await?,
        call_count: u32::try_from(counts.calls).unwrap_or_default(),
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
    let tickets = || {
        let mine = ticket::Entity::find().filter(waits_for(person));
        mine.select_only().column(ticket::Column::Id).limit(most()).into_query()
    };
    person.is_staff().then(|| (tickets(), phone::counting(person, most())))
}

#[derive(FromQueryResult)]
struct WorkCountsRow {
    tickets: i64,
    calls: i64,
}

/// How many tickets and calls wait, as the menu shows it.
async fn counts(desk: &Desk, person: &Person) -> Result<WorkCountsRow> {
    let (tickets, calls) = counting(person).unzip();
    let mut select = Query::select();
    select.expr_as(counted(tickets), "tickets").expr_as(counted(calls), "calls");
    let statement = StatementBuilder::build(&select, &desk.db().backend());
    let row = WorkCountsRow::find_by_statement(statement).one(desk.db().read()).await?;
    Ok(row.unwrap_or(WorkCountsRow { tickets: 0, calls: 0 }))
}

/// Assigned to the person, and a customer spoke last, as in the list with `waiting=1`.
fn waits_for(person: &Person) -> Condition {
    Condition::all()
        .add(ticket::Column::AssigneeId.eq(person.id))
        .add(ticket::Column::Closed.eq(false))
        .add(ticket::Column::LastReplyByCustomer.eq(true))
        .add(visible(person))
}

/// Candidates for the list: of the highest priorities, and then what nobody has touched for longest.
fn most_urgent(catalogue: &Catalogue, person: &Person, backend: DbBackend) -> Select<ticket::Entity> {
    let order = RankOrder {
        by: Rank::Priority,
        rows: Rank::Priority.rows(catalogue),
        order: Order::Desc,
        within: (&[ticket::Column::ChangedAt, ticket::Column::Id], Order::Asc),
    };
    let ids = order.ids(backend, waits_for(person), WEIGHED_MAX, 0);
    ticket::Entity::find().filter(ticket::Column::Id.in_subquery(ids))
}

#[derive(FromQueryResult)]
struct LastReplyRow {
    id: i64,
    at: i64,
}

/// When the customer last said something on each of these tickets; those where they never did are left out.
async fn last_replies(db: &Reader, ids: &[i64]) -> Result<HashMap<i64, i64>> {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    // Back from the newest message of each, so that a long conversation costs no more.
    let sql = format!(
        "SELECT f.id, f.at FROM (SELECT t.id, (SELECT m.created_at FROM messages m JOIN users u ON u.id = m.author_id \
         WHERE m.ticket_id = t.id AND m.note = FALSE AND u.role_id IS NULL ORDER BY m.created_at DESC, m.id DESC LIMIT 1) AS at \
         FROM tickets t WHERE t.id IN ({})) f WHERE f.at IS NOT NULL",
        ids.join(", ")
    );
    let found = LastReplyRow::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await?;
    Ok(found.into_iter().map(|asked| (asked.id, asked.at)).collect())
}

/// The first few of what waits, the most pressing first: by priority, then by how long the customer has been waiting since they
/// last said something. Each with that instant.
async fn in_order(desk: &Desk, person: &Person) -> Result<Vec<(ticket::Model, i64)>> {
    let (db, catalogue) = (desk.db().read(), desk.catalogue());
    let found = most_urgent(&catalogue, person, desk.db().backend()).all(db).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let asked = last_replies(db, &found.iter().map(|ticket| ticket.id).collect::<Vec<_>>()).await?;
    let since = |ticket: &ticket::Model| asked.get(&ticket.id).copied().unwrap_or(ticket.created_at);
    let mut waiting: Vec<(ticket::Model, i64)> = found
        .into_iter()
        .map(|ticket| {
            let since = since(&ticket);
            (ticket, since)
        })
        .collect();
    let rank = |ticket: &ticket::Model| Rank::Priority.place(&catalogue, ticket.priority_id);
    waiting.sort_by_key(|(ticket, since)| (Reverse(rank(ticket)), *since, ticket.id));
    waiting.truncate(SHOWN_MAX as usize);
    Ok(waiting)
}

async fn tickets(desk: &Desk, person: &Person) -> Result<Vec<WaitingTicket>> {
    let (db, catalogue, now) = (desk.db().read(), desk.catalogue(), desk.now());
    let found = in_order(desk, person).await?;
    let companies = found.iter().map(|(ticket, _)| ticket.company_id);
    let of = company::Entity::find().filter(company::Column::Id.is_in(companies));
    let names: HashMap<i64, String> = of.all(db).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let seen = read_cursor::Entity::find()
        .filter(read_cursor::Column::UserId.eq(person.id))
        .filter(read_cursor::Column::TicketId.is_in(found.iter().map(|(ticket, _)| ticket.id)));
    let seen: HashMap<i64, i64> = seen.all(db).await?.into_iter().map(|row| (row.ticket_id, row.event_id)).collect();
    let line = |(ticket, since): (ticket::Model, i64)| {
        Ok(WaitingTicket {
            number: catalogue.number(ticket.number),
            unread: seen.get(&ticket.id).copied().unwrap_or_default() < ticket.last_event
                && person.was_here(ticket.company_id, ticket.reporter_id, ticket.changed_at),
            subject: ticket.subject,
            company: names.get(&ticket.company_id).cloned().unwrap_or_default(),
            status: catalogue.status(ticket.status_id)?.badge.clone(),
            priority: catalogue.priority(ticket.priority_id)?.badge.clone(),
            since: format_time(since, now, &person.zone),
        })
    };
    found.into_iter().map(line).collect()
}

/// What the page asks the database for tickets and calls; for looking at the plans.
pub fn statements(desk: &Desk, person: &Person) -> Vec<Statement> {
    let backend = desk.db().backend();
    let tickets = most_urgent(&desk.catalogue(), person, backend).build(backend);
    vec![tickets, phone::statement(person, SHOWN_MAX, backend)]
}
