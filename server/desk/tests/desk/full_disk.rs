//! A database that cannot grow refuses writes, and acknowledges none that it does not keep.

use super::helpers::{self, number_in, person, sql};
use super::support::demo;
use desk::{Desk, conversation};

/// More pages than any test needs: SQLite's own limit.
const WITHOUT_LIMIT: i64 = 4_294_967_294;

/// Lets SQLite's file grow to so many pages, as a disk of that size would.
async fn limit_pages(desk: &Desk, pages: i64) {
    sql(desk, &format!("PRAGMA max_page_count = {pages}")).await;
}

#[tokio::test]
async fn m02_what_is_acknowledged_after_a_full_disk_is_kept() {
    for test in demo().await.into_iter().filter(|test| test.db.is_sqlite()) {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        let number = helpers::raise(desk, &alice).await;
        let size = number_in(desk, "SELECT page_count FROM pragma_page_count").await;
        limit_pages(desk, size + 2).await;
        let mut refused = 0;
        for turn in 0..200 {
            let reply = helpers::words(&format!("Turn {turn}: {}", "x".repeat(4_000)));
            refused += usize::from(conversation::reply(desk, &alice, &number, reply).await.is_err());
            if refused == 3 {
                break;
            }
        }
        assert_eq!(refused, 3, "the limit is met");

        limit_pages(desk, WITHOUT_LIMIT).await;
        let count = "SELECT COUNT(*) FROM messages";
        let before = number_in(desk, count).await;
        for _ in 0..3 {
            helpers::say(desk, &alice, &number).await;
        }
        assert_eq!(number_in(desk, count).await, before + 3, "each acknowledged reply is read by others");
    }
}
