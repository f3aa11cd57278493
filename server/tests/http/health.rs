//! Health checks: what a watchdog hears, and what people read, while nothing can be saved.

use crate::support::{Site, Visitor, sites};
use desk::files::Store;
use desk::write::Actor;
use sea_orm::ConnectionTrait;

/// Sets something of the connection that writes to SQLite.
async fn set(site: &Site, pragma: &str) {
    site.desk.write(Actor::Portico, |w| async move { Ok(w.execute_unprepared(pragma).await?) }).await.unwrap();
}

async fn number_of(site: &Site, query: &str) -> i64 {
    site.one(query).await.parse().unwrap()
}

async fn number(site: &Site, what: &str) -> i64 {
    let (column, table) = what.split_once(" FROM ").unwrap();
    number_of(site, &format!("SELECT CAST({column} AS TEXT) FROM {table}")).await
}

async fn reply(visitor: &Visitor, to: &str, text: &str) -> (u16, String) {
    let answer = visitor.post_form(&format!("{to}/messages"), &[("body", text)]).await;
    (answer.status, answer.text())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_reported_and_what_was_typed_is_kept() {
    let Some(site) = sites().await.into_iter().find(|site| site.desk.db().is_sqlite()) else { return };
    let alice = site.sign_in("alice").await;
    let fields = [("subject", "Lamp"), ("type", "question"), ("queue", "software"), ("description", "d")];
    let to = alice.post_form("/tickets/new", &fields).await.header("location").to_owned();
    let pages: i64 = number(&site, "page_count FROM pragma_page_count").await;
    // The file may grow by this, as on a disk of that size.
    set(&site, &format!("PRAGMA max_page_count = {}", pages + 1)).await;
    let text = format!("The lamp blinks. {}", "x".repeat(8_000));
    let mut refused = (0, String::new());
    for _ in 0..50 {
        refused = reply(&alice, &to, &text).await;
        if refused.0 != 303 {
            break;
        }
    }
    assert_eq!(refused.0, 507, "{}", refused.1);
    assert!(refused.1.contains("run out of space") && refused.1.contains("The lamp blinks."), "{}", refused.1);
    assert_eq!(alice.get(&to).await.status, 200, "reading goes on");

    set(&site, "PRAGMA max_page_count = 4294967294").await;
    let before = number(&site, "COUNT(*) FROM messages").await;
    assert_eq!(reply(&alice, &to, &text).await.0, 303);
    assert_eq!(number(&site, "COUNT(*) FROM messages").await, before + 1, "what is acknowledged is stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_cannot_be_written_is_reported_and_read() {
    let Some(site) = sites().await.into_iter().find(|site| site.desk.db().is_sqlite()) else { return };
    let alice = site.sign_in("alice").await;
    let fields = [("subject", "Lamp"), ("type", "question"), ("queue", "software"), ("description", "d")];
    let to = alice.post_form("/tickets/new", &fields).await.header("location").to_owned();
    set(&site, "PRAGMA query_only = TRUE").await;
    let ready = site.visitor().get("/readyz").await;
    assert_eq!((ready.status, ready.text()), (503, "not ready\nthe database isn't accepting writes".to_owned()));
    assert_eq!(ready.header("retry-after"), "5");
    let (status, page) = reply(&alice, &to, "The lamp blinks.").await;
    assert_eq!(status, 503, "{page}");
    assert!(page.contains("reach its storage") && page.contains("The lamp blinks."), "{page}");
    assert_eq!(alice.get(&to).await.status, 200, "reading goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_files_folder_is_reported() {
    for site in sites().await {
        assert_eq!(site.visitor().get("/readyz").await.text(), "ready");
        std::fs::remove_dir_all(site.folder.path().join("files")).unwrap();
        let ready = site.visitor().get("/readyz").await;
        assert_eq!((ready.status, ready.text()), (503, "not ready\nthe files folder isn't accepting files".to_owned()));
        Store::open_folder(site.folder.path().join("files")).await.unwrap();
        assert_eq!(site.visitor().get("/readyz").await.text(), "ready");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_the_server_has_closed_cost_nobody_a_page() {
    let Some(site) = sites().await.into_iter().find(|site| !site.desk.db().is_sqlite()) else { return };
    let others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let alice = site.sign_in("alice").await;
    let number = alice.raise("Lamp", "d").await;
    for turn in 0..5 {
        // As many connections as pages asked for at once have opened.
        let page = format!("/tickets/{number}");
        let pages = futures::future::join_all((0..14).map(|_| alice.get(&page))).await;
        assert!(pages.iter().all(|answer| answer.status == 200));
        let killed = number_of(&site, &format!("SELECT CAST(COUNT(pg_terminate_backend(pid)) AS TEXT) {others}")).await;
        assert!(killed > 0, "there was something to close");
        let (status, text) = reply(&alice, &page, &format!("Turn {turn}")).await;
        assert_eq!(status, 303, "{text}");
        for path in ["/tickets", &page, "/activities", "/plan"] {
            assert_eq!(alice.get(path).await.status, 200, "{path}");
        }
    }
    assert_eq!(site.count("messages WHERE body LIKE 'Turn %'").await, 5);
}
