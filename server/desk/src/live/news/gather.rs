//! Gathering news: the tickets that events are about, read once, and what each becomes to those who hear of it.

use super::{News, NewsTicket, RowParts};
use crate::catalogue::Catalogue;
use crate::live::event::LiveEvent;
use crate::{Desk, Result};
use domain::events::{Event, message};
use domain::listing::Facts;
use domain::tickets::WaitsFor;
use sea_orm::{FromQueryResult, Statement};
use std::collections::BTreeMap;
use std::sync::Mutex;

#[derive(FromQueryResult)]
struct Concerned {
    ticket_id: i64,
    user_id: i64,
}

/// One piece of news for each ticket, and another one for what only the desk may know of it.
pub(in crate::live) async fn gather(desk: &Desk, happened: &[LiveEvent], cursor: i64) -> Result<Vec<News>> {
    let mut grouped: BTreeMap<(i64, bool), Vec<&LiveEvent>> = BTreeMap::new();
    for logged in happened.iter().filter(|logged| logged.public || logged.event.kind().for_the_desk()) {
        grouped.entry((logged.ticket_id, logged.public)).or_default().push(logged);
    }
    if grouped.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = grouped.keys().map(|(id, _)| id.to_string()).collect();
    let (tickets, concerned) = (tickets(desk, &ids).await?, concerned(desk, &ids, happened).await?);
    let catalogue = desk.catalogue();
    let mut news = Vec::new();
    for ((ticket_id, _), events) in grouped {
        if let Some(ticket) = tickets.iter().find(|ticket| ticket.id == ticket_id) {
            let users = concerned.iter().filter(|row| row.ticket_id == ticket_id).map(|row| row.user_id).collect();
            news.push(news_of(desk, &catalogue, ticket, &events, users, cursor)?);
        }
    }
    news.sort_by_key(|news| news.events.last().copied());
    Ok(news)
}

fn news_of(
    desk: &Desk,
    catalogue: &Catalogue,
    found: &NewsTicket,
    events: &[&LiveEvent],
    concerned: Vec<i64>,
    cursor: i64,
) -> Result<News> {
    let last = events.last().ok_or_else(|| crate::Error::broken("news without an event"))?;
    // What was said counts for more than what was set along with it.
    let withdrawn: Vec<String> = events.iter().filter_map(|logged| withdrawal(&logged.event)).collect();
    let is_gone = |id: &str| withdrawn.iter().any(|gone| gone == id);
    let is_said = |logged: &&&LiveEvent| logged.tells_more() && logged.event.message().is_none_or(|id| !is_gone(id));
    let logged = events.iter().rfind(is_said).unwrap_or(last);
    let left = events.iter().find_map(|logged| logged.left());
    let message = logged.event.message().filter(|id| !is_gone(id)).map(str::to_owned);
    let (status, kind) = (catalogue.status(found.status_id)?, catalogue.ticket_type(found.type_id)?);
    let (queue, priority) = (catalogue.queue(found.queue_id)?, catalogue.priority(found.priority_id)?);
    Ok(News {
        events: events.iter().map(|logged| logged.id).collect(),
        cursor: cursor.min(last.id),
        public: last.public,
        actor_id: logged.actor_id,
        concerned,
        left,
        who: logged.actor.clone().unwrap_or_default(),
        what: catalogue.what(true, &logged.event),
        what_for_customers: catalogue.what(false, &logged.event),
        mentioned: logged.event.mentioned().to_vec(),
        seated: logged.event.seated(),
        message,
        withdrawn,
        facts: Facts {
            number: catalogue.number(found.number),
            subject: found.subject.clone(),
            reference: found.reference.clone(),
            closed: found.closed,
            queues: catalogue.above(found.queue_id),
            kind: kind.slug.clone(),
            status: status.slug.clone(),
            status_kind: status.kind,
            priority: priority.slug.clone(),
            reporter: found.reporter_slug.clone(),
            assignee: found.assignee_slug.clone(),
            channel: found.channel.clone(),
            company: found.company_slug.clone(),
            created_at: found.created_at,
            changed_at: found.changed_at,
            waits_for_customer: status.waits_for == Some(WaitsFor::Customer),
            last_reply_by_customer: found.last_reply_by_customer,
        },
        row: RowParts {
            status: status.badge.clone(),
            status_for_customers: status.for_customers().clone(),
            priority: priority.badge.clone(),
            queue: queue.path.clone(),
            kind: kind.name.clone(),
            now: desk.now(),
        },
        ticket: NewsTicket::copy(found),
        written: Mutex::default(),
    })
}

/// The message that the event takes back.
fn withdrawal(event: &Event) -> Option<String> {
    match event {
        Event::Message(message::Event::Retracted(retracted)) => Some(retracted.message.clone()),
        _ => None,
    }
}

async fn tickets(desk: &Desk, ids: &[String]) -> Result<Vec<NewsTicket>> {
    let sql = format!(
        "SELECT t.id, t.number, t.subject, t.reference, t.company_id, t.reporter_id, t.assignee_id, t.queue_id, t.type_id, \
         t.status_id, t.priority_id, t.channel, t.closed, t.created_at, t.changed_at, t.last_reply_by_customer, c.name AS company, c.slug AS company_slug, \
         u.name AS reporter, u.slug AS reporter_slug, a.name AS assignee, a.slug AS assignee_slug, \
         EXISTS (SELECT 1 FROM calls k WHERE k.ticket_id = t.id) AS called FROM tickets t JOIN companies c ON c.id = t.company_id \
         JOIN users u ON u.id = t.reporter_id LEFT JOIN users a ON a.id = t.assignee_id WHERE t.id IN ({})",
        ids.join(", ")
    );
    Ok(NewsTicket::find_by_statement(Statement::from_string(desk.db().backend(), sql)).all(desk.db().read()).await?)
}

/// Into whose inboxes these events have come.
async fn concerned(desk: &Desk, tickets: &[String], happened: &[LiveEvent]) -> Result<Vec<Concerned>> {
    let first = happened.iter().map(|event| event.id).min().unwrap_or_default();
    let sql = format!(
        "SELECT ticket_id, user_id FROM activities WHERE ticket_id IN ({}) AND last_event >= {first}",
        tickets.join(", ")
    );
    Ok(Concerned::find_by_statement(Statement::from_string(desk.db().backend(), sql)).all(desk.db().read()).await?)
}
