use crate::Result;
use crate::catalogue::setting;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// What the house has set for support; empty where it has not.
pub(super) struct Settings {
    /// The slug of the calendar that chat keeps.
    pub chat_calendar: String,
    pub phone: String,
    /// Username users have the address `[username]@[organisation].` and this.
    pub domain: String,
}

/// What the settings are called.
pub(crate) mod names {
    pub const CALENDAR: &str = "support.chat_calendar";
    pub const PHONE: &str = "support.phone";
    pub const DOMAIN: &str = "workspace.domain";
    /// The calendar that chat keeps where none is named.
    pub const USUAL_CALENDAR: &str = "chat";
}

use names::{CALENDAR, DOMAIN, PHONE, USUAL_CALENDAR};

impl Settings {
    pub async fn read(db: &impl ConnectionTrait) -> Result<Self> {
        let named = setting::Column::Name.is_in([CALENDAR, PHONE, DOMAIN]);
        let rows = setting::Entity::find().filter(named).all(db).await?;
        let mut kept: HashMap<String, String> = rows.into_iter().map(|row| (row.name, row.value)).collect();
        let mut taken = |name: &str| kept.remove(name).unwrap_or_default();
        let chat_calendar =
            Some(taken(CALENDAR)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| USUAL_CALENDAR.into());
        Ok(Self { chat_calendar, phone: taken(PHONE), domain: taken(DOMAIN) })
    }
}
