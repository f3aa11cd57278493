//! Event ids outside of the server. They would tell how much happens on the desk, and whether a look at somebody else's ticket
//! was noted; so each leaves as another text that only this process reads.

use crate::random;
use sha2::{Digest, Sha256};

/// Drawn when the server starts: a mark of another process is one that is too old.
#[derive(Clone)]
pub(super) struct Seal([u8; 32]);

impl Default for Seal {
    fn default() -> Self {
        Self(random::bytes())
    }
}

const SALT: usize = 8;
const ID: usize = 8;
const CHECK: usize = 8;

impl Seal {
    pub(super) fn close(&self, id: i64) -> String {
        let salt = random::bytes::<SALT>();
        let pad = self.hash(&salt, b"pad");
        let hidden: Vec<u8> = id.to_be_bytes().iter().zip(pad).map(|(byte, pad)| byte ^ pad).collect();
        let check = self.hash(&salt, &hidden);
        let bytes = salt.iter().chain(&hidden).chain(&check[..CHECK]);
        let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
        bytes.flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    /// `None` for what this process has not written.
    pub(super) fn open(&self, text: &str) -> Option<i64> {
        let digits = |place: usize| u8::from_str_radix(text.get(place..place + 2)?, 16).ok();
        let whole = text.len() == 2 * (SALT + ID + CHECK) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let bytes: Vec<u8> = (0..text.len()).step_by(2).map(digits).collect::<Option<_>>().filter(|_| whole)?;
        let (salt, rest) = bytes.split_at(SALT);
        let (hidden, check) = rest.split_at(ID);
        if self.hash(salt, hidden)[..CHECK] != *check {
            return None;
        }
        let pad = self.hash(salt, b"pad");
        let id: Vec<u8> = hidden.iter().zip(pad).map(|(byte, pad)| byte ^ pad).collect();
        id.try_into().ok().map(i64::from_be_bytes)
    }

    fn hash(&self, salt: &[u8], what: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(self.0).chain_update(salt).chain_update(what).finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_closed_opens_here_and_nowhere_else() {
        let seal = Seal::default();
        for id in [0, 1, 1_000_000, i64::MAX] {
            assert_eq!(seal.open(&seal.close(id)), Some(id));
        }
        let text = seal.close(7);
        assert_ne!(text, seal.close(7), "the same event looks different each time");
        assert_eq!(Seal::default().open(&text), None);
        for bad in ["", "7", "é", &text[2..], &text.replace(&text[20..22], "zz"), &format!("{text}00")] {
            assert_eq!(seal.open(bad), None, "{bad}");
        }
    }
}
