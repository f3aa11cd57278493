//! Fair share of the database: somebody who writes much keeps nobody else waiting.

use super::support::demo;
use desk::db::{WRITES_OF_ONE_PERSON, for_person};
use futures::{future, poll};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

#[tokio::test(flavor = "multi_thread")]
async fn who_writes_much_keeps_nobody_waiting() {
    for desk in demo().await {
        let (go, written) = (&Semaphore::new(0), &AtomicUsize::new(0));
        let db = desk.desk.db();
        let busy = (0..24).map(|_| {
            for_person(
                1,
                db.write(move |_| async move {
                    go.acquire().await.expect("it stays open").forget();
                    written.fetch_add(1, Ordering::SeqCst);
                    Ok(())
                }),
            )
        });
        // Each is started by being polled once; the other one may end at once where several write at a time.
        let mut busy = pin!(future::join_all(busy));
        assert!(poll!(busy.as_mut()).is_pending(), "none may write yet");
        let other = for_person(2, db.write(|_| async { Ok(written.load(Ordering::SeqCst)) }));
        let mut other = pin!(future::maybe_done(other));
        let _ = poll!(other.as_mut());
        // SQLite has one writer: whoever has it finishes first.
        let written_by_all = if db.is_sqlite() {
            go.add_permits(24);
            let ((), busy) = tokio::join!(other.as_mut(), busy);
            busy
        } else {
            other.as_mut().await;
            go.add_permits(24);
            busy.await
        };
        assert!(written_by_all.into_iter().all(|written| written.is_ok()));
        let before = other.take_output().expect("it has ended").expect("it is written");
        assert!(before <= WRITES_OF_ONE_PERSON, "{:?}: {before} went first", db.backend());
    }
}
