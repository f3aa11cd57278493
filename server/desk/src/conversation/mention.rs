//! Naming somebody in a message: those who see it, by the rule that also says so before it is sent.

use crate::people::Person;
use crate::tickets::audience::{Of, who};
use crate::tickets::planned::{Planned, of};
use crate::tickets::{self, ticket};
use crate::{Desk, Result};
use domain::conversation::Mention;
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

/// People offered by a picker.
const OFFERED: usize = 8;
/// People named in one message.
const NAMED_MAX: usize = 50;

/// Somebody a message names.
pub(crate) struct Mentioned {
    pub id: i64,
    pub slug: String,
    pub name: String,
    desk: bool,
}

/// Whom `person` may name on a ticket they see: those whose name has a word that begins with `find`.
///
/// # Errors
/// `NotFound`.
pub async fn mentionable(desk: &Desk, person: &Person, number: &str, find: &str, note: bool) -> Result<Vec<Mention>> {
    let on = tickets::find(desk.db().read(), person, number).await?;
    offered(desk, person, &(&on).into(), find, note && person.works_here()).await
}

/// The same for a ticket that is still being written; nobody before it is said for which company.
///
/// # Errors
/// As [`crate::tickets::planned::audience`].
pub async fn planned(desk: &Desk, person: &Person, ticket: &Planned<'_>, find: &str) -> Result<Vec<Mention>> {
    match of(desk, person, ticket).await? {
        Some(of) => offered(desk, person, &of, find, false).await,
        None => Ok(Vec::new()),
    }
}

async fn offered(desk: &Desk, person: &Person, on: &Of, find: &str, note: bool) -> Result<Vec<Mention>> {
    let find = find.trim().to_lowercase();
    let fits = |who: &Mentioned| {
        let name = who.name.to_lowercase();
        name.starts_with(&find) || name.split_whitespace().any(|word| word.starts_with(&find))
    };
    let everybody = seeing(desk, desk.db().read(), on, note, None).await?;
    let others = everybody.into_iter().filter(|who| who.id != person.id && fits(who));
    Ok(others.take(OFFERED).map(|who| Mention { slug: who.slug, name: who.name, works_here: who.desk }).collect())
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

async fn seeing(
    desk: &Desk,
    db: &impl ConnectionTrait,
    on: &Of,
    note: bool,
    slugs: Option<&[&str]>,
) -> Result<Vec<Mentioned>> {
    let mut found: Vec<Mentioned> = who(db, &desk.catalogue(), on, slugs)
        .await?
        .into_iter()
        .map(|sees| {
            let desk = sees.seer.part.works_here();
            Mentioned { id: sees.id, slug: sees.seer.slug, name: sees.seer.name, desk }
        })
        .filter(|who| who.desk || !note)
        .collect();
    found.sort_by_key(|who| who.name.to_lowercase());
    Ok(found)
}
