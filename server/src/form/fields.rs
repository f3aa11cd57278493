//! Fields that several forms have, parsed into the desk's types.

use super::Form;
use desk::conversation::{Reply, ReplyActions};
use desk::people::invite::Invitation;
use domain::drafts::{DraftRef, read_window};
use domain::files::FILES_MAX;
use domain::people::account::Details;
use domain::{Reason, Refusal};

/// The longest idempotency key, in characters.
const KEY_MAX: usize = 100;

impl Form {
    /// `key`, under which sending twice is sending once; empty without one.
    ///
    /// # Errors
    /// `Invalid` when it is longer than 100 characters.
    pub fn idempotency_key(&self) -> Result<String, Refusal> {
        let key = self.value("key");
        if key.chars().count() > KEY_MAX {
            Err(Refusal::field("key", Reason::TooLong { max: KEY_MAX }))
        } else {
            Ok(key.to_owned())
        }
    }

    /// A password is taken as typed, blank space and all.
    pub fn password(&self, name: &str) -> String {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// What was sent as `attr.{name}`, each name once.
    pub fn attributes(&self) -> Vec<(String, String)> {
        let mut attributes = Vec::new();
        for name in self.fields.iter().filter_map(|(name, _)| name.strip_prefix("attr.")) {
            if !attributes.iter().any(|(known, _)| known == name) {
                attributes.push((name.to_owned(), self.value(&format!("attr.{name}")).to_owned()));
            }
        }
        attributes
    }

    /// The draft that is sent with the form, and the uploads that belong to it.
    pub fn draft_ref(&self) -> DraftRef {
        DraftRef {
            draft: self.value("draft").to_owned(),
            revision: self.value("revision").parse().unwrap_or(0),
            window: read_window(self.value("window")).unwrap_or(0),
            uploads: self.all("upload").take(FILES_MAX + 1).map(str::to_owned).collect(),
        }
    }

    /// Where a new ticket is written, as drafts know it.
    pub fn new_ticket_place(&self) -> String {
        read_window(self.value("window")).map_or("new".to_owned(), |window| format!("new-{window}"))
    }

    /// A message on a ticket, with what an agent sets by it.
    ///
    /// # Errors
    /// `Invalid` when the key is too long or something is wrong with a file.
    pub fn message(&self) -> Result<Reply, Refusal> {
        Ok(Reply {
            body: self.value("body").to_owned(),
            html: self.value("html").to_owned(),
            note: self.value("note") == "1",
            key: self.idempotency_key()?,
            files: self.files()?,
            draft_ref: self.draft_ref(),
            actions: ReplyActions {
                status: Some(self.value("status").to_owned()).filter(|status| !status.is_empty()),
                seen_status: self.has("seen.status").then(|| self.value("seen.status").to_owned()),
                assign: self.value("assign") == "1",
            },
        })
    }

    /// Name, position and phone of a person.
    pub fn details(&self) -> Details {
        let text = |name: &str| self.value(name).to_owned();
        Details {
            first_name: text("first_name"),
            last_name: text("last_name"),
            position: text("position"),
            phone: text("phone"),
        }
    }

    /// Whom to open an account for.
    pub fn invitation(&self) -> Invitation {
        let text = |name: &str| self.value(name).to_owned();
        Invitation {
            email: text("email"),
            username: text("username"),
            details: self.details(),
            company: text("company"),
            role: text("role"),
        }
    }
}
