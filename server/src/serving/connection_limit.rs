//! Connection limiting: how many connections may be open in all, and of one address.

use super::Limits;
use desk::people::network;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;

/// How many rejected connections are sent a response at a time.
const REJECTIONS_AT_ONCE: usize = 64;

pub(super) struct ConnectionLimiter {
    limits: Limits,
    trusted: Vec<IpAddr>,
    open: Mutex<OpenConnections>,
    pub(super) rejections: Arc<Semaphore>,
}

#[derive(Default)]
struct OpenConnections {
    all: usize,
    by_network: HashMap<IpAddr, usize>,
}

/// Permission for one open connection, given back when it is dropped.
pub(super) struct ConnectionPermit {
    limiter: Arc<ConnectionLimiter>,
    /// `None` for a trusted proxy.
    network: Option<IpAddr>,
}

impl ConnectionLimiter {
    pub(super) fn new(limits: Limits, trusted: Vec<IpAddr>) -> Arc<Self> {
        let rejections = Arc::new(Semaphore::new(REJECTIONS_AT_ONCE));
        Arc::new(Self { limits, trusted, open: Mutex::default(), rejections })
    }

    /// A permit for another connection of this address; `None` when a limit is reached.
    pub(super) fn acquire(self: &Arc<Self>, address: IpAddr) -> Option<ConnectionPermit> {
        let network = (!self.trusted.contains(&address.to_canonical())).then(|| network(address));
        let mut open = self.open();
        if open.all >= self.limits.in_all {
            return None;
        }
        if let Some(network) = network {
            let held = open.by_network.entry(network).or_default();
            if *held >= self.limits.per_address {
                return None;
            }
            *held += 1;
        }
        open.all += 1;
        drop(open);
        Some(ConnectionPermit { limiter: self.clone(), network })
    }

    fn open(&self) -> MutexGuard<'_, OpenConnections> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConnectionPermit {
    pub(super) fn is_proxy(&self) -> bool {
        self.network.is_none()
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        let mut open = self.limiter.open();
        open.all -= 1;
        let Some(network) = self.network else { return };
        let left = open.by_network.get_mut(&network).map(|held| {
            *held -= 1;
            *held
        });
        if left == Some(0) {
            open.by_network.remove(&network);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter(in_all: usize, per_address: usize) -> Arc<ConnectionLimiter> {
        let limits = Limits { in_all, per_address, ..Limits::of(1_024, 512) };
        ConnectionLimiter::new(limits, vec![[10, 0, 0, 1].into()])
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_place_is_given_back_and_nothing_is_kept_of_who_has_gone() {
        let limiter = limiter(10, 2);
        let stranger = address("192.0.2.1");
        let held: Vec<_> = (0..3).map(|_| limiter.acquire(stranger)).collect();
        assert_eq!(held.iter().filter(|permit| permit.is_some()).count(), 2);
        assert!(limiter.acquire(address("192.0.2.2")).is_some(), "others are not hindered");
        drop(held);
        assert!(limiter.acquire(stranger).is_some());
        let open = limiter.open();
        assert_eq!((open.all, open.by_network.len()), (0, 0));
    }

    #[test]
    fn one_network_of_ipv6_is_one_address_and_so_is_an_address_in_either_spelling() {
        let limiter = limiter(10, 2);
        let _held = [limiter.acquire(address("2001:db8::1")), limiter.acquire(address("2001:db8::2"))];
        assert!(
            limiter.acquire(address("2001:db8::3")).is_none() && limiter.acquire(address("2001:db8:0:1::1")).is_some()
        );
        let _mapped = [limiter.acquire(address("::ffff:192.0.2.1")), limiter.acquire(address("192.0.2.1"))];
        assert!(limiter.acquire(address("192.0.2.1")).is_none());
    }

    #[test]
    fn a_trusted_proxy_brings_any_number_up_to_what_there_is() {
        let limiter = limiter(5, 2);
        let held: Vec<_> = (0..6).map(|_| limiter.acquire(address("10.0.0.1"))).collect();
        assert_eq!(held.iter().filter(|permit| permit.as_ref().is_some_and(ConnectionPermit::is_proxy)).count(), 5);
        assert!(limiter.acquire(address("192.0.2.1")).is_none(), "everything is taken");
    }
}
