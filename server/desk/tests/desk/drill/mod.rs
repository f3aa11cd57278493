//! Fault injection at the statements of writes: whatever is acknowledged is stored, once. A share of them at random here; all of them by
//! `make drill` (`PORTICO_DRILL=all`). `PORTICO_SEED` repeats a run.

mod injected;
mod writes;

use super::helpers::person;
use super::support::{NOW, TestDesk, demo};
use desk::people::Person;
use desk::{Clock, Desk};
use injected::{Injected, Kind};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use writes::{Case, Write};

/// Rounds for each database.
const ROUNDS: usize = 1_000;

struct Drill {
    /// Meets the faults.
    desk: Desk,
    injected: Arc<Injected>,
    /// Statements of each write, `COMMIT` among them, as it was counted last.
    statements: Vec<usize>,
    people: [Person; 2],
    turns: usize,
    dropped: usize,
    refused: usize,
    acknowledged: usize,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_acknowledged_is_stored_once_whatever_fails() {
    let everything = std::env::var("PORTICO_DRILL").is_ok_and(|drill| drill == "all");
    let seed = std::env::var("PORTICO_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(from_the_clock);
    for test in demo().await {
        let name = if test.db.is_sqlite() { "SQLite" } else { "PostgreSQL" };
        println!("{name}: seed {seed}");
        let mut drill = Drill::of(&test).await;
        drill.count_statements().await;
        if everything {
            drill.all().await;
        } else {
            drill.random(seed).await;
        }
        let Drill { turns, acknowledged, refused, dropped, .. } = drill;
        println!("{name}: {turns} faults; {acknowledged} acknowledged, {refused} refused, {dropped} dropped");
        assert!(acknowledged > 0 && refused > 0 && dropped > 0, "each way of ending was met");
    }
}

fn from_the_clock() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

impl Drill {
    async fn of(test: &TestDesk) -> Self {
        let people = [person(&test.desk, "alice").await, person(&test.desk, "grace").await];
        let injected = Arc::new(Injected::default());
        let db = test.db.clone().with_faults(injected.clone());
        let desk = Desk::open(db, test.files.clone(), Clock::fixed(NOW)).await.unwrap();
        let statements = vec![0; Write::ALL.len()];
        Self { desk, injected, statements, people, turns: 0, dropped: 0, refused: 0, acknowledged: 0 }
    }

    async fn count_statements(&mut self) {
        for place in 0..Write::ALL.len() {
            self.injected.none();
            let case = self.case(place).await;
            case.perform(&self.desk).await.unwrap();
            self.statements[place] = self.injected.seen();
            assert!(self.statements[place] > 1, "{:?} writes", case.write);
        }
    }

    async fn case(&self, place: usize) -> Case {
        Case::new(&self.desk, Write::ALL[place], &self.people, self.turns).await
    }

    async fn all(&mut self) {
        for place in 0..Write::ALL.len() {
            for statement in 0..self.statements[place] {
                for kind in Kind::of(self.desk.db()) {
                    self.turn(place, statement, *kind).await;
                }
            }
        }
    }

    async fn random(&mut self, seed: u64) {
        let mut random = Random(seed);
        for _ in 0..ROUNDS {
            let place = random.below(Write::ALL.len());
            let statement = random.below(self.statements[place]);
            let kinds = Kind::of(self.desk.db());
            self.turn(place, statement, kinds[random.below(kinds.len())]).await;
        }
    }

    /// One write with one fault; then the same once more, as a person does who was not answered.
    async fn turn(&mut self, place: usize, statement: usize, kind: Kind) {
        self.turns += 1;
        self.injected.none();
        let case = self.case(place).await;
        let context = format!("{:?}, statement {statement}, {kind:?}", case.write);
        self.injected.at(statement, kind);
        let ended = tokio::select! {
            ended = case.perform(&self.desk) => Some(ended),
            () = self.injected.hung() => None,
        };
        self.injected.none();
        let stored = case.stored(&self.desk).await;
        match &ended {
            Some(Ok(())) => assert_eq!(stored, 1, "acknowledged: {context}"),
            Some(Err(_)) | None => assert!(stored <= 1, "{stored} times: {context}"),
        }
        match ended {
            Some(Ok(())) => self.acknowledged += 1,
            Some(Err(error)) => {
                assert!(error.outage().is_some(), "{error}: {context}");
                self.refused += 1;
            }
            None => self.dropped += 1,
        }
        case.perform(&self.desk).await.unwrap_or_else(|error| panic!("not taken afterwards: {error}: {context}"));
        assert_eq!(case.stored(&self.desk).await, 1, "sent again: {context}");
    }
}

/// Numbers that look like chance and come again from the same seed: SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }
}
