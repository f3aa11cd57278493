//! Outbox: mails that wait or could not be delivered, as administrators see them.

use crate::time::DisplayTime;
use serde::{Deserialize, Serialize};

/// The outbox, as those see it who look after it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbox {
    /// Mails on their channel, counted up to [`Outbox::COUNTED_MAX`].
    pub waiting: u32,
    /// Those that could not be sent or are tried again, the newest first.
    pub stuck: Vec<UndeliveredMail>,
}

impl Outbox {
    pub const COUNTED_MAX: u32 = 1_000;
    /// Mails on the page.
    pub const SHOWN: u64 = 100;
}

/// A mail that has not arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndeliveredMail {
    pub id: String,
    /// [`MailKind::name`](super::MailKind::name).
    pub kind: String,
    pub address: String,
    pub name: String,
    /// Given up; otherwise it is tried again at `due`.
    pub dead: bool,
    pub tries: u32,
    /// What the mail server said last, or why it was given up.
    pub answer: DeliveryResult,
    pub written: DisplayTime,
    pub due: DisplayTime,
}

/// The result of an attempt to send a mail, as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeliveryResult {
    /// In the mail server's words, or of the connection to it.
    Said(String),
    /// The same, of us and not of this mail: no other will go either.
    Refused(String),
    /// The link in it had ended before it could be sent.
    Late,
    /// Nothing was heard of the last try: the program ended in the middle of it.
    Unfinished,
    /// Its record cannot be read.
    Unreadable,
}

/// Before what a mail server says of us.
const REFUSED: &str = "\u{1}refused ";

impl DeliveryResult {
    /// As it is kept.
    pub fn write(&self) -> String {
        match self {
            Self::Said(text) => text.clone(),
            Self::Refused(text) => format!("{REFUSED}{text}"),
            Self::Late => "\u{1}late".into(),
            Self::Unfinished => "\u{1}unfinished".into(),
            Self::Unreadable => "\u{1}unreadable".into(),
        }
    }

    pub fn read(text: &str) -> Self {
        if let Some(said) = text.strip_prefix(REFUSED) {
            return Self::Refused(said.to_owned());
        }
        let own = [Self::Late, Self::Unfinished, Self::Unreadable];
        own.into_iter().find(|answer| answer.write() == text).unwrap_or_else(|| Self::Said(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_our_own_are_told_apart_from_what_a_server_says() {
        let said = ["550 late", "refused 550"].map(|text| DeliveryResult::Said(text.into()));
        let refused = DeliveryResult::Refused("550 who are you?".into());
        for answer in [DeliveryResult::Late, DeliveryResult::Unfinished, DeliveryResult::Unreadable, refused]
            .into_iter()
            .chain(said)
        {
            assert_eq!(DeliveryResult::read(&answer.write()), answer);
        }
    }
}
