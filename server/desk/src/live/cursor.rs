//! Cursors of event streams: ids of events as they leave the server, encrypted and authenticated with AES-256-GCM.
//!
//! An id as it is would tell how much happens on the desk, and whether a look at somebody else's ticket was noted. The key belongs to
//! the installation, so a stream goes on after its cursor at whichever node it comes back to, and after a restart.

use crate::catalogue::setting;
use crate::db::Db;
use crate::{Error, Result, random};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sea_orm::{EntityTrait, Set};

/// The name of the key among the settings. Its value is base64url.
const SETTING: &str = "live.cursor_key";
/// Of the key, in bytes.
const KEY: usize = 32;

/// Reads and writes the cursors of one installation.
pub(crate) struct CursorCipher(LessSafeKey);

impl CursorCipher {
    /// `None` for a key of another length.
    fn new(key: &[u8]) -> Option<Self> {
        UnboundKey::new(&AES_256_GCM, key).ok().map(|key| Self(LessSafeKey::new(key)))
    }

    /// With the installation's key, which the first process on a database draws.
    ///
    /// # Errors
    /// When the database fails, or what stands in it is no key.
    pub(crate) async fn load(db: &Db) -> Result<Self> {
        let kept = setting::Entity::find_by_id(SETTING.to_owned()).one(db.read()).await?;
        let key = match kept {
            Some(kept) => kept.value,
            None => draw(db).await?,
        };
        let key = URL_SAFE_NO_PAD.decode(key).ok().and_then(|key| Self::new(&key));
        key.ok_or_else(|| Error::broken(format!("the setting {SETTING}")))
    }

    /// The event's id as a text that looks different each time. Random nonces may do for so short a text under one key: with a
    /// thousand cursors a second it takes millennia until two are likely to share one.
    pub(super) fn encrypt(&self, id: i64) -> String {
        let nonce = random::bytes::<NONCE_LEN>();
        let mut hidden = id.to_be_bytes();
        let tag = self.0.seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut hidden);
        // It fails for gigabytes alone; nothing is no cursor, and the stream begins anew.
        tag.map(|tag| URL_SAFE_NO_PAD.encode([&nonce[..], &hidden, tag.as_ref()].concat())).unwrap_or_default()
    }

    /// `None` for what was not encrypted with this key.
    pub(super) fn decrypt(&self, cursor: &str) -> Option<i64> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (nonce, hidden) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut hidden = hidden.to_vec();
        let id = self.0.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::empty(), &mut hidden).ok()?;
        <[u8; 8]>::try_from(&*id).ok().map(i64::from_be_bytes)
    }
}

/// Of several processes that draw a key at the same time all get the one that was written first.
async fn draw(db: &Db) -> Result<String> {
    let fresh = &URL_SAFE_NO_PAD.encode(random::bytes::<KEY>());
    db.write(|tx| async move {
        let row = setting::ActiveModel { name: Set(SETTING.to_owned()), value: Set(fresh.clone()) };
        let kept = setting::Entity::insert(row).on_conflict_do_nothing_on([setting::Column::Name]);
        kept.exec(&tx).await?;
        let kept = setting::Entity::find_by_id(SETTING.to_owned()).one(&tx).await?;
        kept.map(|kept| kept.value).ok_or_else(|| Error::broken(format!("no setting {SETTING}")))
    })
    .await
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_is_encrypted_is_read_with_its_key_and_no_other() {
        let (cipher, other) = (CursorCipher::new(&[1; KEY]).unwrap(), CursorCipher::new(&[2; KEY]).unwrap());
        for id in [0, 1, 1_000_000, i64::MAX, -1] {
            let cursor = cipher.encrypt(id);
            assert_eq!((cipher.decrypt(&cursor), other.decrypt(&cursor)), (Some(id), None));
            assert_ne!(cursor, cipher.encrypt(id), "the same event looks different each time");
            assert!(cursor.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{cursor}");
        }
    }

    #[test]
    fn what_was_changed_is_no_cursor() {
        let cipher = CursorCipher::new(&[1; KEY]).unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(cipher.encrypt(7)).unwrap();
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            assert_eq!(cipher.decrypt(&URL_SAFE_NO_PAD.encode(&changed)), None, "byte {place}");
            assert_eq!(cipher.decrypt(&URL_SAFE_NO_PAD.encode(&bytes[..place])), None, "{place} bytes");
        }
        for bad in ["", "7", "é", "====", &"A".repeat(48), &"A".repeat(4_000)] {
            assert_eq!(cipher.decrypt(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_key_has_its_length() {
        assert!(CursorCipher::new(&[0; KEY]).is_some());
        assert!([0, 16, KEY - 1, KEY + 1].iter().all(|length| CursorCipher::new(&vec![0; *length]).is_none()));
    }
}
