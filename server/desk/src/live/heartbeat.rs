//! The heartbeat of streams, so that proxies keep them open and a broken one is noticed: one timer for all of them.

use super::Live;
use crate::Result;
use std::sync::Weak;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::sleep;

/// Streams of one group hear the same beat, each group another one: with many streams the work is spread over the time.
const GROUPS: usize = 15;
/// From the beat of one group to that of the next one: each stream hears one in fifteen seconds.
const EVERY: Duration = Duration::from_secs(1);

pub(super) struct Heartbeats {
    groups: [watch::Sender<()>; GROUPS],
    /// Of the next stream.
    group: AtomicUsize,
}

impl Default for Heartbeats {
    fn default() -> Self {
        Self { groups: std::array::from_fn(|_| watch::Sender::new(())), group: AtomicUsize::new(0) }
    }
}

impl Heartbeats {
    /// The beats of one stream.
    pub(super) fn subscribe(&self) -> watch::Receiver<()> {
        let group = self.group.fetch_add(1, Ordering::Relaxed) % GROUPS;
        self.groups[group].subscribe()
    }

    fn beat(&self, group: usize) {
        self.groups[group % GROUPS].send_replace(());
    }
}

/// Gives one group after the other its beat, for as long as the desk is there.
pub(super) async fn run(live: Weak<Live>) -> Result<()> {
    for group in 0.. {
        sleep(EVERY).await;
        let Some(live) = live.upgrade() else { break };
        live.heartbeats.beat(group);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stream_has_its_turn() {
        let heartbeats = Heartbeats::default();
        let mut streams: Vec<_> = (0..2 * GROUPS).map(|_| heartbeats.subscribe()).collect();
        for group in GROUPS..2 * GROUPS {
            heartbeats.beat(group);
            let mut heard = 0;
            for stream in streams.iter_mut().filter(|stream| stream.has_changed().is_ok_and(|changed| changed)) {
                stream.mark_unchanged();
                heard += 1;
            }
            assert_eq!(heard, 2);
        }
    }
}
