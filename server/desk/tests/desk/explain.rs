//! Lists stay quick as tickets grow: SQLite reads an index in the list's order instead of reading all and sorting.

use super::cast::person;
use super::list::totals_stop_at_their_limit;
use super::support::{TestDesk, demo_with};
use desk::Desk;
use desk::db::{Db, connect};
use desk::people::Person;
use desk::tickets::list::statements;
use domain::listing::{Column, Listing, Scope, Sort};
use sea_orm::{ConnectionTrait, Statement};
use std::fmt::Write;

#[tokio::test]
async fn ten_thousand_tickets_are_listed_by_index_and_counted_to_the_limit() {
    for test in demo_with(10_000).await {
        if test.db.is_sqlite() {
            // A server that starts after the load knows the tables' statistics; one that ran before it does not.
            let restarted = connect(&format!("sqlite://{}", path(&test).await)).await.unwrap();
            for db in [&restarted, &test.db] {
                plans_use_indexes(&test.desk, db).await;
            }
        }
        totals_stop_at_their_limit(&test).await;
    }
}

async fn path(test: &TestDesk) -> String {
    let list = Statement::from_string(test.db.backend(), "PRAGMA database_list");
    let row = test.db.read().query_one_raw(list).await.unwrap().unwrap();
    row.try_get("", "file").unwrap()
}

async fn plans_use_indexes(desk: &Desk, db: &Db) {
    let mut wrong = String::new();
    let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
    // Customers' roles name their queues and types one by one, agents' reach all.
    let (chloe, jonas) = (person(desk, "chloe").await, person(desk, "jonas").await);
    for column in Column::ALL {
        for (descending, closed) in [(false, false), (true, false), (false, true), (true, true)] {
            let listing = Listing { sort: Sort { column, descending }, closed, ..Listing::default() };
            let shown = if closed { " with closed" } else { "" };
            let by = format!("{}{}{shown}", if descending { "-" } else { "" }, column.as_str());
            let open = if closed { "" } else { "open_" };
            let index = format!("tickets_company_{open}{}", column.as_str());
            for (person, name) in [(&alice, "alice"), (&chloe, "chloe")] {
                check(db, person, &listing, &format!("{name} by {by}"), &index, false, &mut wrong).await;
            }
            let index = match (column, closed) {
                // Unique, so the database made one of its own.
                (Column::Number, true) => "sqlite_autoindex_tickets_1".to_owned(),
                _ => format!("tickets_{open}{}", column.as_str()),
            };
            for (person, name) in [(&grace, "grace"), (&jonas, "jonas")] {
                check(db, person, &listing, &format!("{name} by {by}"), &index, false, &mut wrong).await;
            }
        }
    }
    let ewa = person(desk, "ewa").await;
    check(db, &ewa, &Listing::default(), "ewa, who sees her own only", "tickets_reporter", false, &mut wrong).await;
    let mine = Listing { scope: Scope::Mine, ..Listing::default() };
    check(db, &alice, &mine, "alice's own", "tickets_reporter", false, &mut wrong).await;
    check(db, &grace, &mine, "grace's own", "tickets_assignee", false, &mut wrong).await;
    for search in ["printer", "pri", "PT-10", "label printer"] {
        let found = Listing { search: search.into(), ..Listing::default() };
        for (person, name) in [(&alice, "alice"), (&grace, "grace")] {
            check(db, person, &found, &format!("{name} looks for {search}"), "", true, &mut wrong).await;
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// No plan reads all tickets; one that is `sorted` may sort what it found, the others read `index` in its order.
async fn check(db: &Db, person: &Person, listing: &Listing, name: &str, index: &str, sorted: bool, wrong: &mut String) {
    let [page, count] = statements(db.backend(), person, listing);
    let page = plan(db, page).await;
    // Walking an index in its order stops after a page; it is told as a scan too.
    if page.contains("SCAN tickets\n") || page.contains("SCAN u") || page.contains("SCAN r") {
        writeln!(wrong, "{name} reads a whole table:\n{page}").unwrap();
    }
    let read = [' ', '\n'].iter().any(|end| page.contains(&format!("INDEX {index}{end}")));
    if !sorted && (page.contains("TEMP B-TREE") || !read) {
        writeln!(wrong, "{name} does not read {index} in its order:\n{page}").unwrap();
    }
    let count = plan(db, count).await;
    if count.contains("SCAN tickets\n") {
        writeln!(wrong, "{name} counts by reading all tickets:\n{count}").unwrap();
    }
}

async fn plan(db: &Db, statement: Statement) -> String {
    let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {}", statement.sql), ..statement };
    let rows = db.read().query_all_raw(explain).await.unwrap();
    let details = rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap());
    details.map(|detail| format!("    {detail}\n")).collect()
}
