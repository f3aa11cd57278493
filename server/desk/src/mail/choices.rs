//! What people have chosen to hear of.

use super::next_morning;
use crate::actor::{Person, user};
use crate::db::Tx;
use crate::{Desk, Result};
use domain::events::Nothing;
use domain::events::person::Event;
use domain::mail::{Choices, Topic};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DerivePartialModel, EntityTrait, Set};

/// The columns of an account that hold it.
#[derive(Debug, DerivePartialModel)]
#[sea_orm(entity = "user::Entity")]
pub(super) struct Stored {
    role_id: Option<i64>,
    notify_messages: Option<String>,
    notify_mentions: Option<String>,
    notify_assigned: Option<String>,
    notify_changes: Option<String>,
    pub digest_at: Option<i64>,
    still: bool,
}

impl Stored {
    pub(super) fn choices(&self) -> Choices {
        let chosen = |topic: Topic| match topic {
            Topic::Messages => self.notify_messages.as_deref(),
            Topic::Mentions => self.notify_mentions.as_deref(),
            Topic::Assigned => self.notify_assigned.as_deref(),
            Topic::Changes => self.notify_changes.as_deref(),
        };
        Choices::new(chosen, self.digest_at.is_some(), self.still, self.role_id.is_some())
    }
}

pub(super) async fn stored(db: &impl ConnectionTrait, user_id: i64) -> Result<Option<Stored>> {
    Ok(user::Entity::find_by_id(user_id).into_partial_model::<Stored>().one(db).await?)
}

/// Writes what a person has chosen, and when their next daily mail is due.
pub(super) async fn store(tx: &Tx, user_id: i64, choices: &Choices, digest_at: Option<i64>) -> Result<()> {
    let way = |topic: Topic| Set(Some(choices.way(topic).as_str().to_owned()));
    let row = user::ActiveModel {
        id: Set(user_id),
        notify_messages: way(Topic::Messages),
        notify_mentions: way(Topic::Mentions),
        notify_assigned: way(Topic::Assigned),
        notify_changes: way(Topic::Changes),
        digest_at: Set(digest_at),
        still: Set(choices.still),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

/// What the person has chosen to hear of.
///
/// # Errors
/// When the database fails.
pub async fn choices(desk: &Desk, person: &Person) -> Result<Choices> {
    let stored = stored(desk.db().read(), person.id).await?;
    let usual = || Choices::new(|_| None, false, false, person.works_here());
    Ok(stored.map_or_else(usual, |stored| stored.choices()))
}

/// Keeps what the person chooses.
///
/// # Errors
/// When the database fails.
pub async fn choose(desk: &Desk, person: &Person, choices: &Choices) -> Result<()> {
    desk.write(person, |w| async move {
        store(&w, person.id, choices, choices.daily.then(|| next_morning(w.now(), &person.zone))).await?;
        w.record(w.new_event(Event::MailChosen(Nothing {}))).await?;
        Ok(())
    })
    .await
}
