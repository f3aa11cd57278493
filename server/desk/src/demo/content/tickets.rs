//! `tickets-*.toml`: the written tickets of the demo.

use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TicketsContent {
    pub ticket: Vec<TicketContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct TicketContent {
    pub reporter: String,
    pub queue: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub status: String,
    pub priority: String,
    pub assignee: Option<String>,
    pub channel: String,
    pub opened: String,
    pub subject: String,
    #[serde(default)]
    pub unread: Vec<String>,
    #[serde(default)]
    pub attributes: BTreeMap<String, toml::Value>,
    pub message: Vec<MessageContent>,
    #[serde(default)]
    pub event: Vec<EventContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct MessageContent {
    pub by: String,
    pub after: String,
    #[serde(default)]
    pub note: bool,
    pub text: String,
    #[serde(default)]
    pub files: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct EventContent {
    pub by: String,
    pub after: String,
    pub kind: String,
    pub to: String,
}
