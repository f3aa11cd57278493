//! Events of assets.

use super::named::Named;
use serde::{Deserialize, Serialize};

topic! {
    Created(Asset) = "asset_created",
    Changed(Changed) = "asset_changed",
    /// Somebody got a seat of a licence. Whom another company has among its people is not for everybody who sees the licence.
    Seated(Seat) = "asset_seated",
    Unseated(Seat) = "asset_unseated",
    /// It is shared with another company. One customer does not learn who the others are.
    Shared(Share) = "asset_shared",
    Unshared(Share) = "asset_unshared",
    /// The event's ticket is about it. Not everybody who sees the ticket sees the asset.
    Linked(Asset) = "asset_linked",
    Unlinked(Asset) = "asset_unlinked",
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    pub asset: Named,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub asset: Named,
    pub steps: Vec<AssetFieldChange>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub asset: Named,
    pub user: Named,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub asset: Named,
    pub company: Named,
}

/// One field's change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetFieldChange {
    Name {
        from: String,
        to: String,
    },
    Identifier {
        from: String,
        to: String,
    },
    /// How many seats a licence has.
    Seats {
        from: Option<i64>,
        to: i64,
    },
    Assigned {
        from: Option<Named>,
        to: Option<Named>,
    },
    /// Texts as the attribute keeps them; empty for no value.
    Attribute {
        attribute: Named,
        from: String,
        to: String,
    },
}

impl Event {
    pub(super) fn is_public(&self) -> bool {
        match self {
            Self::Created(_) | Self::Changed(_) => true,
            Self::Seated(_)
            | Self::Unseated(_)
            | Self::Shared(_)
            | Self::Unshared(_)
            | Self::Linked(_)
            | Self::Unlinked(_) => false,
        }
    }
}
