//! Adding a category of assets: every asset needs one.

use super::asset_category::{ActiveModel, Column, Entity};
use crate::actor::Person;
use crate::{Desk, Result, catalogue, random};
use domain::assets::NAME_MAX;
use domain::events::Named;
use domain::events::settings::{AssetCategory, Event};
use domain::{Reason, Refusal, text};
use sea_orm::{ActiveModelTrait, EntityTrait, QueryOrder, Set};

/// Categories that are kept at most.
const KEPT_MAX: usize = 200;

/// Adds a category and returns its slug. `licences`: its assets have seats.
///
/// # Errors
/// `NotFound` for customers; `Forbidden` for agents; `Invalid`.
pub async fn add_category(desk: &Desk, person: &Person, name: &str, licences: bool) -> Result<String> {
    person.must_be_admin()?;
    let name = checked(name).map_err(|reason| Refusal::field("name", reason))?;
    let name = &name;
    desk.write(person, |w| async move {
        let known = Entity::find().order_by_asc(Column::Rank).all(&*w).await?;
        if known.iter().any(|row| row.name == *name) {
            return Err(Refusal::field("name", Reason::Taken).into());
        }
        if known.len() >= KEPT_MAX {
            return Err(Refusal::field("name", Reason::TooBig { max: KEPT_MAX as i64 }).into());
        }
        let slug = free_slug(|slug| known.iter().any(|row| row.slug == slug), name);
        let row = ActiveModel {
            slug: Set(slug.clone()),
            name: Set(name.clone()),
            licences: Set(licences),
            rank: Set(known.last().map_or(1, |row| row.rank + 1)),
            ..Default::default()
        };
        let row = row.insert(&*w).await?;
        let event = Event::AssetCategoryAdded(AssetCategory { category: Named::new(row.id, row.name) });
        w.record(w.new_event(event)).await?;
        catalogue::touch(&w).await?;
        Ok(slug)
    })
    .await
}

fn checked(sent: &str) -> Result<String, Reason> {
    let name = text::name(sent);
    match name.chars().count() {
        0 => Err(Reason::Missing),
        n if n > NAME_MAX => Err(Reason::TooLong { max: NAME_MAX }),
        _ => Ok(name),
    }
}

fn free_slug(taken: impl Fn(&str) -> bool, name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join("-");
    let slug = if words.is_empty() { "category".to_owned() } else { words };
    if taken(&slug) { format!("{slug}-{}", &random::id()[..8]) } else { slug }
}
