//! Ticket records: the content of a file in the terms of the desk, independent of the format of the file.

use std::collections::BTreeMap;

use domain::tickets::attribute::Kind;
use domain::tickets::{StatusKind, WaitsFor};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// One ticket as the file tells it, whole. Instants are milliseconds since 1970 UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRecord {
    /// Lines of the ticket's rows in the file's order, at least one, or their places in a JSON array; the header of a CSV is line 1.
    pub rows: Vec<u64>,
    /// Unique together with the mapping's `source`: a second run recognises the ticket by it.
    pub reference: String,
    /// One line, never empty, within the desk's limit.
    pub subject: String,
    pub company: String,
    /// Full name; `None` where the file does not know who asked.
    pub reporter: Option<String>,
    /// As accounts are compared by it; never without a name.
    pub reporter_email: Option<String>,
    pub queue: String,
    pub ticket_type: String,
    pub status: StatusName,
    pub priority: String,
    /// Full name of the agent; `None` is nobody.
    pub assignee: Option<String>,
    /// Addresses of the agents who are named, where the file knows them.
    pub agents: BTreeMap<String, String>,
    pub channel: String,
    pub created_at: i64,
    /// Never before `created_at`, any public message or any change.
    pub changed_at: i64,
    /// Present exactly when the status is solved or closed.
    pub closed_at: Option<i64>,
    pub attributes: Vec<AttributeValue>,
    /// In order, times never going backwards; a description comes first.
    pub messages: Vec<MessageRecord>,
    /// In order, times never going backwards.
    pub changes: Vec<ChangeRecord>,
}

impl TicketRecord {
    /// Line of the ticket's first row.
    pub fn row(&self) -> u64 {
        self.rows.first().copied().unwrap_or_default()
    }

    /// The problems of all its rows where the ticket as a whole cannot be used.
    pub(super) fn refused(&self, reason: impl Into<String>) -> Vec<RowProblem> {
        let first = RowProblem::of_row(self.row(), reason);
        let others = self.rows.iter().skip(1);
        let others = others
            .map(|row| RowProblem::of_companion(*row, &self.reference, &format!("row {} can't be used", self.row())));
        std::iter::once(first).chain(others).collect()
    }
}

/// A status by its slug, with what is needed to create it where the desk lacks it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusName {
    pub slug: String,
    pub label: String,
    #[serde(deserialize_with = "status_kind")]
    pub kind: StatusKind,
    /// Whom it waits for. Default: what the label of a waiting status says.
    #[serde(default, deserialize_with = "waits_for")]
    pub waits_for: Option<WaitsFor>,
    /// What customers read instead of the label.
    pub customer_name: Option<String>,
}

fn waits_for<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<WaitsFor>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let known = || WaitsFor::ALL.map(WaitsFor::as_str).join(", ");
    let party = WaitsFor::parse(&text);
    party.map(Some).ok_or_else(|| {
        D::Error::custom(format!("“{text}” isn't something a status can wait for; choose one of {}", known()))
    })
}

fn status_kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<StatusKind, D::Error> {
    let text = String::deserialize(deserializer)?;
    let known = || StatusKind::ALL.map(StatusKind::as_str).join(", ");
    StatusKind::parse(&text)
        .ok_or_else(|| D::Error::custom(format!("“{text}” isn't a kind of status; choose one of {}", known())))
}

/// One known attribute; unknown ones are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeValue {
    /// `[a-z_]+`.
    pub name: String,
    pub label: String,
    pub kind: Kind,
    /// Dates as `yyyy-mm-dd`.
    pub value: String,
}

/// One message of the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRecord {
    pub at: i64,
    pub author: Author,
    /// Only for agents' eyes; never by the reporter.
    pub note: bool,
    /// Plain text, never empty, within the desk's limit.
    pub body: String,
}

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    Reporter,
    /// An agent by full name.
    Agent(String),
}

/// A tracked value that differs from the row before. Statuses and priorities are slugs, queues and people names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRecord {
    pub at: i64,
    /// Full name of who changed it, where known.
    pub by: Option<String>,
    pub field: Field,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// The fields whose history a file may tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    Status,
    Queue,
    Assignee,
    Priority,
}

impl Field {
    /// Every field, in the order of the discriminants.
    pub const ALL: [Field; 4] = [Field::Status, Field::Queue, Field::Assignee, Field::Priority];

    /// The name a mapping uses.
    pub fn name(self) -> &'static str {
        match self {
            Field::Status => "status",
            Field::Queue => "queue",
            Field::Assignee => "assignee",
            Field::Priority => "priority",
        }
    }
}

/// Why a row is not imported. Every row left out has one, also the sound rows of a ticket with a bad one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// Line on which the row begins, or its place in a JSON array; the header of a CSV is line 1.
    pub row: u64,
    pub column: Option<String>,
    pub reason: String,
}

impl RowProblem {
    /// A problem of the row as a whole.
    pub fn of_row(row: u64, reason: impl Into<String>) -> Self {
        RowProblem { row, column: None, reason: reason.into() }
    }

    /// A problem of one value.
    pub fn of_column(row: u64, column: Option<&str>, reason: impl Into<String>) -> Self {
        RowProblem { row, column: column.map(str::to_owned), reason: reason.into() }
    }

    /// A sound row that cannot come without the rest of its ticket.
    pub(super) fn of_companion(row: u64, ticket: &str, reason: &str) -> Self {
        RowProblem::of_row(row, format!("left out with the rest of ticket {ticket}: {reason}"))
    }
}

impl std::fmt::Display for RowProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.column {
            Some(column) => write!(f, "row {}, column {column}: {}", self.row, self.reason),
            None => write!(f, "row {}: {}", self.row, self.reason),
        }
    }
}
