use super::{Letter, choices, post};
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
use domain::mail::{Choices, Kind, News, Topic, Way};
use domain::time::MINUTE;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, Statement};

/// Notices that are looked at together.
const AT_ONCE: u64 = 20;
/// A mail tells of so many things, the newest, and of each in so many characters.
const NEWS_MAX: usize = 30;
const TEXT_MAX: usize = 10_000;

#[derive(FromQueryResult)]
struct Notice {
    ticket_id: i64,
    user_id: i64,
    event_id: i64,
    due_at: i64,
}

#[derive(FromQueryResult)]
struct Logged {
    id: i64,
    at: i64,
    actor_id: Option<i64>,
    actor: Option<String>,
    kind: String,
    version: i16,
    public: bool,
    data: String,
}

struct Happened {
    id: i64,
    at: i64,
    actor_id: Option<i64>,
    actor: Option<String>,
    public: bool,
    event: Event,
}

impl Happened {
    /// `None` for an event that a newer program wrote.
    fn of(row: Logged) -> Option<Self> {
        let event = events::read(&row.kind, row.version, &row.data)?;
        let Logged { id, at, actor_id, actor, public, .. } = row;
        Some(Self { id, at, actor_id, actor, public, event })
    }

    /// Whether a message belongs to it: what was said, or the ticket's description.
    fn says(&self) -> bool {
        self.event.kind().says() || matches!(self.event, Event::Ticket(of_ticket::Event::Opened(_)))
    }
}

/// Writes letters for notices that are due, and returns how many notices there were.
///
/// # Errors
/// When the database fails.
pub async fn tell(desk: &Desk) -> Result<usize> {
    let now = desk.now();
    let sql = format!(
        "SELECT ticket_id, user_id, event_id, due_at FROM notices WHERE due_at <= $1 ORDER BY due_at LIMIT {AT_ONCE}"
    );
    let due = Statement::from_sql_and_values(desk.db().backend(), sql, [now.into()]);
    let due = Notice::find_by_statement(due).all(desk.db().read()).await?;
    for notice in &due {
        let reader = &match find_person(desk, notice.user_id).await? {
            Some(person) => Some((choices(desk, &person).await?, person)),
            None => None,
        };
        desk.write(Actor::Portico, |w| async move {
            // The ticket first, as everywhere: an answer to it renews its notices.
            lock(&w, notice.ticket_id).await?;
            let (Some(notice), Some((choices, person))) = (take(&w, notice, now).await?, reader) else {
                return Ok(());
            };
            tell_one(desk, &w, &notice, person, choices).await
        })
        .await?;
    }
    Ok(due.len())
}

/// The notice as it is now. None when another process has told it, or when it has been put off.
async fn take(tx: &Tx, found: &Notice, now: i64) -> Result<Option<Notice>> {
    let sql = "DELETE FROM notices WHERE ticket_id = $1 AND user_id = $2 AND due_at <= $3
        RETURNING ticket_id, user_id, event_id, due_at";
    let values = [found.ticket_id.into(), found.user_id.into(), now.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(Notice::find_by_statement(statement).one(tx).await?)
}

/// One mail for everything that is new to one person on one ticket, with their rights and choices as they are now.
async fn tell_one(desk: &Desk, tx: &Tx, notice: &Notice, person: &Person, choices: &Choices) -> Result<()> {
    let now = desk.now();
    let seen = ticket::Entity::find_by_id(notice.ticket_id).filter(visible(person));
    let Some(ticket) = seen.one(tx).await? else { return Ok(()) };
    if ticket.channel == CHANNEL && !is_unread(tx, notice).await? {
        return Ok(());
    }
    let mut happened = happened(tx, notice).await?;
    // What may still be taken back is told another time.
    if let Some(young) = happened.iter().position(|event| event.at > now - UNDO) {
        put_off(tx, notice, &happened[young]).await?;
        happened.truncate(young);
    }
    let concerns = |event: &&Happened| {
        let kind = event.event.kind();
        let is_told = event.public || person.is_staff() && kind.for_the_desk();
        is_told && kind.is_news() && event.actor_id != Some(person.id)
    };
    let told = happened.iter().filter(concerns).map(|event| (event, event.event.topic_for(person.id)));
    let told: Vec<_> = told.collect();
    let said = said(tx, notice, told.iter().map(|(event, _)| *event)).await?;
    let catalogue = desk.catalogue();
    let news = chosen(&catalogue, person, &told, choices, &said);
    if news.is_empty() {
        return Ok(());
    }
    let Some(reader) = user::Entity::find_by_id(person.id).one(tx).await? else { return Ok(()) };
    let (number, subject) = (catalogue.number(ticket.number), ticket.subject);
    let letter = Letter::to(&reader, Kind::Ticket { number, subject, news }, now);
    post(tx, Letter { ticket_id: Some(ticket.id), ..letter }).await
}

/// Whoever talks in a chat is not mailed what they have read there.
async fn is_unread(tx: &Tx, notice: &Notice) -> Result<bool> {
    let sql = "SELECT 1 FROM activities WHERE ticket_id = $1 AND user_id = $2 AND unread";
    let values = [notice.ticket_id.into(), notice.user_id.into()];
    Ok(tx.query_one_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?.is_some())
}

async fn happened(tx: &Tx, notice: &Notice) -> Result<Vec<Happened>> {
    let sql = "SELECT e.id, e.at, e.actor_id, u.name AS actor, e.kind, e.version, e.public, e.data FROM events e
        LEFT JOIN users u ON u.id = e.actor_id WHERE e.ticket_id = $1 AND e.at >= $2 AND e.id >= $3 ORDER BY e.id LIMIT 500";
    // Clocks of several processes differ a little.
    let since = notice.due_at - NOTICES_WAIT - MINUTE;
    let values = [notice.ticket_id.into(), since.into(), notice.event_id.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    let rows = Logged::find_by_statement(statement).all(tx).await?;
    Ok(rows.into_iter().filter_map(Happened::of).collect())
}

async fn put_off(tx: &Tx, notice: &Notice, event: &Happened) -> Result<()> {
    let sql = "INSERT INTO notices (ticket_id, user_id, event_id, due_at) VALUES ($1, $2, $3, $4)";
    let values = [notice.ticket_id.into(), notice.user_id.into(), event.id.into(), (event.at + NOTICES_WAIT).into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// What a message's event told of, by the event's id; nothing for one that was taken back.
async fn said(tx: &Tx, notice: &Notice, told: impl Iterator<Item = &Happened>) -> Result<Vec<(i64, String)>> {
    let talking: Vec<&Happened> = told.filter(|event| event.says()).collect();
    let Some(first) = talking.first() else { return Ok(Vec::new()) };
    let since = message::Column::TicketId.eq(notice.ticket_id).and(message::Column::CreatedAt.gte(first.at - MINUTE));
    let messages = message::Entity::find().filter(since).all(tx).await?;
    let of = |event: &Happened| {
        let own = |message: &&message::Model| match event.event.message() {
            Some(id) => message.public_id == id,
            None => message.author_id == event.actor_id && message.created_at == event.at,
        };
        messages.iter().find(own).map(|message| (event.id, short(&message.body)))
    };
    Ok(talking.into_iter().filter_map(of).collect())
}

fn short(text: &str) -> String {
    match text.char_indices().nth(TEXT_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Everything that the person wants to hear of, if they want to hear of any of it by mail.
fn chosen(
    catalogue: &Catalogue,
    person: &Person,
    told: &[(&Happened, Topic)],
    choices: &Choices,
    said: &[(i64, String)],
) -> Vec<News> {
    let stands = |event: &Happened| !event.event.kind().says() || text(said, event.id).is_some();
    let told: Vec<_> = told.iter().filter(|(event, topic)| stands(event) && choices.way(*topic) != Way::Off).collect();
    if told.iter().all(|(_, topic)| choices.way(*topic) != Way::Mail) {
        return Vec::new();
    }
    let newest = told.into_iter().rev().take(NEWS_MAX).map(|(event, topic)| News {
        who: event.actor.clone().unwrap_or_default(),
        what: if *topic == Topic::Mentions {
            What::Mentioned
        } else {
            catalogue.what(person.is_staff(), &event.event)
        },
        text: text(said, event.id).unwrap_or_default().to_owned(),
    });
    let mut news: Vec<News> = newest.collect();
    news.reverse();
    news
}

fn text(said: &[(i64, String)], event: i64) -> Option<&str> {
    said.iter().find(|(id, _)| *id == event).map(|(_, text)| text.as_str())
}
