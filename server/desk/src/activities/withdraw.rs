//! Correcting activities when a message is retracted.

use super::activity::{self, Column as A};
use crate::Result;
use crate::actor::user;
use crate::db::Tx;
use crate::events::event::{self, Column as E};
use crate::write::Write;
use domain::events::{Event, message};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, ModelTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use std::collections::HashSet;

/// Events of a ticket that are looked at for what an entry tells instead.
const LOOKED_AT: u64 = 200;

/// An event that this program knows, with its row.
type KnownEvent = (event::Model, Event);

/// Entries that tell of a message which was taken back tell of what was there before; one that told of nothing else is gone.
pub(crate) async fn withdraw(w: &Write, ticket_id: i64, said: i64) -> Result<()> {
    w.project_activities().await?;
    let events = event::Entity::find().filter(E::TicketId.eq(ticket_id)).order_by_desc(E::Id).limit(LOOKED_AT);
    let events = events.all(&**w).await?.into_iter();
    let events: Vec<KnownEvent> = events.filter_map(|row| row.read().map(|event| (row, event))).collect();
    let gone: HashSet<&str> = events.iter().filter(|(_, event)| is_withdrawal(event)).filter_map(message_of).collect();
    let stands = |known: &&KnownEvent| {
        known.0.id != said && !is_withdrawal(&known.1) && message_of(known).is_none_or(|id| !gone.contains(id))
    };
    let standing: Vec<_> = events.iter().filter(stands).collect();
    let affected = Condition::any().add(A::ToldEvent.eq(said)).add(A::LastEvent.eq(said));
    let entries = activity::Entity::find().filter(A::TicketId.eq(ticket_id)).filter(affected);
    let entries = entries.all(&**w).await?;
    let readers = user::Column::Id.is_in(entries.iter().map(|entry| entry.user_id));
    let desk = user::Entity::find().filter(readers).filter(user::Column::RoleId.is_not_null()).all(&**w).await?;
    for entry in entries {
        let is_staff = desk.iter().any(|user| user.id == entry.user_id);
        let concerns = |known: &&&KnownEvent| {
            let (row, event) = (&known.0, &known.1);
            row.actor_id != Some(entry.user_id) && (row.public || is_staff && event.kind().for_the_desk())
        };
        step_back(w, &entry, standing.iter().filter(concerns).copied()).await?;
    }
    Ok(())
}

fn is_withdrawal(event: &Event) -> bool {
    matches!(event, Event::Message(message::Event::Retracted(_)))
}

fn message_of(known: &KnownEvent) -> Option<&str> {
    known.1.message()
}

async fn step_back<'a>(
    tx: &Tx,
    entry: &activity::Model,
    standing: impl Iterator<Item = &'a KnownEvent> + Clone,
) -> Result<()> {
    let Some((last, _)) = standing.clone().next() else {
        entry.clone().delete(tx).await?;
        return Ok(());
    };
    let left = if entry.unread { entry.count - 1 } else { 0 };
    // One that was read until then is a line about the last thing that was said.
    let run = if left > 0 { usize::try_from(left).unwrap_or(usize::MAX) } else { usize::MAX };
    let said = standing.take(run).find(|(_, event)| event.kind().is_message());
    let row = activity::ActiveModel {
        ticket_id: Set(entry.ticket_id),
        user_id: Set(entry.user_id),
        last_event: Set(last.id),
        told_event: Set(said.map_or(last.id, |(row, _)| row.id)),
        told_message: Set(said.is_some()),
        count: Set(left.max(1)),
        at: Set(last.at),
        unread: Set(left > 0),
        removed: Set(entry.removed),
    };
    row.update(tx).await?;
    Ok(())
}
