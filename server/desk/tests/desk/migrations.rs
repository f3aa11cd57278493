//! Migrations: servers that start at once on one database agree on its schema, whoever starts again finds what was there, and a database of
//! another version is refused.

use super::helpers;
use super::support::{NOW, desks};
use desk::db::{Db, connect};
use desk::files::Store;
use desk::{Clock, Desk, Error, OtherVersion};
use sea_orm::ConnectionTrait;

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
    let next = helpers::number_in(&desk, "SELECT next_value FROM sequences WHERE name = 'tickets'").await;
    assert_eq!(next, 4711);
}

#[tokio::test]
async fn a_database_of_another_version_is_refused_and_stays_as_it_is() {
    for (change, version) in [
        ("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m999_tomorrow', 0)", OtherVersion::Newer),
        (
            "UPDATE seaql_migrations SET version = 'm001_foundation' WHERE version = 'm001_settings'",
            OtherVersion::Development,
        ),
    ] {
        for test in desks().await {
            order(&test.db, change).await;
            let applied =
                async || helpers::texts(&test.desk, "SELECT version FROM seaql_migrations ORDER BY 1".into()).await;
            let before = applied().await;
            let refused = connect(&test.url).await;
            assert!(matches!(refused, Err(Error::OtherVersion(found)) if found == version), "{:?}", test.db.backend());
            assert_eq!(applied().await, before);
        }
    }
}

async fn order(db: &Db, sql: &str) {
    db.read().execute_unprepared(sql).await.unwrap();
}
