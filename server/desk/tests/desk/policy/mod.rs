//! Policy tests (authorisation): every operation × everybody who might ask for it: one test for each room of the desk on each database.
//!
//! What is refused leaves no trace, what only reads leaves none either, and what is allowed leaves one. Those who are
//! signed out are tested over HTTP.

mod elsewhere;
mod perform;
mod refused;
mod scan;
mod scene;
mod table;

use super::changed_tables::ChangedTables;
use super::support::{TestDesk, demo_on_postgres, demo_on_sqlite};
pub use perform::outcome;
use perform::perform;
use scene::Stage;
use std::collections::BTreeSet;
use std::fmt::Write;
use table::{READS, rows};

/// A module for each room, so that the rows of several rooms are looked at side by side.
macro_rules! rooms {
    ($($room:ident),+) => {
        $(
            mod $room {
                use super::{check, demo_on_postgres, demo_on_sqlite};

                #[tokio::test]
                async fn sqlite() {
                    check(&demo_on_sqlite().await, stringify!($room)).await;
                }

                #[tokio::test]
                async fn postgres() {
                    if let Some(test) = demo_on_postgres().await {
                        check(&test, stringify!($room)).await;
                    }
                }
            }
        )+

        const ROOMS: &[&str] = &[$(stringify!($room)),+];
    };
}

rooms!(tickets, files, conversation, drafts, views, activities, menu, support, mail, people);

/// Of a row: `tickets` of `tickets::list`.
fn room_of(row: &str) -> &str {
    row.split("::").next().unwrap()
}

#[test]
fn every_row_belongs_to_a_room() {
    let named: BTreeSet<&str> = rows().into_iter().map(|(row, _)| room_of(row)).collect();
    assert_eq!(named, ROOMS.iter().copied().collect());
}

/// Everybody may do what the table says of the room's operations, and no more.
async fn check(test: &TestDesk, room: &str) {
    let (desk, stage) = (&test.desk, Stage::set(test).await);
    let mut changes = ChangedTables::watch(desk).await;
    let (mut cells_seen, mut wrong) = (0, String::new());
    for (row, cells) in rows().into_iter().filter(|(row, _)| room_of(row) == room) {
        for (case, expected) in cells {
            let asking = &stage.people[case.split('/').next().unwrap()];
            let scene = stage.scene(desk, row, case).await;
            changes.forget(desk).await;
            let came_out = outcome(perform(desk, asking, row, &scene).await);
            let changed = changes.tables(desk).await;
            let allowed = if expected == "nil" { "yes" } else { expected };
            if came_out != allowed {
                writeln!(wrong, "{row}, {case}: {came_out} instead of {expected}").unwrap();
            }
            let still = expected != "yes" || READS.iter().any(|operation| row.starts_with(operation));
            if changed.is_empty() != still {
                writeln!(wrong, "{row}, {case}: {came_out}, and it changed {changed:?}").unwrap();
            }
            cells_seen += 1;
        }
    }
    changes.assert_complete(desk).await;
    println!("{room} on {:?}: {cells_seen} cells", desk.db().backend());
    assert!(wrong.is_empty(), "{:?}\n{wrong}", desk.db().backend());
}
