//! Products that may have plans of their own.

use super::record;
use crate::actor::Person;
use crate::catalogue::product;
use crate::{Desk, Result, random};
use domain::events::settings::Part;
use domain::plans::setup::{KEPT_MAX, check_name};
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

/// Renames the product of this slug, or adds one where none is named.
///
/// # Errors
/// As [`set_level`](super::set_level).
pub async fn set_product(desk: &Desk, person: &Person, slug: &str, name: &str) -> Result<()> {
    person.must_be_admin()?;
    let name = check_name(name).map_err(|reason| Refusal::field("name", reason))?;
    let name = &name;
    desk.write(person, |w| async move {
        let products = product::Entity::find().all(&*w).await?;
        if products.iter().any(|row| row.name == *name && row.slug != slug) {
            return Err(Refusal::field("name", Reason::Taken).into());
        }
        if slug.is_empty() {
            if products.len() >= KEPT_MAX {
                return Err(Refusal::field("name", Reason::TooBig { max: KEPT_MAX as i64 }).into());
            }
            let slug = free_slug(&products, name);
            product::ActiveModel { slug: Set(slug), name: Set(name.clone()), ..Default::default() }.insert(&*w).await?;
        } else {
            let found = products.iter().find(|row| row.slug == slug).ok_or(Refusal::NotFound)?;
            product::ActiveModel { id: Set(found.id), name: Set(name.clone()), ..Default::default() }
                .update(&*w)
                .await?;
        }
        record(&w, Part::Product).await
    })
    .await
}

fn free_slug(products: &[product::Model], name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join("-");
    let slug = if words.is_empty() { "product".to_owned() } else { words };
    let taken = products.iter().any(|row| row.slug == slug);
    if taken { format!("{slug}-{}", &random::id()[..8]) } else { slug }
}
