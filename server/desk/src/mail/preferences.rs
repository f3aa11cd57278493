//! Notification preferences: which topics reach a person by which channel.

use super::next_morning;
use crate::actor::{Person, user};
use crate::db::Tx;
use crate::{Desk, Result};
use domain::events::Nothing;
use domain::events::person::Event;
use domain::mail::{NotificationPreferences, Topic};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DerivePartialModel, EntityTrait, Set};

/// The columns of an account that hold them.
#[derive(Debug, DerivePartialModel)]
#[sea_orm(entity = "user::Entity")]
pub(super) struct PreferenceColumns {
    role_id: Option<i64>,
    notify_messages: Option<String>,
    notify_mentions: Option<String>,
    notify_assigned: Option<String>,
    notify_changes: Option<String>,
    pub digest_at: Option<i64>,
    still: bool,
}

impl PreferenceColumns {
    pub(super) fn preferences(&self) -> NotificationPreferences {
        let chosen = |topic: Topic| match topic {
            Topic::Messages => self.notify_messages.as_deref(),
            Topic::Mentions => self.notify_mentions.as_deref(),
            Topic::Assigned => self.notify_assigned.as_deref(),
            Topic::Changes => self.notify_changes.as_deref(),
        };
        NotificationPreferences::new(chosen, self.digest_at.is_some(), self.still, self.role_id.is_some())
    }
}

pub(super) async fn load_columns(db: &impl ConnectionTrait, user_id: i64) -> Result<Option<PreferenceColumns>> {
    Ok(user::Entity::find_by_id(user_id).into_partial_model::<PreferenceColumns>().one(db).await?)
}

/// Writes the preferences of a person, and when their next digest is due.
pub(super) async fn store(
    tx: &Tx,
    user_id: i64,
    preferences: &NotificationPreferences,
    digest_at: Option<i64>,
) -> Result<()> {
    let channel = |topic: Topic| Set(Some(preferences.channel(topic).as_str().to_owned()));
    let row = user::ActiveModel {
        id: Set(user_id),
        notify_messages: channel(Topic::Messages),
        notify_mentions: channel(Topic::Mentions),
        notify_assigned: channel(Topic::Assigned),
        notify_changes: channel(Topic::Changes),
        digest_at: Set(digest_at),
        still: Set(preferences.still),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

/// The notification preferences of a person.
///
/// # Errors
/// When the database fails.
pub async fn preferences(desk: &Desk, person: &Person) -> Result<NotificationPreferences> {
    let stored = load_columns(desk.db().read(), person.id).await?;
    let usual = || NotificationPreferences::new(|_| None, false, false, person.is_staff());
    Ok(stored.map_or_else(usual, |stored| stored.preferences()))
}

/// Saves notification preferences.
///
/// # Errors
/// When the database fails.
pub async fn save_preferences(desk: &Desk, person: &Person, preferences: &NotificationPreferences) -> Result<()> {
    desk.write(person, |w| async move {
        store(&w, person.id, preferences, preferences.daily.then(|| next_morning(w.now(), &person.zone))).await?;
        w.record(w.new_event(Event::MailChosen(Nothing {}))).await?;
        Ok(())
    })
    .await
}
