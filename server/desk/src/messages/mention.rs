//! Mentions: the people that a message names. Only those who see it can be named, by the rule that its picker uses, too.

use crate::scope::audience::{AccessFields, viewers};
use crate::scope::ticket;
use crate::{Desk, Result};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

/// People named in one message.
const NAMED_MAX: usize = 50;

/// Places of a plain text that are looked at, and characters of each.
const PLACES_MAX: usize = 200;
const NAME_MAX: usize = 200;

/// Somebody a message names.
pub(crate) struct Mentioned {
    pub id: i64,
    pub slug: String,
    pub name: String,
    /// They work at the desk.
    pub desk: bool,
}

/// Those of the `slugs` whom the author may name.
pub(super) async fn find(
    desk: &Desk,
    db: &impl ConnectionTrait,
    on: &ticket::Model,
    author_id: i64,
    note: bool,
    slugs: &BTreeSet<String>,
) -> Result<Vec<Mentioned>> {
    let wanted: Vec<&str> = slugs.iter().take(NAMED_MAX).map(String::as_str).collect();
    let mut found = seeing(desk, db, &on.into(), note, Some(&wanted)).await?;
    found.retain(|who| who.id != author_id);
    Ok(found)
}

/// Those whom a plain text names by `@` and their whole name, as the picker of the text box writes it.
pub(super) async fn written(
    desk: &Desk,
    db: &impl ConnectionTrait,
    on: &ticket::Model,
    author_id: i64,
    note: bool,
    text: &str,
) -> Result<Vec<Mentioned>> {
    let places = places(text);
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = seeing(desk, db, &on.into(), note, None).await?;
    let names: BTreeSet<String> = found.iter().map(|who| who.name.to_lowercase()).collect();
    let named: BTreeSet<&str> = places.iter().filter_map(|place| longest(place, &names)).collect();
    found.retain(|who| who.id != author_id && named.contains(who.name.to_lowercase().as_str()));
    found.truncate(NAMED_MAX);
    Ok(found)
}

/// What stands after each `@` that begins a word, to the end of its line, in small letters. Lines that quote name nobody.
fn places(text: &str) -> Vec<String> {
    let own = text.lines().filter(|line| !line.trim_start().starts_with('>'));
    let in_line = |line: &'_ str| -> Vec<String> {
        let begins = |at: &usize| line[..*at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let all = line.match_indices('@').map(|(at, _)| at).filter(begins);
        all.map(|at| line[at + 1..].chars().take(NAME_MAX).collect::<String>().to_lowercase()).collect()
    };
    own.flat_map(in_line).filter(|place| place.starts_with(char::is_alphanumeric)).take(PLACES_MAX).collect()
}

/// The longest name that a text begins with as a whole.
fn longest<'a>(text: &str, names: &'a BTreeSet<String>) -> Option<&'a str> {
    let whole =
        |name: &&String| text.strip_prefix(name.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    names.iter().filter(whole).max_by_key(|name| name.len()).map(String::as_str)
}

/// Everybody who sees the ticket and so may be named on it, by name; of a note, those at the desk alone. `slugs` narrows them.
pub(crate) async fn seeing(
    desk: &Desk,
    db: &impl ConnectionTrait,
    on: &AccessFields,
    note: bool,
    slugs: Option<&[&str]>,
) -> Result<Vec<Mentioned>> {
    let mut found: Vec<Mentioned> = viewers(db, &desk.catalogue(), on, slugs)
        .await?
        .into_iter()
        .map(|viewer| {
            let desk = viewer.shown.part.is_staff();
            Mentioned { id: viewer.id, slug: viewer.shown.slug, name: viewer.shown.name, desk }
        })
        .filter(|who| who.desk || !note)
        .collect();
    found.sort_by_key(|who| who.name.to_lowercase());
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_a_whole() {
        let names: BTreeSet<String> = ["anna", "anna smith", "jörg o'neil"].map(str::to_owned).into();
        let named = |text: &str| -> Vec<String> {
            places(text).iter().filter_map(|place| longest(place, &names)).map(str::to_owned).collect()
        };
        assert_eq!(named("Ask @Anna Smith, or (@JÖRG O'Neil)."), ["anna smith", "jörg o'neil"]);
        assert_eq!(named("@Anna will know"), ["anna"]);
        for nobody in ["@Annabel", "anna@smith", "@ Anna", "> @Anna said", "@Jörg", "@"] {
            assert!(named(nobody).is_empty(), "{nobody}");
        }
        assert_eq!(places(&"@a ".repeat(500)).len(), PLACES_MAX);
    }
}
