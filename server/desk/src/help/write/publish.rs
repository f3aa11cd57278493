//! Publishing: which version of an article its readers see.

use super::{locked, must_write, record_event, version_named};
use crate::actor::Person;
use crate::help::article;
use crate::help::library::touch;
use crate::write::Write;
use crate::{Desk, Result};
use domain::Refusal;
use domain::events::article::Event;
use sea_orm::{ActiveModelTrait, Set};

/// Lets readers see the newest version. Again it changes nothing.
///
/// # Errors
/// `NotFound`, and `Conflict` when `number` is not the newest any more.
pub async fn publish(desk: &Desk, person: &Person, slug: &str, number: i64) -> Result<()> {
    must_write(person)?;
    desk.write(person, |w| async move {
        let found = locked(&w, slug).await?;
        if found.latest != number {
            return Err(Refusal::Conflict.into());
        }
        if found.published == Some(number) {
            return Ok(());
        }
        set_published(&w, found, Some(number)).await
    })
    .await
}

/// Takes an article away from its readers; authors keep it.
///
/// # Errors
/// `NotFound`.
pub async fn unpublish(desk: &Desk, person: &Person, slug: &str) -> Result<()> {
    must_write(person)?;
    desk.write(person, |w| async move {
        let found = locked(&w, slug).await?;
        if found.published.is_none() {
            return Ok(());
        }
        set_published(&w, found, None).await
    })
    .await
}

async fn set_published(w: &Write, found: article::Model, number: Option<i64>) -> Result<()> {
    let now = w.now();
    let row = article::ActiveModel {
        id: Set(found.id),
        published: Set(number),
        published_at: Set(number.map(|_| now)),
        changed_at: Set(now),
        ..Default::default()
    };
    row.update(&**w).await?;
    touch(w).await?;
    let event = match number {
        Some(number) => Event::Published(version_named(&found, number)),
        None => Event::Withdrawn(version_named(&found, found.latest)),
    };
    record_event(w, event).await
}
