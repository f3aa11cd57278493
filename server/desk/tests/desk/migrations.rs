//! Servers that start at once on one database agree on its shape, and what a new step needs is made from what was there.

use super::cast;
use super::support::{NOW, demo, desks};
use desk::db::{Db, connect};
use desk::files::Store;
use desk::tickets::list::list;
use desk::tickets::ticket;
use desk::{Clock, Desk};
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use std::collections::BTreeSet;

const ROUNDS: usize = 8;
const SERVERS: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_at_once_find_one_schema() {
    for test in desks().await {
        for round in 0..ROUNDS {
            let folder = testing::folder();
            let name = format!("portico_at_once_{}", desk::random::id());
            let url = if test.db.is_sqlite() {
                format!("sqlite://{}", folder.path().join("desk.db").display())
            } else {
                order(&test.db, &format!("CREATE DATABASE {name}")).await;
                let server = std::env::var("PORTICO_TEST_POSTGRES").unwrap();
                format!("{}/{name}", server.rsplit_once('/').unwrap().0)
            };
            let starting: Vec<_> = (0..SERVERS)
                .map(|_| {
                    let url = url.clone();
                    tokio::spawn(async move { connect(&url).await })
                })
                .collect();
            for server in starting {
                let db = server
                    .await
                    .unwrap()
                    .unwrap_or_else(|error| panic!("{:?}, round {round}: {error}", test.db.backend()));
                let files = Store::open_folder(folder.path().join("files")).await.unwrap();
                let desk = Desk::open(db.clone(), files, Clock::fixed(NOW)).await.unwrap();
                assert_eq!((desk.catalogue().version, desk.catalogue().prefix.as_str()), (1, "PT-"));
            }
            if !test.db.is_sqlite() {
                order(&test.db, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
            }
        }
    }
}

#[tokio::test]
async fn starting_again_keeps_what_is_there() {
    let folder = testing::folder();
    let url = format!("sqlite://{}", folder.path().join("desk.db").display());
    let first = connect(&url).await.unwrap();
    order(&first, "UPDATE sequences SET next_value = 4711 WHERE name = 'tickets'").await;
    let second = connect(&url).await.unwrap();
    let files = Store::open_folder(folder.path().join("files")).await.unwrap();
    let desk = Desk::open(second, files, Clock::fixed(NOW)).await.unwrap();
    let next = cast::number_in(&desk, "SELECT next_value FROM sequences WHERE name = 'tickets'").await;
    assert_eq!(next, 4711);
}

/// A database of the first step, with tickets of its own, finds them all after the second.
#[tokio::test]
async fn the_search_index_is_filled_anew_from_the_tickets() {
    for test in demo().await {
        let url = url(&test.db).await;
        order(&test.db, "UPDATE tickets SET source = 'old', reference = 'Old/' || id || 'Ä' WHERE id % 2 = 0").await;
        let before = words_of(&test.db).await;
        back_to_the_first_step(&test.db).await;
        let db = connect(&url).await.unwrap();
        let desk = Desk::open(db.clone(), test.files.clone(), Clock::fixed(NOW)).await.unwrap();
        let (alice, grace) = (cast::person(&desk, "alice").await, cast::person(&desk, "grace").await);
        let tickets = ticket::Entity::find().all(db.read()).await.unwrap();
        assert!(tickets.len() > 50);
        for ticket in &tickets {
            for (field, text) in [
                ("number", format!("PT-{}", ticket.number)),
                ("number", ticket.number.to_string()),
                ("number", ticket.reference.clone().unwrap_or_default().to_uppercase()),
                ("subject", ticket.subject.clone()),
            ] {
                for closed in [0, 1] {
                    let query =
                        format!("in={field}&closed={closed}&size=200&q={}", text.replace(['&', '+', '#', '%'], " "));
                    let found = list(&desk, &grace, &query).await.unwrap().rows;
                    let holds = found.iter().any(|row| row.number == format!("PT-{}", ticket.number));
                    assert_eq!(holds, closed == 1 || !ticket.closed, "{query}");
                }
            }
        }
        let everything = list(&desk, &alice, "closed=1&q=PT").await.unwrap();
        let own = tickets.iter().filter(|ticket| ticket.company_id == alice.companies[0].company_id);
        assert!(everything.total.count > 10 && everything.total.count <= own.count() as u64);
        // What was indexed row by row stands there again, and the references with it.
        let after = words_of(&db).await;
        assert!(before.is_subset(&after));
        let fresh: Vec<_> = after.difference(&before).collect();
        assert!(!fresh.is_empty() && fresh.iter().all(|term| term.starts_with('n')), "{fresh:?}");
        for (field, text) in [("messages", "workshop"), ("attributes", "team"), ("files", "log")] {
            let found = list(&desk, &grace, &format!("in={field}&closed=1&q={text}")).await.unwrap();
            assert!(found.total.count > 0 && found.meant.is_none(), "{field}");
        }
        let highest = tickets.iter().map(|ticket| ticket.number).max().unwrap();
        assert_eq!(cast::raise(&desk, &alice).await, format!("PT-{}", highest + 1), "numbers go on");
    }
}

/// Where a database is, to connect to it once more.
async fn url(db: &Db) -> String {
    if db.is_sqlite() {
        let list = Statement::from_string(db.backend(), "PRAGMA database_list");
        let row = db.read().query_one_raw(list).await.unwrap().unwrap();
        format!("sqlite://{}", row.try_get::<String>("", "file").unwrap())
    } else {
        let name = Statement::from_string(db.backend(), "SELECT current_database()::text");
        let row = db.read().query_one_raw(name).await.unwrap().unwrap();
        let server = std::env::var("PORTICO_TEST_POSTGRES").unwrap();
        format!("{}/{}", server.rsplit_once('/').unwrap().0, row.try_get_by_index::<String>(0).unwrap())
    }
}

/// What the loader wrote down for each ticket, and the demo for each status, follows from what was there before.
#[tokio::test]
async fn who_spoke_last_and_whom_statuses_wait_for_is_found_from_what_there_is() {
    for test in demo().await {
        let spoke = "SELECT number || ' ' || last_reply_by_customer FROM tickets ORDER BY tickets.number";
        let waits = "SELECT slug || ' ' || COALESCE(waits_for, '') || ' ' || COALESCE(customer_name, '') FROM statuses ORDER BY id";
        let kept = async |db: &Db| {
            let mut kept = Vec::new();
            for sql in [spoke, waits] {
                let rows = db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await.unwrap();
                kept.extend(rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()));
            }
            kept
        };
        let (url, before) = (url(&test.db).await, kept(&test.db).await);
        assert!(before.iter().any(|row| row == "waiting-customer customer Waiting for you"));
        assert!(before.iter().any(|row| row == "waiting-supplier third_party "));
        for part in [
            "DROP INDEX tickets_pressing",
            "DROP INDEX tickets_waiting",
            "DROP INDEX tickets_open_news",
            "ALTER TABLE tickets DROP COLUMN last_reply_by_customer",
            "ALTER TABLE statuses DROP COLUMN waits_for",
            "ALTER TABLE statuses DROP COLUMN customer_name",
            "ALTER TABLE memberships DROP COLUMN since",
            "DELETE FROM seaql_migrations WHERE version IN ('m029_waiting', 'm031_pressing')",
        ] {
            order(&test.db, part).await;
        }
        let again = connect(&url).await.unwrap();
        assert_eq!(kept(&again).await, before);
    }
}

/// What the index knows.
async fn words_of(db: &Db) -> BTreeSet<String> {
    let sql = "SELECT term::text FROM search_terms";
    let sql = if db.is_sqlite() { sql.replace("::text", "") } else { sql.to_owned() };
    let rows = db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// Takes back what the later steps did.
async fn back_to_the_first_step(db: &Db) {
    let words = if db.is_sqlite() {
        "DROP TABLE open_words; DROP TABLE closed_words; CREATE VIRTUAL TABLE ticket_words USING fts5 (words, company);
        INSERT INTO ticket_words (rowid, words, company) VALUES (1, 'left over', 'company1')"
    } else {
        "DROP TABLE ticket_words;
        CREATE TABLE ticket_words (ticket_id BIGINT PRIMARY KEY REFERENCES tickets (id), words TSVECTOR NOT NULL);
        CREATE INDEX ticket_words_words ON ticket_words USING GIN (words);
        INSERT INTO ticket_words SELECT min(id), to_tsvector('left over') FROM tickets;
        ALTER TABLE tickets ALTER COLUMN number DROP DEFAULT;
        DROP SEQUENCE ticket_numbers;
        UPDATE sequences SET next_value = (SELECT MAX(number) + 1 FROM tickets) WHERE name = 'tickets'"
    };
    let by = ["company", "queue", "type", "status", "assignee", "state"];
    let indexes = by.map(|column| format!("DROP INDEX tickets_by_{column};")).join(" ");
    for part in [
        words,
        &indexes,
        "CREATE INDEX tickets_company_reach ON tickets (company_id, closed, queue_id, type_id)",
        "CREATE INDEX tickets_reach ON tickets (closed, queue_id, type_id)",
        "ALTER TABLE users DROP COLUMN list_columns",
        "ALTER TABLE users DROP COLUMN list_search",
        "DROP TABLE search_terms",
        "DROP TABLE file_texts",
        "DELETE FROM seaql_migrations WHERE version IN ('m002_dashboard', 'm003_search', 'm022_numbers')",
    ] {
        order(db, part).await;
    }
}

async fn order(db: &Db, sql: &str) {
    db.read().execute_unprepared(sql).await.unwrap();
}
