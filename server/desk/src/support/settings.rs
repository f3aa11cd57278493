//! Settings of support: phone, chat hours, and where chats go.

use crate::Result;
use crate::catalogue::setting;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// What the organisation has set for support; empty where it has not.
pub(super) struct SupportSettings {
    /// The slug of the calendar that chat keeps.
    pub chat_calendar: String,
    pub phone: String,
    /// Queue and ticket type of chats, by slug.
    pub chat_queue: String,
    pub chat_type: String,
    /// Username users have the address `[username]@[organisation].` and this.
    pub domain: String,
}

/// What the settings are called.
pub(crate) mod names {
    pub const CALENDAR: &str = "support.chat_calendar";
    pub const PHONE: &str = "support.phone";
    pub const DOMAIN: &str = crate::actor::synthetic::DOMAIN;
    pub const CHAT_QUEUE: &str = "support.chat_queue";
    pub const CHAT_TYPE: &str = "support.chat_type";
    /// The calendar that chat keeps where none is named.
    pub const USUAL_CALENDAR: &str = "chat";
}

use names::{CALENDAR, CHAT_QUEUE, CHAT_TYPE, DOMAIN, PHONE, USUAL_CALENDAR};

impl SupportSettings {
    pub async fn read(db: &impl ConnectionTrait) -> Result<Self> {
        let named = setting::Column::Name.is_in([CALENDAR, PHONE, CHAT_QUEUE, CHAT_TYPE, DOMAIN]);
        let rows = setting::Entity::find().filter(named).all(db).await?;
        let mut kept: HashMap<String, String> = rows.into_iter().map(|row| (row.name, row.value)).collect();
        let mut taken = |name: &str| kept.remove(name).unwrap_or_default();
        let chat_calendar =
            Some(taken(CALENDAR)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| USUAL_CALENDAR.into());
        Ok(Self {
            chat_calendar,
            phone: taken(PHONE),
            chat_queue: taken(CHAT_QUEUE),
            chat_type: taken(CHAT_TYPE),
            domain: taken(DOMAIN),
        })
    }
}

/// The slug of the calendar that chat and the phone keep.
pub(crate) async fn chat_calendar(db: &impl ConnectionTrait) -> Result<String> {
    SupportSettings::read(db).await.map(|settings| settings.chat_calendar)
}
