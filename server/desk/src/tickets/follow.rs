//! Followers: colleagues and agents who are notified of a ticket because somebody added them.

use super::subscribe;
use crate::actor::Person;
use crate::scope::{audience, find_for_update, subscription};
use crate::{Desk, Result};
use domain::events::Named;
use domain::events::ticket::{Event, Follower};
use domain::{Reason, Refusal};
use sea_orm::EntityTrait;

/// Makes somebody a follower, or lets them go. Only of those who see the ticket; customers choose among themselves.
///
/// # Errors
/// `NotFound`, `Forbidden` for those who may only read, or `Invalid` for somebody who is not offered.
pub async fn follow(desk: &Desk, person: &Person, number: &str, slug: &str, wanted: bool) -> Result<()> {
    desk.write(person, |w| async move {
        let ticket = find_for_update(&w, person, number).await?;
        let not_offered =
            || Refusal::field("follower", if slug.is_empty() { Reason::Missing } else { Reason::NotOffered });
        // PostgreSQL refuses to compare with a NUL.
        if slug.is_empty() || slug.contains('\0') {
            return Err(not_offered().into());
        }
        let viewers = audience::viewers(&*w, &desk.catalogue(), &(&ticket).into(), Some(&[slug])).await?;
        let offered = viewers.into_iter().find(|viewer| person.is_staff() || !viewer.shown.part.is_staff());
        let chosen = offered.ok_or_else(not_offered)?;
        if chosen.shown.follows == wanted {
            return Ok(());
        }
        if wanted {
            subscribe::add(&w, ticket.id, chosen.id).await?;
        } else {
            subscription::Entity::delete_by_id((ticket.id, chosen.id)).exec(&*w).await?;
        }
        let is_staff = chosen.shown.part.is_staff();
        let follower = Follower { user: Named::new(chosen.id, chosen.shown.name), is_staff };
        let event = if wanted { Event::FollowerAdded(follower) } else { Event::FollowerRemoved(follower) };
        w.record(ticket.new_event(&w, event)).await?;
        Ok(())
    })
    .await
}
