//! Badges (labels with a colour) of tickets, and choices of their forms.

use serde::{Deserialize, Serialize};

/// A label with a colour of the palette.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Badge {
    pub label: String,
    pub colour: String,
}

/// One choice of a control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub slug: String,
    pub label: String,
}
