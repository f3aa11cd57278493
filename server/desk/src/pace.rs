//! The rate limit of what one customer sends in a minute: messages on tickets and in chats, new tickets, requests for a contact or a
//! call, and closings and reopenings, all counted together. Without a bound a script, or a key that sticks, fills a ticket with thousands
//! of messages, and mailboxes with news of them. Agents are not counted. Files that wait to be sent have a bound of their own
//! (`drafts::uploads`).
//!
//! Counted in the memory of this process: where several serve one desk, a customer may send as much through each of them. That bounds
//! a flood as well, and asks no database.
//!
//! Invariant: a turn is taken inside of the write, counts after the commit, and is given back when nothing was written.

use crate::Result;
use crate::actor::Person;
use crate::write::Write;
use domain::Refusal;
use domain::time::MINUTE;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// People who are kept count of.
const PEOPLE_MAX: usize = 10_000;

/// The instants of what each person has sent within the last minute.
type SentTimes = HashMap<i64, VecDeque<i64>>;

pub struct Pace {
    /// 0: no bound.
    per_minute: u32,
    sent: Mutex<SentTimes>,
}

/// Something that is being sent. It counts once it is [committed](Turn::commit); one that is dropped before was never sent.
struct Turn {
    pace: Arc<Pace>,
    user_id: i64,
    at: i64,
    committed: bool,
}

/// Consumes one of the person's turns in a write that sends something: it counts when the write is durable, and is given back otherwise.
/// Those who work here are not counted.
///
/// # Errors
/// `TooFast` with the seconds to wait.
pub(crate) fn consume(w: &Write, person: &Person) -> Result<()> {
    let pace = w.desk().pace();
    if pace.per_minute > 0 && !person.is_staff() {
        let turn = pace.count(person.id, w.now())?;
        w.after_commit(move || turn.commit());
    }
    Ok(())
}

impl Pace {
    pub(crate) fn new(per_minute: u32) -> Self {
        Self { per_minute, sent: Mutex::default() }
    }

    fn count(self: &Arc<Self>, user_id: i64, now: i64) -> Result<Turn, Refusal> {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        if sent.len() >= PEOPLE_MAX && !sent.contains_key(&user_id) {
            evict_oldest(&mut sent, now);
        }
        let own = sent.entry(user_id).or_default();
        while own.front().is_some_and(|at| *at <= now - MINUTE) {
            own.pop_front();
        }
        let full = usize::try_from(self.per_minute).is_ok_and(|most| own.len() >= most);
        if let Some(first) = own.front().filter(|_| full) {
            let left = (first + MINUTE - now).max(1);
            return Err(Refusal::TooFast { seconds: u64::try_from(left).unwrap_or(1).div_ceil(1000) });
        }
        own.push_back(now);
        Ok(Turn { pace: self.clone(), user_id, at: now, committed: false })
    }

    fn release(&self, user_id: i64, at: i64) {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = sent.get_mut(&user_id)
            && let Some(place) = own.iter().rposition(|known| *known == at)
        {
            own.remove(place);
        }
    }
}

/// Forgets those who have sent nothing for a minute and, where that is not enough, the half that has sent nothing for longest.
fn evict_oldest(sent: &mut SentTimes, now: i64) {
    let last = |own: &VecDeque<i64>| own.back().copied().unwrap_or_default();
    sent.retain(|_, own| last(own) > now - MINUTE);
    if sent.len() >= PEOPLE_MAX {
        let mut ages: Vec<i64> = sent.values().map(last).collect();
        let middle = ages.len() / 2;
        let middle = *ages.select_nth_unstable(middle).1;
        sent.retain(|_, own| last(own) > middle);
    }
}

impl Turn {
    /// It has been sent.
    fn commit(mut self) {
        self.committed = true;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.committed {
            self.pace.release(self.user_id, self.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn send(pace: &Arc<Pace>, user_id: i64, now: i64) -> Result<(), Refusal> {
        pace.count(user_id, now).map(Turn::commit)
    }

    #[test]
    fn c27_so_many_in_any_minute_and_no_more() {
        let pace = Arc::new(Pace::new(3));
        for at in [0, 10_000, 20_000] {
            assert_eq!(send(&pace, 1, at), Ok(()));
        }
        assert_eq!(send(&pace, 1, 20_500), Err(Refusal::TooFast { seconds: 40 }), "the first is a minute old then");
        assert_eq!(send(&pace, 2, 20_500), Ok(()), "somebody else");
        assert_eq!((send(&pace, 1, 60_000), send(&pace, 1, 60_001).is_err()), (Ok(()), true));
    }

    #[test]
    fn what_was_not_sent_does_not_count() {
        let pace = Arc::new(Pace::new(1));
        drop(pace.count(1, 0));
        assert_eq!((send(&pace, 1, 0), send(&pace, 1, 0).is_err()), (Ok(()), true));
    }

    #[test]
    fn a_crowd_does_not_fill_the_memory() {
        let pace = Arc::new(Pace::new(1));
        for user_id in 0..30_000 {
            assert_eq!(send(&pace, user_id, user_id), Ok(()));
        }
        assert!(pace.sent.lock().unwrap_or_else(PoisonError::into_inner).len() <= PEOPLE_MAX);
    }
}
