//! Who may hold how many connections open.

use super::Limits;
use desk::people::network;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;

/// So many are told at a time that everything is taken.
const TOLD_AT_ONCE: usize = 64;

pub(super) struct Door {
    limits: Limits,
    trusted: Vec<IpAddr>,
    inside: Mutex<Inside>,
    pub(super) turned_away: Arc<Semaphore>,
}

#[derive(Default)]
struct Inside {
    all: usize,
    by_network: HashMap<IpAddr, usize>,
}

/// A connection's place; dropping it gives the place back.
pub(super) struct Pass {
    door: Arc<Door>,
    /// `None` for a trusted proxy.
    network: Option<IpAddr>,
}

impl Door {
    pub(super) fn new(limits: Limits, trusted: Vec<IpAddr>) -> Arc<Self> {
        let turned_away = Arc::new(Semaphore::new(TOLD_AT_ONCE));
        Arc::new(Self { limits, trusted, inside: Mutex::default(), turned_away })
    }

    /// A place for another connection of this address; `None` where there is none.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Pass> {
        let network = (!self.trusted.contains(&address.to_canonical())).then(|| network(address));
        let mut inside = self.inside();
        if inside.all >= self.limits.in_all {
            return None;
        }
        if let Some(network) = network {
            let held = inside.by_network.entry(network).or_default();
            if *held >= self.limits.per_address {
                return None;
            }
            *held += 1;
        }
        inside.all += 1;
        drop(inside);
        Some(Pass { door: self.clone(), network })
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass {
    pub(super) fn is_proxy(&self) -> bool {
        self.network.is_none()
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut inside = self.door.inside();
        inside.all -= 1;
        let Some(network) = self.network else { return };
        let left = inside.by_network.get_mut(&network).map(|held| {
            *held -= 1;
            *held
        });
        if left == Some(0) {
            inside.by_network.remove(&network);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(in_all: usize, per_address: usize) -> Arc<Door> {
        let limits = Limits { in_all, per_address, ..Limits::of(1_024, 512) };
        Door::new(limits, vec![[10, 0, 0, 1].into()])
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_place_is_given_back_and_nothing_is_kept_of_who_has_gone() {
        let door = door(10, 2);
        let stranger = address("192.0.2.1");
        let held: Vec<_> = (0..3).map(|_| door.enter(stranger)).collect();
        assert_eq!(held.iter().filter(|pass| pass.is_some()).count(), 2);
        assert!(door.enter(address("192.0.2.2")).is_some(), "others are not hindered");
        drop(held);
        assert!(door.enter(stranger).is_some());
        let inside = door.inside();
        assert_eq!((inside.all, inside.by_network.len()), (0, 0));
    }

    #[test]
    fn one_network_of_ipv6_is_one_address_and_so_is_an_address_in_either_spelling() {
        let door = door(10, 2);
        let _held = [door.enter(address("2001:db8::1")), door.enter(address("2001:db8::2"))];
        assert!(door.enter(address("2001:db8::3")).is_none() && door.enter(address("2001:db8:0:1::1")).is_some());
        let _mapped = [door.enter(address("::ffff:192.0.2.1")), door.enter(address("192.0.2.1"))];
        assert!(door.enter(address("192.0.2.1")).is_none());
    }

    #[test]
    fn a_trusted_proxy_brings_any_number_up_to_what_there_is() {
        let door = door(5, 2);
        let held: Vec<_> = (0..6).map(|_| door.enter(address("10.0.0.1"))).collect();
        assert_eq!(held.iter().filter(|pass| pass.as_ref().is_some_and(Pass::is_proxy)).count(), 5);
        assert!(door.enter(address("192.0.2.1")).is_none(), "everything is taken");
    }
}
