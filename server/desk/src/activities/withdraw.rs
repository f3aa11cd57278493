use super::activity::{self, Column as A};
use super::{FOR_THE_DESK, MESSAGES, WITHDRAWN};
use crate::Result;
use crate::db::Tx;
use crate::events::event::{self, Column as E};
use crate::people::user;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, ModelTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use std::collections::HashSet;

/// Events of a ticket that are looked at for what an entry tells instead.
const LOOKED_AT: u64 = 200;

/// Entries that tell of a message which was taken back tell of what was there before; one that told of nothing else is gone.
pub(crate) async fn withdraw(tx: &Tx, ticket_id: i64, said: &event::Model) -> Result<()> {
    let events = event::Entity::find().filter(E::TicketId.eq(ticket_id)).order_by_desc(E::Id).limit(LOOKED_AT);
    let events = events.all(&**tx).await?;
    let gone: HashSet<String> = events.iter().filter(|event| event.kind == WITHDRAWN).filter_map(message).collect();
    let stands = |event: &&event::Model| {
        event.id != said.id && event.kind != WITHDRAWN && message(event).is_none_or(|id| !gone.contains(&id))
    };
    let standing: Vec<_> = events.iter().filter(stands).collect();
    let told = Condition::any().add(A::ToldEvent.eq(said.id)).add(A::LastEvent.eq(said.id));
    let entries = activity::Entity::find().filter(A::TicketId.eq(ticket_id)).filter(told);
    let entries = entries.all(&**tx).await?;
    let readers = user::Column::Id.is_in(entries.iter().map(|entry| entry.user_id));
    let desk = user::Entity::find().filter(readers).filter(user::Column::RoleId.is_not_null()).all(&**tx).await?;
    for entry in entries {
        let works_here = desk.iter().any(|user| user.id == entry.user_id);
        let concerns = |event: &&&event::Model| {
            event.actor_id != Some(entry.user_id)
                && (event.public || works_here && FOR_THE_DESK.contains(&event.kind.as_str()))
        };
        step_back(tx, &entry, standing.iter().filter(concerns).copied()).await?;
    }
    Ok(())
}

async fn step_back<'a>(
    tx: &Tx,
    entry: &activity::Model,
    standing: impl Iterator<Item = &'a event::Model> + Clone,
) -> Result<()> {
    let Some(last) = standing.clone().next() else {
        entry.clone().delete(&**tx).await?;
        return Ok(());
    };
    let left = if entry.unread { entry.count - 1 } else { 0 };
    // One that was read until then is a line about the last thing that was said.
    let run = if left > 0 { usize::try_from(left).unwrap_or(usize::MAX) } else { usize::MAX };
    let is_message = |event: &&event::Model| MESSAGES.contains(&event.kind.as_str());
    let told = standing.take(run).find(is_message).unwrap_or(last);
    let row = activity::ActiveModel {
        ticket_id: Set(entry.ticket_id),
        user_id: Set(entry.user_id),
        last_event: Set(last.id),
        told_event: Set(told.id),
        told_message: Set(is_message(&told)),
        count: Set(left.max(1)),
        at: Set(last.at),
        unread: Set(left > 0),
        removed: Set(entry.removed),
    };
    row.update(&**tx).await?;
    Ok(())
}

fn message(event: &event::Model) -> Option<String> {
    let data: serde_json::Value = serde_json::from_str(&event.data).ok()?;
    data.get("message")?.as_str().map(str::to_owned)
}
