//! Test helpers: the demo's people, and what the tests have them do and look at.

use super::support::TestDesk;
use desk::conversation::{Reply, ReplyActions};
use desk::events::event;
use desk::files::Upload;
use desk::people::{Browser, Credentials, Person, Token, find, sign_in, user};
use desk::tickets::list::export::{self, ExportedTicket};
use desk::tickets::{change, list, seen, show, ticket};
use desk::write::Actor;
use desk::{Clock, Desk, Error};
use domain::Refusal;
use domain::conversation::TimelineEntry;
use domain::drafts::DraftRef;
use domain::tickets::draft::TicketDraft;
use domain::tickets::{Row, Ticket, TicketChange};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};
use std::time::{Duration, Instant};

/// More messages than any demo ticket has.
pub const ALL: u64 = 1_000;

/// The same data at another time.
pub async fn desk_at(test: &TestDesk, now: i64) -> Desk {
    Desk::open(test.db.clone(), test.files.clone(), Clock::fixed(now)).await.unwrap()
}

pub fn credentials(login: &str, password: &str, remember: bool) -> Credentials {
    let browser = Browser { address: [192, 0, 2, 1].into(), device: "Test".into() };
    Credentials { login: login.into(), password: password.into(), remember, browser }
}

/// Signs in with the demo's password.
pub async fn token(desk: &Desk, login: &str, remember: bool) -> Token {
    let credentials = credentials(login, desk::demo::PASSWORD, remember);
    sign_in(desk, &credentials).await.unwrap_or_else(|error| panic!("{login} cannot sign in: {error}"))
}

pub async fn account(desk: &Desk, handle: &str) -> user::Model {
    let found = user::Entity::find().filter(user::Column::Slug.eq(handle));
    let user = found.one(desk.db().read()).await.unwrap();
    user.unwrap_or_else(|| panic!("nobody is called {handle}"))
}

/// The person as a request meets them: signed in, and found by the session.
pub async fn person(desk: &Desk, handle: &str) -> Person {
    let token = token(desk, &account(desk, handle).await.email, false).await;
    find(desk, &token.text).await.unwrap().unwrap()
}

/// An incident for the print queue that fits in every respect.
pub fn incident(subject: &str) -> TicketDraft {
    TicketDraft {
        subject: subject.into(),
        kind: "incident".into(),
        queue: "print".into(),
        description: "Nothing comes out.".into(),
        attributes: vec![("impact".into(), "One team".into())],
        ..TicketDraft::default()
    }
}

pub async fn open(desk: &Desk, person: &Person, draft: &TicketDraft) -> String {
    desk::tickets::open::open(desk, person, draft, &[], "").await.unwrap()
}

/// Raises an incident in the print queue.
pub async fn raise(desk: &Desk, person: &Person) -> String {
    open(desk, person, &incident("Paper jam at bench 3")).await
}

pub fn words(body: &str) -> Reply {
    Reply {
        body: body.into(),
        html: String::new(),
        note: false,
        files: Vec::new(),
        draft_ref: DraftRef::default(),
        key: String::new(),
        actions: ReplyActions::default(),
    }
}

pub async fn say(desk: &Desk, person: &Person, number: &str) -> String {
    let reply = words("Thank you, I will look into it.");
    desk::conversation::reply(desk, person, number, reply).await.unwrap()
}

pub async fn note(desk: &Desk, person: &Person, number: &str, files: Vec<Upload>) -> String {
    let reply = Reply { note: true, files, ..words("Only for us: ask the workshop.") };
    desk::conversation::reply(desk, person, number, reply).await.unwrap()
}

pub async fn set_status(desk: &Desk, person: &Person, number: &str, slug: &str) {
    let wanted = TicketChange { status: Some(slug.into()), ..TicketChange::default() };
    change::change(desk, person, number, &wanted).await.unwrap();
}

/// Opens a ticket and sees all of it.
pub async fn load_ticket(desk: &Desk, person: &Person, number: &str) -> Ticket {
    let ticket = show::show(desk, person, number, ALL).await.unwrap();
    if let Some(id) = message_ids(&ticket).pop() {
        seen::mark_seen(desk, person, number, &id).await.unwrap();
    }
    ticket
}

/// The messages of a ticket, oldest first.
pub fn message_ids(ticket: &Ticket) -> Vec<String> {
    let messages = ticket.conversation.iter().filter_map(|entry| match entry {
        TimelineEntry::Message(message) => Some(message.id.clone()),
        TimelineEntry::Line(_) => None,
    });
    messages.collect()
}

/// The ticket's line in the person's list, whatever its state; `None` when it is not listed.
pub async fn listed(desk: &Desk, person: &Person, number: &str) -> Option<Row> {
    let query = format!("closed=1&size=200&q={number}");
    let found = list::list(desk, person, &query).await.unwrap();
    found.rows.into_iter().find(|row| row.number == number)
}

/// Everything that an export writes.
pub async fn exported(desk: &Desk, person: &Person, query: &str) -> Vec<ExportedTicket> {
    let mut export = export::export(desk, person, query, false).await.unwrap();
    let mut lines = Vec::new();
    while let Some(more) = export.next(desk, person).await.unwrap() {
        lines.extend(more);
    }
    lines
}

/// The ticket as it stands in the database.
pub async fn kept(desk: &Desk, number: &str) -> ticket::Model {
    let counter = domain::tickets::number::read(number).unwrap();
    let found = ticket::Entity::find().filter(ticket::Column::Number.eq(counter));
    found.one(desk.db().read()).await.unwrap().unwrap()
}

pub async fn status_of(desk: &Desk, number: &str) -> String {
    let ticket = kept(desk, number).await;
    desk.catalogue().status(ticket.status_id).unwrap().slug.clone()
}

/// Everything that happened to the ticket, in order.
pub async fn events(desk: &Desk, number: &str) -> Vec<event::Model> {
    let ticket = kept(desk, number).await;
    let of_ticket = event::Entity::find().filter(event::Column::TicketId.eq(ticket.id));
    let in_order = of_ticket.order_by_asc(event::Column::Id);
    in_order.all(desk.db().read()).await.unwrap()
}

pub async fn kinds(desk: &Desk, number: &str) -> Vec<String> {
    let events = events(desk, number).await;
    events.into_iter().map(|event| event.kind).collect()
}

/// How often something happened to a person.
pub async fn events_of(desk: &Desk, person: i64, kind: &str) -> i64 {
    number_in(desk, &format!("SELECT COUNT(*) FROM events WHERE actor_id = {person} AND kind = '{kind}'")).await
}

/// Why it was refused; a fault of ours fails the test.
pub fn refusal<T>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        Err(error) => panic!("broken: {error}"),
        Ok(_) => panic!("it was allowed"),
    }
}

pub async fn sql(desk: &Desk, sql: &str) {
    desk.write(Actor::Portico, |w| async move { Ok(w.execute_unprepared(sql).await?) }).await.unwrap();
}

/// The first column of the first row.
pub async fn number_in(desk: &Desk, sql: &str) -> i64 {
    let statement = Statement::from_string(desk.db().backend(), sql);
    let row = desk.db().read().query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// The first column of every row.
pub async fn texts(desk: &Desk, sql: String) -> Vec<String> {
    let statement = Statement::from_string(desk.db().backend(), sql);
    let rows = desk.db().read().query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// The longest that anything may take, on however busy a machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until `look` finds what it looks for.
pub async fn eventually(what: &str, look: impl AsyncFn() -> bool) {
    let begun = Instant::now();
    while !look().await {
        assert!(begun.elapsed() < PATIENCE, "{what} did not happen");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
