//! Flushing pending notifications: what happened on a ticket becomes one mail per reader, once the undo period is over.

use super::{OutboxMail, enqueue, preferences};
use crate::actor::{Person, find_person, user};
use crate::catalogue::Catalogue;
use crate::db::Tx;
use crate::events;
use crate::scope::{lock, message, ticket, visible};
use crate::write::{Actor, NOTICES_WAIT};
use crate::{Desk, Result};
use domain::activities::What;
use domain::chat::CHANNEL;
use domain::drafts::UNDO;
use domain::events::{Event, ticket as of_ticket};
use domain::mail::{DeliveryChannel, MailKind, NotificationPreferences, TicketNews, Topic};
use domain::time::MINUTE;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, Statement};

/// Notifications that are handled in one round.
const AT_ONCE: u64 = 20;
/// News in one mail, the newest, and characters of each.
const NEWS_MAX: usize = 30;
const TEXT_MAX: usize = 10_000;

#[derive(FromQueryResult)]
struct PendingNotification {
    ticket_id: i64,
    user_id: i64,
    event_id: i64,
    due_at: i64,
}

#[derive(FromQueryResult)]
struct MailEventRow {
    id: i64,
    at: i64,
    actor_id: Option<i64>,
    actor: Option<String>,
    kind: String,
    version: i16,
    public: bool,
    data: String,
}

struct MailEvent {
    id: i64,
    at: i64,
    actor_id: Option<i64>,
    actor: Option<String>,
    public: bool,
    event: Event,
}

impl MailEvent {
    /// `None` for an event that a newer program wrote.
    fn of(row: MailEventRow) -> Option<Self> {
        let event = events::read(&row.kind, row.version, &row.data)?;
        let MailEventRow { id, at, actor_id, actor, public, .. } = row;
        Some(Self { id, at, actor_id, actor, public, event })
    }

    /// Whether a message belongs to it: what was written, or the ticket's description.
    fn has_message(&self) -> bool {
        self.event.kind().says() || matches!(self.event, Event::Ticket(of_ticket::Event::Opened(_)))
    }
}

/// Enqueues mails for notifications that are due, and returns how many notifications there were.
///
/// # Errors
/// When the database fails.
pub async fn flush_notifications(desk: &Desk) -> Result<usize> {
    let now = desk.now();
    let sql = format!(
        "SELECT ticket_id, user_id, event_id, due_at FROM notices WHERE due_at <= $1 ORDER BY due_at LIMIT {AT_ONCE}"
    );
    let due = Statement::from_sql_and_values(desk.db().backend(), sql, [now.into()]);
    let due = PendingNotification::find_by_statement(due).all(desk.db().read()).await?;
    for notification in &due {
        let reader = &match find_person(desk, notification.user_id).await? {
            Some(person) => Some((preferences(desk, &person).await?, person)),
            None => None,
        };
        desk.write(Actor::Portico, |w| async move {
            // The ticket first, as everywhere: an answer to it renews its notifications.
            lock(&w, notification.ticket_id).await?;
            let (Some(notification), Some((preferences, person))) = (claim(&w, notification, now).await?, reader)
            else {
                return Ok(());
            };
            notify_person(desk, &w, &notification, person, preferences).await
        })
        .await?;
    }
    Ok(due.len())
}

/// The notification as it is now. None when another process has claimed it, or when it has been postponed.
async fn claim(tx: &Tx, found: &PendingNotification, now: i64) -> Result<Option<PendingNotification>> {
    let sql = "DELETE FROM notices WHERE ticket_id = $1 AND user_id = $2 AND due_at <= $3
        RETURNING ticket_id, user_id, event_id, due_at";
    let values = [found.ticket_id.into(), found.user_id.into(), now.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(PendingNotification::find_by_statement(statement).one(tx).await?)
}

/// One mail for everything that is new to one person on one ticket, with their rights and preferences as they are now.
async fn notify_person(
    desk: &Desk,
    tx: &Tx,
    notification: &PendingNotification,
    person: &Person,
    preferences: &NotificationPreferences,
) -> Result<()> {
    let now = desk.now();
    let seen = ticket::Entity::find_by_id(notification.ticket_id).filter(visible(person));
    let Some(ticket) = seen.one(tx).await? else { return Ok(()) };
    if ticket.channel == CHANNEL && !is_unread(tx, notification).await? {
        return Ok(());
    }
    let mut happened = events_since(tx, notification).await?;
    // What may still be taken back is mailed another time.
    if let Some(young) = happened.iter().position(|event| event.at > now - UNDO) {
        postpone(tx, notification, &happened[young]).await?;
        happened.truncate(young);
    }
    let concerns = |event: &&MailEvent| {
        let kind = event.event.kind();
        let is_visible = event.public || person.is_staff() && kind.for_the_desk();
        is_visible && kind.is_news() && event.actor_id != Some(person.id)
    };
    let concerning = happened.iter().filter(concerns).map(|event| (event, event.event.topic_for(person.id)));
    let concerning: Vec<_> = concerning.collect();
    let texts = message_texts(tx, notification, concerning.iter().map(|(event, _)| *event)).await?;
    let catalogue = desk.catalogue();
    let news = select_news(&catalogue, person, &concerning, preferences, &texts);
    if news.is_empty() {
        return Ok(());
    }
    let Some(reader) = user::Entity::find_by_id(person.id).one(tx).await? else { return Ok(()) };
    let (number, subject) = (catalogue.number(ticket.number), ticket.subject);
    let mail = OutboxMail::to(&reader, MailKind::Ticket { number, subject, news }, now);
    enqueue(tx, OutboxMail { ticket_id: Some(ticket.id), ..mail }).await
}

/// Whoever talks in a chat is not mailed what they have read there.
async fn is_unread(tx: &Tx, notification: &PendingNotification) -> Result<bool> {
    let sql = "SELECT 1 FROM activities WHERE ticket_id = $1 AND user_id = $2 AND unread";
    let values = [notification.ticket_id.into(), notification.user_id.into()];
    Ok(tx.query_one_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?.is_some())
}

async fn events_since(tx: &Tx, notification: &PendingNotification) -> Result<Vec<MailEvent>> {
    let sql = "SELECT e.id, e.at, e.actor_id, u.name AS actor, e.kind, e.version, e.public, e.data FROM events e
        LEFT JOIN users u ON u.id = e.actor_id WHERE e.ticket_id = $1 AND e.at >= $2 AND e.id >= $3 ORDER BY e.id LIMIT 500";
    // Clocks of several processes differ a little.
    let since = notification.due_at - NOTICES_WAIT - MINUTE;
    let values = [notification.ticket_id.into(), since.into(), notification.event_id.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    let rows = MailEventRow::find_by_statement(statement).all(tx).await?;
    Ok(rows.into_iter().filter_map(MailEvent::of).collect())
}

async fn postpone(tx: &Tx, notification: &PendingNotification, event: &MailEvent) -> Result<()> {
    let sql = "INSERT INTO notices (ticket_id, user_id, event_id, due_at) VALUES ($1, $2, $3, $4)";
    let values =
        [notification.ticket_id.into(), notification.user_id.into(), event.id.into(), (event.at + NOTICES_WAIT).into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// The text of the message behind each event, by the event's id; nothing for one that was taken back.
async fn message_texts(
    tx: &Tx,
    notification: &PendingNotification,
    concerning: impl Iterator<Item = &MailEvent>,
) -> Result<Vec<(i64, String)>> {
    let talking: Vec<&MailEvent> = concerning.filter(|event| event.has_message()).collect();
    let Some(first) = talking.first() else { return Ok(Vec::new()) };
    let since =
        message::Column::TicketId.eq(notification.ticket_id).and(message::Column::CreatedAt.gte(first.at - MINUTE));
    let messages = message::Entity::find().filter(since).all(tx).await?;
    let of = |event: &MailEvent| {
        let own = |message: &&message::Model| match event.event.message() {
            Some(id) => message.public_id == id,
            None => message.author_id == event.actor_id && message.created_at == event.at,
        };
        messages.iter().find(own).map(|message| (event.id, truncate(&message.body)))
    };
    Ok(talking.into_iter().filter_map(of).collect())
}

fn truncate(text: &str) -> String {
    match text.char_indices().nth(TEXT_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Everything that the person wants to hear of, if they want to hear of any of it by mail.
fn select_news(
    catalogue: &Catalogue,
    person: &Person,
    concerning: &[(&MailEvent, Topic)],
    preferences: &NotificationPreferences,
    texts: &[(i64, String)],
) -> Vec<TicketNews> {
    let stands = |event: &MailEvent| !event.event.kind().says() || text(texts, event.id).is_some();
    let concerning: Vec<_> = concerning
        .iter()
        .filter(|(event, topic)| stands(event) && preferences.channel(*topic) != DeliveryChannel::Off)
        .collect();
    if concerning.iter().all(|(_, topic)| preferences.channel(*topic) != DeliveryChannel::Mail) {
        return Vec::new();
    }
    let newest = concerning.into_iter().rev().take(NEWS_MAX).map(|(event, topic)| TicketNews {
        who: event.actor.clone().unwrap_or_default(),
        what: if *topic == Topic::Mentions { What::Mentioned } else { catalogue.what(person.is_staff(), &event.event) },
        text: text(texts, event.id).unwrap_or_default().to_owned(),
    });
    let mut news: Vec<TicketNews> = newest.collect();
    news.reverse();
    news
}

fn text(texts: &[(i64, String)], event: i64) -> Option<&str> {
    texts.iter().find(|(id, _)| *id == event).map(|(_, text)| text.as_str())
}
