//! Snapshot of what a file says of a ticket, stored so that the next run changes what has changed in the file and nothing that was changed here.

use crate::import::imported;
use crate::import::record::{Author, Field, MessageRecord, TicketRecord};
use crate::{Error, Result};
use data_encoding::HEXLOWER;
use sea_orm::Set;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Snapshot {
    pub subject: String,
    pub company: String,
    pub reporter: Option<String>,
    pub reporter_email: Option<String>,
    pub ticket_type: String,
    pub channel: String,
    /// Status, queue, assignee and priority, in the order of [`Field::ALL`].
    pub state: [Option<String>; Field::ALL.len()],
    pub attributes: BTreeMap<String, String>,
    /// How many changes the file tells of.
    pub changes: usize,
    pub messages: Vec<MessageSnapshot>,
}

/// A message, without its words and its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MessageSnapshot {
    /// The public id of the desk's message.
    pub id: String,
    /// `None` for the reporter.
    author: Option<String>,
    note: bool,
    /// The SHA-256 of its text.
    text: String,
}

impl MessageSnapshot {
    fn of(id: String, message: &MessageRecord) -> Self {
        let author = match &message.author {
            Author::Reporter => None,
            Author::Agent(name) => Some(name.clone()),
        };
        let text = HEXLOWER.encode(&Sha256::digest(message.body.as_bytes()));
        MessageSnapshot { id, author, note: message.note, text }
    }

    fn same_content(&self, other: &MessageSnapshot) -> bool {
        self.text == other.text && self.is_by(other)
    }

    fn is_by(&self, other: &MessageSnapshot) -> bool {
        (&self.author, self.note) == (&other.author, other.note)
    }
}

impl Snapshot {
    /// What the file says now. The messages have no ids yet. What is left out of a record is named, so that nothing is forgotten.
    pub(super) fn of(record: &TicketRecord) -> Self {
        let TicketRecord {
            rows: _,
            reference: _,
            subject,
            company,
            reporter,
            reporter_email,
            queue,
            ticket_type,
            status,
            priority,
            assignee,
            agents: _,
            channel,
            created_at: _,
            changed_at: _,
            closed_at: _,
            attributes,
            messages,
            changes,
        } = record;
        let attributes = attributes.iter().map(|value| (value.name.clone(), value.value.clone()));
        Snapshot {
            subject: subject.clone(),
            company: company.clone(),
            reporter: reporter.clone(),
            reporter_email: reporter_email.clone(),
            ticket_type: ticket_type.clone(),
            channel: channel.clone(),
            state: [Some(status.slug.clone()), Some(queue.clone()), assignee.clone(), Some(priority.clone())],
            attributes: attributes.collect(),
            changes: changes.len(),
            messages: messages.iter().map(|message| MessageSnapshot::of(String::new(), message)).collect(),
        }
    }

    /// The same with the ids of its messages, in their order.
    pub(super) fn with_ids(mut self, ids: impl IntoIterator<Item = String>) -> Self {
        self.messages.iter_mut().zip(ids).for_each(|(message, id)| message.id = id);
        self
    }

    pub(super) fn read(said: &str) -> Result<Self> {
        serde_json::from_str(said).map_err(|error| Error::broken(format!("imported: {error}")))
    }

    pub(super) fn row(&self, ticket_id: i64) -> Result<imported::ActiveModel> {
        let said = serde_json::to_string(self).map_err(|error| Error::broken(error.to_string()))?;
        Ok(imported::ActiveModel { ticket_id: Set(ticket_id), said: Set(said) })
    }

    /// Whether both say the same, whatever their messages are called.
    pub(super) fn same_content(&self, other: &Snapshot) -> bool {
        let bare = |snapshot: &Snapshot| Snapshot { messages: Vec::new(), ..snapshot.clone() };
        let same = |(one, other): (&MessageSnapshot, &MessageSnapshot)| one.same_content(other);
        let messages = self.messages.len() == other.messages.len();
        messages && self.messages.iter().zip(&other.messages).all(same) && bare(self) == bare(other)
    }

    /// Why a ticket that came as `self` cannot become what the file says now: it would be another one.
    pub(super) fn incompatibility(&self, now: &Snapshot) -> Option<String> {
        let differs = |a: &str, b: &str| a.to_lowercase() != b.to_lowercase();
        let another = |what: &str, before: &str, now: &str| {
            format!("the ticket was imported with the {what} “{before}”, which can't change to “{now}”")
        };
        if differs(&self.company, &now.company) {
            return Some(another("company", &self.company, &now.company));
        }
        if differs(&self.ticket_type, &now.ticket_type) {
            return Some(another("type", &self.ticket_type, &now.ticket_type));
        }
        let known = self.reporter_email.is_some() && self.reporter_email == now.reporter_email;
        match (&self.reporter, &now.reporter) {
            (Some(before), Some(now)) if !known && differs(before, now) => Some(another("reporter", before, now)),
            _ => None,
        }
    }

    /// For each message that the file tells now the message of `self` that it is: the same one, or one that was rewritten in its place.
    /// Says of each whether it is the same.
    pub(super) fn match_messages(&self, now: &Snapshot) -> Vec<Option<(String, bool)>> {
        let mut left: Vec<Option<&MessageSnapshot>> = self.messages.iter().map(Some).collect();
        let mut found: Vec<Option<(String, bool)>> = Vec::with_capacity(now.messages.len());
        for message in &now.messages {
            let same = left.iter_mut().find(|own| own.is_some_and(|own| own.same_content(message)));
            found.push(same.and_then(Option::take).map(|own| (own.id.clone(), true)));
        }
        for ((message, found), own) in now.messages.iter().zip(&mut found).zip(&mut left) {
            if found.is_none()
                && let Some(own) = own.take_if(|own| own.is_by(message))
            {
                *found = Some((own.id.clone(), false));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(messages: &[(&str, &str)]) -> Snapshot {
        let message_snapshot = |(id, body): &(&str, &str)| {
            let message = MessageRecord { at: 0, author: Author::Reporter, note: false, body: (*body).to_owned() };
            MessageSnapshot::of((*id).to_owned(), &message)
        };
        Snapshot {
            subject: "s".into(),
            company: "c".into(),
            reporter: None,
            reporter_email: None,
            ticket_type: "t".into(),
            channel: "email".into(),
            state: Default::default(),
            attributes: BTreeMap::new(),
            changes: 0,
            messages: messages.iter().map(message_snapshot).collect(),
        }
    }

    /// A snapshot as the first release stores it. It never changes: a field that comes later has a default.
    const STORED: &str = r#"{"subject":"s","company":"c","reporter":"Ann Lee","reporter_email":null,"ticket_type":"t",
        "channel":"email","state":["open","Print",null,"low"],"attributes":{"impact":"One team"},"changes":1,
        "messages":[{"id":"a","author":null,"note":false,"text":"00"}]}"#;

    #[test]
    fn what_an_earlier_run_kept_is_read() {
        let kept = Snapshot::read(STORED);
        assert!(kept.is_ok_and(|kept| (kept.subject.as_str(), kept.messages.len()) == ("s", 1)));
    }

    #[test]
    fn messages_are_found_again() {
        let before = snapshot(&[("a", "one"), ("b", "two"), ("c", "three")]);
        let ids = |now: &[(&str, &str)]| {
            let shown = |found: Option<(String, bool)>| match found {
                Some((id, true)) => id,
                Some((id, false)) => format!("{id}*"),
                None => "new".into(),
            };
            before.match_messages(&snapshot(now)).into_iter().map(shown).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(ids(&[("", "one"), ("", "two"), ("", "three"), ("", "four")]), "a b c new");
        assert_eq!(ids(&[("", "one"), ("", "2"), ("", "three")]), "a b* c", "rewritten");
        assert_eq!(ids(&[("", "zero"), ("", "one"), ("", "two"), ("", "three")]), "new a b c", "put before");
        assert_eq!(ids(&[("", "one"), ("", "one")]), "a b*");
        assert!(before.same_content(&snapshot(&[("", "one"), ("", "two"), ("", "three")])));
        assert!(!before.same_content(&snapshot(&[("", "one"), ("", "two")])));
    }
}
