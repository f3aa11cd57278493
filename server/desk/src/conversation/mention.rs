//! Autocomplete of mentions: whom a person may name in what they write.

use crate::actor::Person;
use crate::messages::mention::{Mentioned, seeing};
use crate::scope;
use crate::scope::audience::AccessFields;
use crate::tickets::audience_preview::{AudiencePreview, of};
use crate::{Desk, Result};
use domain::conversation::Mention;

/// People offered by a picker.
const OFFERED: usize = 8;

/// Whom `person` may name on a ticket they see: those whose name has a word that begins with `find`.
///
/// # Errors
/// `NotFound`.
pub async fn mentionable(desk: &Desk, person: &Person, number: &str, find: &str, note: bool) -> Result<Vec<Mention>> {
    let on = scope::find(desk.db().read(), person, number).await?;
    offered(desk, person, &(&on).into(), find, note && person.is_staff()).await
}

/// The same for a ticket that is still being written; nobody before it is said for which company.
///
/// # Errors
/// As [`crate::tickets::audience_preview::audience`].
pub async fn planned(desk: &Desk, person: &Person, ticket: &AudiencePreview<'_>, find: &str) -> Result<Vec<Mention>> {
    match of(desk, person, ticket).await? {
        Some(of) => offered(desk, person, &of, find, false).await,
        None => Ok(Vec::new()),
    }
}

async fn offered(desk: &Desk, person: &Person, on: &AccessFields, find: &str, note: bool) -> Result<Vec<Mention>> {
    let find = find.trim().to_lowercase();
    let fits = |who: &Mentioned| {
        let name = who.name.to_lowercase();
        name.starts_with(&find) || name.split_whitespace().any(|word| word.starts_with(&find))
    };
    let everybody = seeing(desk, desk.db().read(), on, note, None).await?;
    let others = everybody.into_iter().filter(|who| who.id != person.id && fits(who));
    Ok(others.take(OFFERED).map(|who| Mention { slug: who.slug, name: who.name, is_staff: who.desk }).collect())
}
