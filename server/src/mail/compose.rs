//! A letter as a message.

use super::{html, plain};
use app::words::mail::EN;
use desk::mail::Claimed;
use domain::text::name;
use lettre::Message;
use lettre::address::AddressError;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use std::time::{Duration, SystemTime};

/// Whom mails are from and where their links lead.
pub(super) struct Sender {
    from: Mailbox,
    base: String,
}

/// A mail with its links whole.
pub(super) struct Letter {
    pub text: domain::mail::Text,
    pub base: String,
    /// The reader may choose not to get it.
    pub chosen: bool,
}

impl Letter {
    pub(super) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Where people choose what they get.
    pub(super) fn choices(&self) -> Option<(&'static str, String)> {
        self.chosen.then(|| (EN.choices, self.address(CHOICES)))
    }
}

const CHOICES: &str = "/account/notifications";

impl Sender {
    /// `from` is an address, or a name and an address in angle brackets.
    pub(super) fn new(from: Option<&str>, base: &str) -> Result<Self, AddressError> {
        let from = match from {
            Some(from) => from.parse()?,
            None => format!("Portico <portico@{}>", host(base)).parse()?,
        };
        Ok(Self { from, base: base.to_owned() })
    }

    /// The whole message. Its Message-ID is the letter's, however often it is made.
    pub(super) fn compose(
        &self,
        letter: &Claimed,
        now: i64,
    ) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
        let to = Mailbox::new(Some(name(&letter.name)).filter(|name| !name.is_empty()), letter.address.trim().parse()?);
        let text = (EN.text)(&letter.name, &letter.kind);
        let subject = name(&text.subject);
        let whole = Letter { text, base: self.base.clone(), chosen: letter.kind.is_chosen() };
        let sent = SystemTime::UNIX_EPOCH + Duration::from_millis(now.unsigned_abs());
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(subject)
            .date(sent)
            .message_id(Some(self.id(&letter.public_id)))
            .raw_header(header("Auto-Submitted", "auto-generated".into()))
            .raw_header(header("X-Auto-Response-Suppress", "All".into()));
        if let Some(number) = &letter.number {
            let thread = self.id(&format!("ticket.{number}"));
            message = message.in_reply_to(thread.clone()).references(thread);
        }
        if let Some((_, address)) = whole.choices() {
            message = message.raw_header(header("List-Unsubscribe", format!("<{address}>")));
        }
        let both = MultiPart::alternative()
            .singlepart(SinglePart::plain(plain::write(&whole)))
            .singlepart(SinglePart::html(html::write(&whole, EN.lang)));
        Ok(message.multipart(both)?)
    }

    fn id(&self, local: &str) -> String {
        format!("<{local}@{}>", self.from.email.domain())
    }
}

/// The host of an address, fit to stand in a mail address.
fn host(base: &str) -> &str {
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    if host.contains('.') && host.chars().any(char::is_alphabetic) { host } else { "localhost" }
}

/// A header that the library has no type for; its value is ours.
fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

#[cfg(test)]
mod tests {
    use super::{Sender, host};
    use domain::text::name;

    #[test]
    fn names_and_subjects_are_one_line() {
        assert_eq!(name("Paper jam\r\nBcc: all@example.com\u{0}"), "Paper jam Bcc: all@example.com");
    }

    #[test]
    fn the_usual_sender_is_at_the_public_host() {
        assert_eq!(host("https://support.example.com:8443/x"), "support.example.com");
        for odd in ["http://127.0.0.1:3000", "http://[::1]:3000", "", "https://"] {
            assert_eq!(host(odd), "localhost", "{odd}");
            assert!(Sender::new(None, odd).is_ok());
        }
        assert!(Sender::new(Some("Help <help@example.com>"), "").is_ok() && Sender::new(Some("help"), "").is_err());
    }
}
