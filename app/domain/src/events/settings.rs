//! Events of the desk's settings: what administrators set for the whole desk. Kept for the audit: nobody is told.

use super::named::Named;
use serde::{Deserialize, Serialize};

topic! {
    AssetCategoryAdded(AssetCategory) = "asset_category_added",
    CalendarChanged(Calendar) = "calendar_changed",
    PlansArranged(PlansArranged) = "plans_arranged",
    /// A mail that had not arrived is sent again.
    MailAgain(Mail) = "mail_again",
    /// A mail that had not arrived was given up.
    MailDiscarded(Mail) = "mail_discarded",
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetCategory {
    pub category: Named,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    pub calendar: Named,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlansArranged {
    pub part: Part,
}

/// What is arranged for all plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Level,
    Product,
    Routing,
    /// How customers reach the desk beside tickets.
    Reach,
    /// Words that no person is called by.
    Words,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its public id.
    pub mail: String,
}
