//! References and changes in the data of events: rows are named by their ids, beside them the labels that they had when it happened.

use crate::conversation::Cause;
use serde::{Deserialize, Serialize};

/// Something or somebody that an event names. The label is as it was, so that a later rename changes no history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The row; `None` where an import knew the label alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    pub label: String,
}

impl Named {
    pub fn new(id: i64, label: impl Into<String>) -> Self {
        Self { id: Some(id), label: label.into() }
    }

    /// By a label whose row is not known.
    pub fn unknown(label: impl Into<String>) -> Self {
        Self { id: None, label: label.into() }
    }
}

/// A status, under the desk's name and the customers'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The row; `None` where an import knew the label alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    pub label: String,
    /// What customers read instead; `None` where they read the label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customers: Option<String>,
}

/// A ticket has gone from one status to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusChange {
    /// `None` where an import did not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Status>,
    pub to: Status,
    /// What brought it about, where nobody chose it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

/// Something that always has a value has another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// `None` where an import did not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Named>,
    pub to: Named,
}

/// A value that may be absent has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueChange {
    pub from: Option<Named>,
    pub to: Option<Named>,
}

/// A text has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextChange {
    pub from: String,
    pub to: String,
}

/// The event tells nothing beside when it happened, by whom, and where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nothing {}

/// Whether a flag is not set: it is not written then.
pub(super) fn is_false(flag: &bool) -> bool {
    !*flag
}
