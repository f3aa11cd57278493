//! The activity inbox: one page of a person's entries, the newest ones for the menu, and how many are unread.

use super::activity::{self, Column as A, Entity as Activities};
use crate::actor::{Person, picture, user};
use crate::catalogue::Catalogue;
use crate::db::counted;
use crate::events::{self, event};
use crate::format_time::format_time;
use crate::scope::{ticket, visible};
use crate::{Desk, Result, plans};
use domain::activities::{ActivityEntry, ActivityInbox, COUNTED_MAX, PAGE_MAX, PAGE_SIZE, RECENT, What, excerpt};
use domain::events::{Event, Kind};
use domain::people::Name;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{DbBackend, FromQueryResult, JoinType, Statement, StatementBuilder};

#[derive(FromQueryResult)]
struct ActivityRow {
    number: i64,
    subject: String,
    count: i64,
    at: i64,
    unread: bool,
    kind: String,
    version: i16,
    data: String,
    said: Option<String>,
    name: Option<String>,
    role_id: Option<i64>,
    picture: Option<Vec<u8>>,
}

/// One page of the person's entries, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(desk: &Desk, person: &Person, page: u32) -> Result<ActivityInbox> {
    let page = page.clamp(1, PAGE_MAX);
    let mut found = read(desk, &select(desk, person, page)).await?;
    let newest = match page {
        1 => found.first().map(|row| row.at),
        _ => read(desk, select(desk, person, 1).limit(1)).await?.first().map(|row| row.at),
    };
    let more = found.len() > PAGE_SIZE as usize;
    found.truncate(PAGE_SIZE as usize);
    let (tasks, waiting) = if page == 1 { plans::tasks(desk, person).await? } else { (Vec::new(), 0) };
    Ok(ActivityInbox {
        tasks,
        entries: entries(desk, person, found),
        page,
        more,
        unread: unread(desk, person).await?,
        until: Ord::max(newest.unwrap_or_default(), waiting),
    })
}

/// The newest entries, for the menu of every page.
///
/// # Errors
/// When the database fails.
pub async fn recent(desk: &Desk, person: &Person) -> Result<Vec<ActivityEntry>> {
    let found = ActivityRow::find_by_statement(recent_statement(desk, person)).all(desk.db().read()).await?;
    Ok(entries(desk, person, found))
}

/// What is asked for the menu, for whoever looks at how it is found.
pub fn recent_statement(desk: &Desk, person: &Person) -> Statement {
    StatementBuilder::build(select(desk, person, 1).limit(RECENT.into()), &desk.db().backend())
}

/// Those that tell of an event that a newer program wrote are passed over.
fn entries(desk: &Desk, person: &Person, found: Vec<ActivityRow>) -> Vec<ActivityEntry> {
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let entry = |row: ActivityRow| {
        let what = what_to(&catalogue, &events::read(&row.kind, row.version, &row.data)?, person);
        Some(ActivityEntry {
            number: catalogue.number(row.number),
            subject: row.subject,
            who: row.name.map(|full| Name {
                full,
                is_staff: row.role_id.is_some(),
                picture: picture::address(row.picture),
            }),
            excerpt: row.said.as_deref().map(excerpt).unwrap_or_default(),
            // What goes along with a decision is no news of its own.
            besides: if what == What::Seated { 0 } else { u32::try_from(row.count - 1).unwrap_or_default() },
            what,
            at: format_time(row.at, now, &person.zone),
            unread: row.unread,
        })
    };
    found.into_iter().filter_map(entry).collect()
}

async fn read(desk: &Desk, select: &SelectStatement) -> Result<Vec<ActivityRow>> {
    let statement = StatementBuilder::build(select, &desk.db().backend());
    Ok(ActivityRow::find_by_statement(statement).all(desk.db().read()).await?)
}

#[derive(FromQueryResult)]
struct UnreadCounts {
    entries: i64,
    tasks: i64,
}

/// How much is unread, as the menu tells it.
async fn unread(desk: &Desk, person: &Person) -> Result<u32> {
    let mut select = Query::select();
    select.expr_as(counted(Some(counting(person))), "entries").expr_as(plans::unseen(person), "tasks");
    let statement = StatementBuilder::build(&select, &desk.db().backend());
    let row = UnreadCounts::find_by_statement(statement).one(desk.db().read()).await?;
    Ok(row.and_then(|row| u32::try_from(row.entries + row.tasks).ok()).unwrap_or_default())
}

/// Unread entries, one past [`COUNTED_MAX`] at most.
pub(crate) fn counting(person: &Person) -> SelectStatement {
    let mut select = visible_entries(person);
    select.expr(Expr::val(1)).and_where(Expr::col((Activities, A::Unread)).eq(true)).limit(u64::from(COUNTED_MAX) + 1);
    select
}

/// The person's entries of tickets that they see.
fn visible_entries(person: &Person) -> SelectStatement {
    let is_ticket = Expr::col((ticket::Entity, ticket::Column::Id)).equals((Activities, A::TicketId));
    let mut select = Query::select();
    select
        .from(activity::Entity)
        .join(JoinType::InnerJoin, ticket::Entity, is_ticket)
        .and_where(Expr::col((Activities, A::UserId)).eq(person.id))
        .and_where(Expr::col((Activities, A::Removed)).eq(false))
        .cond_where(visible(person));
    select
}

/// The beginning of the message that an event tells of. A private note is for the desk alone, whoever's entry tells of it.
fn excerpt_of(desk: &Desk, person: &Person) -> Expr {
    let message = match desk.db().backend() {
        DbBackend::Postgres => "events.data::json->>'message'",
        _ => "json_extract(events.data, '$.message')",
    };
    let notes = if person.is_staff() { "" } else { " AND NOT m.note" };
    let said = events::quoted(Kind::says);
    Expr::cust(format!(
        "CASE WHEN events.kind IN ({said}) THEN \
         (SELECT SUBSTR(m.body, 1, 300) FROM messages m WHERE m.public_id = {message}{notes}) END"
    ))
}

fn select(desk: &Desk, person: &Person, page: u32) -> SelectStatement {
    let is_event = Expr::col((event::Entity, event::Column::Id)).equals((Activities, A::ToldEvent));
    let is_actor = Expr::col((user::Entity, user::Column::Id)).equals((event::Entity, event::Column::ActorId));
    let mut select = visible_entries(person);
    let event_columns = [event::Column::Kind, event::Column::Version, event::Column::Data];
    select
        .columns([(ticket::Entity, ticket::Column::Number), (ticket::Entity, ticket::Column::Subject)])
        .columns([A::Count, A::At, A::Unread].map(|column| (Activities, column)))
        .columns(event_columns.map(|column| (event::Entity, column)))
        .columns([user::Column::Name, user::Column::RoleId, user::Column::Picture].map(|column| (user::Entity, column)))
        .expr_as(excerpt_of(desk, person), "said")
        .join(JoinType::InnerJoin, event::Entity, is_event)
        .join(JoinType::LeftJoin, user::Entity, is_actor)
        .order_by((Activities, A::LastEvent), Order::Desc)
        .limit(u64::from(PAGE_SIZE) + 1)
        .offset(u64::from(page - 1) * u64::from(PAGE_SIZE));
    select
}

/// What is told of an event to this person.
fn what_to(catalogue: &Catalogue, event: &Event, person: &Person) -> What {
    if event.mentioned().contains(&person.id) {
        What::Mentioned
    } else if event.seated() == Some(person.id) {
        What::Seated
    } else {
        catalogue.what(person.is_staff(), event)
    }
}
