//! Rate limits in the memory of this process, for what anybody may ask for and what opens no account: mails, and challenges for passkeys.
//! (Wrong passwords, codes and passkeys are counted in `tries.rs`.)
//!
//! Requests are counted per login *and* address and per address, never per login alone: whoever asks in a victim's name exhausts
//! the pair (victim, own address), and the victim goes on from elsewhere.

use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Wrong tries for one login from one address within [`WINDOW`].
const PER_PAIR: u32 = 8;
/// Wrong tries from one address within [`WINDOW`], whatever the login.
const PER_ADDRESS: u32 = 60;
/// In milliseconds.
const WINDOW: i64 = 10 * 60 * 1000;
/// Counters that are kept.
const COUNTERS_MAX: usize = 20_000;

#[derive(Debug, PartialEq, Eq, Hash)]
enum CounterKey {
    Address(IpAddr),
    /// With the login's hash, so that a long one takes no more room than a short one.
    Pair(IpAddr, [u8; 32]),
}

pub struct Throttle {
    counters: Mutex<HashMap<CounterKey, (u32, i64)>>,
    limits: Limits,
}

/// How many tries there may be within a time.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(super) per_pair: u32,
    pub(super) per_address: u32,
    /// In milliseconds.
    pub(super) window: i64,
}

/// For passwords, codes and passkeys.
pub(crate) const SIGN_IN: Limits = Limits { per_pair: PER_PAIR, per_address: PER_ADDRESS, window: WINDOW };
/// For what anybody may ask for and the desk keeps for a while.
pub(crate) const CHALLENGES: Limits = Limits { per_pair: 120, per_address: 120, window: WINDOW };
/// For what makes the desk write a mail. An office behind one address may forget so many passwords within an hour.
pub(crate) const LETTERS: Limits = Limits { per_pair: 5, per_address: 30, window: 60 * 60 * 1000 };

impl Throttle {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { counters: Mutex::default(), limits }
    }

    /// Counts one request. `Err` holds the seconds to wait.
    pub(crate) fn try_acquire(&self, login: &str, address: IpAddr, now: i64) -> Result<(), u64> {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        if counters.len() >= COUNTERS_MAX {
            evict_oldest(&mut counters, now - self.limits.window);
        }
        let waits = self.keys(login, address).into_iter();
        let waits = waits.filter_map(|(key, limit)| count(&mut counters, key, limit, self.limits.window, now));
        waits.max().map_or(Ok(()), Err)
    }

    /// What one try counts for, and how many of each there may be.
    fn keys(&self, login: &str, address: IpAddr) -> [(CounterKey, u32); 2] {
        let network = network(address);
        let pair = CounterKey::Pair(network, Sha256::digest(login.as_bytes()).into());
        [(CounterKey::Address(network), self.limits.per_address), (pair, self.limits.per_pair)]
    }
}

/// Drops what has run out and, where that is not enough, the older half: a crowd of addresses must not fill the memory.
fn evict_oldest(counters: &mut HashMap<CounterKey, (u32, i64)>, ended: i64) {
    counters.retain(|_, (_, since)| *since > ended);
    if counters.len() >= COUNTERS_MAX {
        let mut ages: Vec<i64> = counters.values().map(|(_, since)| *since).collect();
        let middle = ages.len() / 2;
        let (_, middle, _) = ages.select_nth_unstable(middle);
        let middle = *middle;
        counters.retain(|_, (_, since)| *since > middle);
    }
}

/// Whom an address stands for: a provider gives each of its customers a whole IPv6 network of 64 bits to take addresses from.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) & !u128::from(u64::MAX)).into()),
        address => address,
    }
}

fn count(
    counters: &mut HashMap<CounterKey, (u32, i64)>,
    key: CounterKey,
    limit: u32,
    window: i64,
    now: i64,
) -> Option<u64> {
    let (tries, since) = counters.entry(key).or_insert((0, now));
    if now - *since >= window {
        (*tries, *since) = (0, now);
    }
    *tries = tries.saturating_add(1);
    let left = (*since + window - now) / 1000 + 1;
    (*tries > limit).then(|| u64::try_from(left).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn g08_guessing_is_slowed_and_the_victim_is_not() {
        let throttle = Throttle::new(SIGN_IN);
        for _ in 0..PER_PAIR {
            assert!(throttle.try_acquire("victim", address(1), 0).is_ok());
        }
        assert!(throttle.try_acquire("victim", address(1), 0).is_err(), "the guesser waits");
        assert!(throttle.try_acquire("victim", address(2), 0).is_ok(), "the victim does not");
        assert!(throttle.try_acquire("victim", address(1), WINDOW).is_ok(), "and the guesser not for ever");
    }

    #[test]
    fn g08_one_address_cannot_spray_over_many_logins() {
        let throttle = Throttle::new(SIGN_IN);
        let let_through =
            (0..1000).filter(|n| throttle.try_acquire(&format!("user{n}"), address(1), 0).is_ok()).count();
        assert_eq!(let_through, PER_ADDRESS as usize);
    }

    #[test]
    fn a_crowd_does_not_fill_the_memory() {
        let throttle = Throttle::new(SIGN_IN);
        for n in 0..3 * COUNTERS_MAX as u32 {
            let _ = throttle.try_acquire("alice", IpAddr::from(n.to_be_bytes()), i64::from(n));
        }
        assert!(throttle.counters.lock().unwrap_or_else(PoisonError::into_inner).len() <= COUNTERS_MAX + 2);
    }
}
