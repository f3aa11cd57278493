//! Subscriptions: who is notified of a ticket. Those who take part are subscribed by taking part.

use crate::actor::Person;
use crate::db::Tx;
use crate::scope::{find, subscription};
use crate::{Desk, Result};
use domain::events::Nothing;
use domain::events::ticket::Event;
use sea_orm::{EntityTrait, Set};

/// Subscribes or unsubscribes; it is the person's own affair, so seeing the ticket is enough.
///
/// # Errors
/// `NotFound`.
pub async fn subscribe(desk: &Desk, person: &Person, number: &str, wanted: bool) -> Result<()> {
    desk.write(person, |w| async move {
        let ticket = find(&*w, person, number).await?;
        if subscription::Entity::find_by_id((ticket.id, person.id)).one(&*w).await?.is_some() == wanted {
            return Ok(());
        }
        if wanted {
            add(&w, ticket.id, person.id).await?;
        } else {
            subscription::Entity::delete_by_id((ticket.id, person.id)).exec(&*w).await?;
        }
        let event = if wanted { Event::Subscribed(Nothing {}) } else { Event::Unsubscribed(Nothing {}) };
        w.record(ticket.new_event(&w, event)).await?;
        Ok(())
    })
    .await
}

pub(crate) async fn all(tx: &Tx, ticket_id: i64, users: &[i64]) -> Result<()> {
    for user in users {
        add(tx, ticket_id, *user).await?;
    }
    Ok(())
}

pub(crate) async fn add(tx: &Tx, ticket_id: i64, user_id: i64) -> Result<()> {
    let row = subscription::ActiveModel { ticket_id: Set(ticket_id), user_id: Set(user_id) };
    let key = [subscription::Column::TicketId, subscription::Column::UserId];
    subscription::Entity::insert(row).on_conflict_do_nothing_on(key).exec(tx).await?;
    Ok(())
}
