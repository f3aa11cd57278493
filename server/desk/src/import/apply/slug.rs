//! Slug generation for what an import creates.

use crate::db::Tx;
use crate::{Error, Result};
use data_encoding::HEXLOWER;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};

/// Longer names are cut; numbers come on top.
const LENGTH: usize = 48;

/// The name in small letters, digits and dashes. Names without a Latin letter become `noun-` and a fingerprint.
pub(super) fn slug(name: &str, noun: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(plain).collect();
    let words: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(LENGTH).collect();
    match slug.trim_end_matches('-') {
        "" => format!("{noun}-{}", fingerprint(name)),
        slug => slug.to_owned(),
    }
}

fn fingerprint(name: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(name.as_bytes())[..4])
}

/// A small letter without its marks.
fn plain(letter: char) -> String {
    let plain = match letter {
        'ä' | 'æ' => "ae",
        'ö' | 'ø' | 'œ' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'þ' => "th",
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ő' => "o",
        'ŕ' | 'ř' => "r",
        'ś' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        '\'' | '’' => "",
        other => return other.into(),
    };
    plain.into()
}

/// `base`, `base-2`, `base-3`, …
pub(super) fn numbered(base: String) -> impl Iterator<Item = String> {
    std::iter::once(base.clone()).chain((2..).map(move |n| format!("{base}-{n}")))
}

/// The first of `base`, `base-2`, … that no row of `E` has.
pub(super) async fn free<E: EntityTrait>(tx: &Tx, column: E::Column, base: String) -> Result<String> {
    for candidate in numbered(base) {
        if E::find().filter(column.eq(candidate.as_str())).one(tx).await?.is_none() {
            return Ok(candidate);
        }
    }
    Err(Error::broken("numbers have run out"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Haddad & Daughters", "company"), "haddad-daughters");
        assert_eq!(slug(" Grüße — Łódź O'Neill ", "company"), "gruesse-lodz-oneill");
        assert_eq!(slug("Иванов", "person"), slug("Иванов", "person"));
        assert_ne!(slug("Иванов", "person"), slug("Петров", "person"));
        assert_eq!(slug(&"abc ".repeat(20), "person").len(), 47, "cut, and no dash at the end");
    }
}
