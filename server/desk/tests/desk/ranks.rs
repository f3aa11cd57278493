//! Lists in the order of statuses and priorities, which stands in the catalogue alone: reordering them writes no ticket.

use super::changed_tables::ChangedTables;
use super::helpers::{person, sql};
use super::support::demo;
use desk::Desk;
use desk::catalogue::{priority, status};
use desk::people::Person;
use desk::tickets::list::{list, statements};
use desk::tickets::ticket;
use domain::listing::{Column, Listing};
use domain::tickets::Total;
use sea_orm::{ConnectionTrait, EntityTrait};
use std::collections::{BTreeSet, HashMap};

/// Lists that are read status by status or priority by priority, and some that are sorted.
const LISTS: [&str; 7] = [
    "sort=status",
    "sort=-priority",
    "closed=1&sort=-status",
    "closed=1&sort=priority",
    "closed=1&company=harbourline&sort=status",
    "closed=1&queue=print&sort=status",
    "closed=1&type=change&type=incident&sort=-priority",
];

/// Every ticket by its number as it is shown.
async fn tickets(desk: &Desk) -> HashMap<String, ticket::Model> {
    let rows = ticket::Entity::find().all(desk.db().read()).await.unwrap();
    rows.into_iter().map(|row| (format!("PT-{}", row.number), row)).collect()
}

/// The numbers on all pages of a list.
async fn numbers(desk: &Desk, person: &Person, query: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    for page in 1.. {
        let rows = list(desk, person, &format!("{query}&size=100&page={page}")).await.unwrap().rows;
        if rows.is_empty() {
            break;
        }
        numbers.extend(rows.into_iter().map(|row| row.number));
    }
    numbers
}

/// The lists of an agent and of a customer, each in the order that the rows of the catalogue say.
async fn lists_in_order(desk: &Desk) -> Vec<Vec<String>> {
    let (db, tickets) = (desk.db().read(), tickets(desk).await);
    let statuses = status::Entity::find().all(db).await.unwrap();
    let statuses: HashMap<i64, i64> = statuses.into_iter().map(|row| (row.id, row.place)).collect();
    let priorities = priority::Entity::find().all(db).await.unwrap();
    let priorities: HashMap<i64, i64> = priorities.into_iter().map(|row| (row.id, row.rank)).collect();
    let mut lists = Vec::new();
    for handle in ["grace", "alice"] {
        let person = person(desk, handle).await;
        for query in LISTS {
            let sort = Listing::parse(query).0.sort;
            let key = |number: &String| {
                let ticket = &tickets[number];
                match sort.column {
                    Column::Status => (statuses[&ticket.status_id], ticket.id),
                    _ => (priorities[&ticket.priority_id], ticket.id),
                }
            };
            let found = numbers(desk, &person, query).await;
            let mut expected = found.clone();
            expected.sort_by_key(key);
            if sort.descending {
                expected.reverse();
            }
            assert!(found.len() > 1, "{handle} asks {query}");
            assert_eq!(found, expected, "{handle} asks {query}");
            lists.push(found);
        }
    }
    lists
}

#[tokio::test]
async fn reordering_statuses_and_priorities_moves_lists_and_writes_no_ticket() {
    for test in demo().await {
        let desk = &test.desk;
        let (kept, before) = (tickets(desk).await, lists_in_order(desk).await);
        let changes = ChangedTables::watch(desk).await;
        // The last comes first.
        sql(desk, "UPDATE statuses SET place = -1 - place").await;
        sql(desk, "UPDATE priorities SET rank = -1 - rank").await;
        sql(desk, "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'catalogue'").await;
        let written = ["priorities", "sequences", "statuses"].map(str::to_owned);
        assert_eq!(changes.tables(desk).await, BTreeSet::from(written));
        let after = lists_in_order(desk).await;
        for (place, (before, after)) in before.into_iter().zip(after).enumerate() {
            // The agent's lists hold tickets of several statuses and priorities.
            assert!(place >= LISTS.len() || before != after, "list {place} moves");
            let held = |list: Vec<String>| list.into_iter().collect::<BTreeSet<_>>();
            assert_eq!(held(before), held(after), "no ticket comes to list {place} or leaves it");
        }
        assert_eq!(tickets(desk).await, kept);
    }
}

/// What a list is told to be read like, however little matches.
const MANY: Option<Total> = Some(Total { count: 10_000, exact: false });

#[tokio::test]
async fn what_is_read_in_its_order_is_what_is_sorted() {
    let narrowed = [
        "closed=1",
        "closed=1&queue=print",
        "closed=1&type=change",
        "type=incident&type=change",
        "status=closed&status=open",
        "status=closed&type=change",
        "closed=1&scope=mine",
        "closed=1&period=90d",
        "closed=1&q=printer",
        "unread=1",
    ];
    for test in demo().await {
        let desk = &test.desk;
        let numbers: HashMap<i64, String> =
            tickets(desk).await.into_iter().map(|(number, row)| (row.id, number)).collect();
        for handle in ["grace", "alice"] {
            let person = person(desk, handle).await;
            for sort in ["status", "-status", "priority", "-priority"] {
                for (place, filters) in narrowed.into_iter().enumerate() {
                    let query = format!("{filters}&sort={sort}&size=25&page={}", 1 + place % 2);
                    let [page, _] = statements(desk, &person, &query, MANY).await.unwrap();
                    let read = desk.db().read().query_all_raw(page).await.unwrap();
                    let read = read.iter().map(|row| numbers[&row.try_get::<i64>("", "id").unwrap()].clone());
                    let sorted = list(desk, &person, &query).await.unwrap().rows.into_iter().map(|row| row.number);
                    assert_eq!(read.collect::<Vec<_>>(), sorted.collect::<Vec<_>>(), "{handle} asks {query}");
                }
            }
        }
    }
}
