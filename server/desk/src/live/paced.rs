//! Throttling (debounce) of work that follows from commits: it is done no more often than so however much is committed.

use std::time::Duration;
use tokio::time::Instant;

pub(super) struct Paced {
    every: Duration,
    /// `None`: never.
    done: Option<Instant>,
    stirred: bool,
}

impl Paced {
    /// To be done at once.
    pub(super) fn new(every: Duration) -> Self {
        Self { every, done: None, stirred: true }
    }

    /// There is something to do.
    pub(super) fn stir(&mut self) {
        self.stirred = true;
    }

    /// It is being done. What stirs it from here on counts for the next time.
    pub(super) fn done(&mut self) {
        (self.done, self.stirred) = (Some(Instant::now()), false);
    }

    pub(super) fn is_due(&self) -> bool {
        self.stirred && self.is_older_than(self.every)
    }

    /// Whether it was done last longer ago than this.
    pub(super) fn is_older_than(&self, age: Duration) -> bool {
        self.done.is_none_or(|done| done.elapsed() >= age)
    }

    /// How long until it is due; `None` where there is nothing to do.
    pub(super) fn wait(&self) -> Option<Duration> {
        self.stirred.then(|| self.done.map_or(Duration::ZERO, |done| self.every.saturating_sub(done.elapsed())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stirred_often_is_done_now_and_then() {
        let mut often = Paced::new(Duration::from_secs(3600));
        assert_eq!((often.is_due(), often.wait()), (true, Some(Duration::ZERO)), "at first");
        often.done();
        assert_eq!((often.is_due(), often.wait()), (false, None), "nothing to do");
        often.stir();
        assert!(!often.is_due() && often.wait().is_some_and(|wait| wait > Duration::from_secs(3500)), "too early");
        let mut always = Paced::new(Duration::ZERO);
        always.done();
        assert!(!always.is_due());
        always.stir();
        assert_eq!((always.is_due(), always.wait()), (true, Some(Duration::ZERO)));
    }
}
