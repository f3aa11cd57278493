//! MIME composition: a mail of the outbox as a message with plain text and HTML.

use super::{html, plain};
use app::words::mail::EN;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk::mail::ClaimedMail;
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

/// The text of a mail, with the base of its links.
pub(super) struct RenderedMail {
    pub text: domain::mail::MailText,
    pub base: String,
    /// The reader may choose not to get it.
    pub chosen: bool,
}

impl RenderedMail {
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

    /// The whole message. Its Message-ID is the mail's, however often it is made.
    pub(super) fn compose(
        &self,
        mail: &ClaimedMail,
        now: i64,
    ) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
        let shown = Some(name(&mail.name)).filter(|name| !name.is_empty() && !looks_encoded(name));
        let shown = shown.filter(|_| mail.kind.greets());
        let to = Mailbox::new(shown, mail.address.trim().parse()?);
        let text = (EN.text)(&mail.name, &mail.kind);
        let subject = name(&text.subject);
        let whole = RenderedMail { text, base: self.base.clone(), chosen: mail.kind.stop().is_some() };
        let sent = SystemTime::UNIX_EPOCH + Duration::from_millis(now.unsigned_abs());
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .raw_header(subject_header(subject))
            .date(sent)
            .message_id(Some(self.id(&mail.public_id)))
            .raw_header(header("Auto-Submitted", "auto-generated".into()))
            .raw_header(header("X-Auto-Response-Suppress", "All".into()));
        if let Some(number) = &mail.number {
            let thread = self.id(&format!("ticket.{number}"));
            message = message.in_reply_to(thread.clone()).references(thread);
        }
        if let Some(path) = &mail.unsubscribe {
            message = message.raw_header(header("List-Unsubscribe", format!("<{}>", whole.address(path))));
            // RFC 8058: mail programs stop the mails by themselves, over https only.
            if self.base.starts_with("https://") {
                message = message.raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()));
            }
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

/// Bytes of text in an encoded word, which then has 64 of the 76 characters of a line.
const WORD: usize = 39;

fn looks_encoded(text: &str) -> bool {
    text.contains("=?")
}

/// Text that looks like an encoded word (RFC 2047) is encoded itself, or readers would see what it decodes to.
fn subject_header(text: String) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    if !looks_encoded(&text) {
        return HeaderValue::new(name, text);
    }
    let mut parts = vec![String::new()];
    for c in text.chars() {
        match parts.last_mut() {
            Some(part) if part.len() + c.len_utf8() <= WORD => part.push(c),
            _ => parts.push(c.into()),
        }
    }
    let words: Vec<String> = parts.iter().map(|part| format!("=?utf-8?B?{}?=", STANDARD.encode(part))).collect();
    HeaderValue::dangerous_new_pre_encoded(name, text, words.join("\r\n "))
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
    use super::{STANDARD, Sender, host, name, subject_header};
    use base64::Engine;
    use lettre::Message;

    #[test]
    fn names_and_subjects_are_one_line() {
        assert_eq!(name("Paper jam\r\nBcc: all@example.com\u{0}"), "Paper jam Bcc: all@example.com");
    }

    /// The subject as it travels, and as a reader sees it.
    fn travelled(subject: &str) -> (String, String) {
        let message = Message::builder()
            .from("a@example.com".parse().expect("it is there"))
            .to("b@example.com".parse().expect("it is there"));
        let message = message.raw_header(subject_header(subject.into())).body(String::new()).expect("it is there");
        let whole = String::from_utf8(message.formatted()).expect("it is there");
        let (_, rest) = whole.split_once("Subject: ").expect("it is there");
        let end = rest.match_indices("\r\n").find(|(at, _)| !rest[at + 2..].starts_with(' ')).expect("it is there").0;
        let shown = rest[..end].split("\r\n ").map(|word| {
            let inner = word.strip_prefix("=?utf-8?B?").and_then(|word| word.strip_suffix("?="));
            inner.map_or(word.to_owned(), |inner| {
                String::from_utf8(STANDARD.decode(inner).expect("it is there")).expect("it is there")
            })
        });
        (rest[..end].to_owned(), shown.collect())
    }

    #[test]
    fn a_subject_that_looks_encoded_arrives_as_it_was_written() {
        let long = format!("=?utf-8?q?Your_password?= {} =?", "Grüße 漢字 🔋 ".repeat(20));
        for subject in ["=?utf-8?B?SGVsbG8=?=", "Re: =?iso-8859-1?Q?=A1?=", "a =? b", &long] {
            let (raw, shown) = travelled(subject);
            assert_eq!(shown, subject);
            assert!(raw.lines().all(|line| line.len() <= 76 - "Subject: ".len()), "{raw}");
        }
        assert_eq!(travelled("Paper jam").0, "Paper jam");
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
