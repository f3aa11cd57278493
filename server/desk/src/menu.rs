//! Menu badge counts of a person: one statement, because every page asks.

use crate::actor::Person;
use crate::db::counted;
use crate::{Desk, Result, activities, chat, plans, work};
use domain::menu::MenuCounts;
use sea_orm::sea_query::Query;
use sea_orm::{FromQueryResult, Statement, StatementBuilder};

#[derive(FromQueryResult)]
struct MenuCountsRow {
    entries: i64,
    tasks: i64,
    chats: i64,
    tickets: i64,
    calls: i64,
}

/// Each count stops one past what is shown of it; work and chats are nothing for customers.
///
/// # Errors
/// When the database fails.
pub async fn counts(desk: &Desk, person: &Person) -> Result<MenuCounts> {
    let row = MenuCountsRow::find_by_statement(statement(desk, person)).one(desk.db().read()).await?;
    Ok(row.map_or_else(MenuCounts::default, |row| MenuCounts {
        unread: u32::try_from(row.entries + row.tasks).unwrap_or_default(),
        chats: u16::try_from(row.chats).unwrap_or_default(),
        tickets: u32::try_from(row.tickets).unwrap_or_default(),
        calls: u32::try_from(row.calls).unwrap_or_default(),
    }))
}

/// What is asked, for whoever looks at how it is found.
pub fn statement(desk: &Desk, person: &Person) -> Statement {
    let (tickets, calls) = work::counting(person).unzip();
    let mut select = Query::select();
    select
        .expr_as(counted(Some(activities::counting(person))), "entries")
        .expr_as(plans::unseen(person), "tasks")
        .expr_as(counted(chat::counting(person)), "chats")
        .expr_as(counted(tickets), "tickets")
        .expr_as(counted(calls), "calls");
    StatementBuilder::build(&select, &desk.db().backend())
}
