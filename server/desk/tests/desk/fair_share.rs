use super::support::demo;
use desk::db::{WRITES_OF_ONE_PERSON, for_person};
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use tokio::sync::Semaphore;

/// Starts it without waiting for it.
fn begin(future: std::pin::Pin<&mut impl Future>) {
    assert!(matches!(future.poll(&mut Context::from_waker(Waker::noop())), Poll::Pending));
}

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
        let mut busy = pin!(futures::future::join_all(busy));
        begin(busy.as_mut());
        let mut other = pin!(for_person(2, db.write(|_| async { Ok(written.load(Ordering::SeqCst)) })));
        begin(other.as_mut());
        // SQLite has one writer: whoever has it finishes first.
        let before = if db.is_sqlite() {
            go.add_permits(24);
            let (before, busy) = tokio::join!(other, busy);
            assert!(busy.into_iter().all(|written| written.is_ok()));
            before
        } else {
            let before = other.await;
            go.add_permits(24);
            assert!(busy.await.into_iter().all(|written| written.is_ok()));
            before
        };
        let before = before.expect("it is written");
        assert!(before <= WRITES_OF_ONE_PERSON, "{:?}: {before} went first", db.backend());
    }
}
