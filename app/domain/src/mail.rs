//! Content of mails and notification preferences. Mails are stored as data; their text is written when they are sent.

use crate::activities::What;
use crate::plans::choose::Notice;
use crate::time::DisplayTime;
use serde::{Deserialize, Serialize};

/// The occasion of a mail, with what its text needs. Links are paths of this site, such as `/reset/TOKEN`; the server puts its
/// public address before them.
///
/// Mails wait under these names: a variant or a field that has been released keeps its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailKind {
    /// Somebody registered with this address: is it theirs?
    Confirm { link: String },
    /// Somebody tried to register with an address that has an account.
    Taken { link: String },
    /// An account was opened by the desk: its owner chooses a password.
    Invited { by: String, link: String },
    /// The account may be used.
    Activated { company: String, link: String },
    /// A forgotten password. The link works for so long.
    Reset { link: String, minutes: u32 },
    /// A password was changed, for its owner to know.
    PasswordChanged,
    /// The address of an account is to become `to`; goes to the old and to the new one.
    EmailChange { to: String, link: String },
    /// The address has become `to`; goes to the old one.
    EmailChanged { to: String },
    /// A second factor was switched on or off, for its owner to know.
    SecondFactor { on: bool },
    /// A passkey was added to an account or removed, for its owner to know.
    Passkey { name: String, added: bool },
    /// Something about a request to change a company's plan.
    Request { step: RequestStep, company: String, who: String, reason: String, link: String },
    /// A plan has more contacts than seats, and `by` (a day as people write it) is when the company has chosen whom to keep.
    /// `names` are those who wait from then on.
    Choose {
        notice: Notice,
        company: String,
        plan: String,
        product: String,
        by: String,
        names: Vec<String>,
        link: String,
    },
    /// What is new on a ticket.
    Ticket { number: String, subject: String, news: Vec<TicketNews> },
    /// What was still unread at a time of the day.
    Digest { unread: u32, entries: Vec<DigestEntry> },
}

/// Something new on a ticket, in a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketNews {
    /// Empty: Portico itself.
    pub who: String,
    pub what: What,
    /// What was said, where something was.
    pub text: String,
}

/// A ticket with something new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestEntry {
    pub number: String,
    pub subject: String,
    pub who: String,
    pub what: What,
}

/// Where a request to change a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestStep {
    /// `who` asks the reader to file it.
    Prepared,
    /// `who` has filed it.
    Filed,
    Approved,
    /// `reason` says why.
    Declined,
    /// The reader holds a seat now.
    SeatGiven,
    /// The reader holds none any more.
    SeatTaken,
}

impl MailKind {
    /// As lists and the database name it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Confirm { .. } => "confirm",
            Self::Taken { .. } => "taken",
            Self::Invited { .. } => "invited",
            Self::Activated { .. } => "activated",
            Self::Reset { .. } => "reset",
            Self::PasswordChanged => "password_changed",
            Self::EmailChange { .. } => "email_change",
            Self::EmailChanged { .. } => "email_changed",
            Self::SecondFactor { .. } => "second_factor",
            Self::Passkey { .. } => "passkey",
            Self::Request { .. } => "request",
            Self::Choose { .. } => "choose",
            Self::Ticket { .. } => "ticket",
            Self::Digest { .. } => "digest",
        }
    }

    /// What its reader may choose not to get any more, where it is such a mail.
    pub fn stop(&self) -> Option<Stop> {
        match self {
            Self::Ticket { .. } => Some(Stop::News),
            Self::Digest { .. } => Some(Stop::Daily),
            _ => None,
        }
    }

    /// Whether the reader is called by name. Who has not confirmed an address yet has said what they are called, to a stranger perhaps:
    /// nobody is to have Portico mail a text of their own to any address.
    pub fn greets(&self) -> bool {
        !matches!(self, Self::Confirm { .. } | Self::EmailChange { .. })
    }

    /// Until when it is worth sending, in milliseconds after it was written; nobody needs a link that has ended.
    pub fn lasts(&self) -> Option<i64> {
        match self {
            Self::Reset { minutes, .. } => Some(i64::from(*minutes) * crate::time::MINUTE),
            _ => None,
        }
    }
}

/// A mail as somebody reads it, before it is made into text and HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailText {
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// What comes after them.
    pub parts: Vec<MailBlock>,
    /// The one thing to do: a label and a path of this site.
    pub button: Option<(String, String)>,
    /// Small print: why the reader gets this.
    pub because: String,
}

/// A piece of a mail that is no plain paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailBlock {
    /// A line that stands out.
    Line(String),
    /// What somebody has written, with its own lines.
    Said(String),
    /// A label, the path it leads to, and a line about it.
    Link { label: String, path: String, note: String },
}

/// What people choose about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Topic {
    /// Something was said on a ticket that concerns the person.
    Messages,
    /// They were named in a message.
    Mentions,
    /// A ticket was given to them.
    Assigned,
    /// Anything else: a status, a queue, a priority.
    Changes,
}

/// Mails that somebody can stop by one click in their mail program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// What is new on tickets.
    News,
    /// The daily one.
    Daily,
}

impl Stop {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Daily => "daily",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::News, Self::Daily].into_iter().find(|stop| stop.as_str() == text)
    }
}

/// How a notification reaches somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeliveryChannel {
    /// In their activities and by mail.
    Mail,
    /// In their activities.
    Portico,
    /// Not at all.
    Off,
}

impl Topic {
    pub const ALL: [Self; 4] = [Self::Messages, Self::Mentions, Self::Assigned, Self::Changes];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Mentions => "mentions",
            Self::Assigned => "assigned",
            Self::Changes => "changes",
        }
    }

    /// Customers are given no tickets.
    pub fn is_for(self, is_staff: bool) -> bool {
        is_staff || self != Self::Assigned
    }

    /// What may be chosen; only changes may pass unheard.
    pub fn channels(self) -> &'static [DeliveryChannel] {
        if self == Self::Changes {
            &[DeliveryChannel::Mail, DeliveryChannel::Portico, DeliveryChannel::Off]
        } else {
            &[DeliveryChannel::Mail, DeliveryChannel::Portico]
        }
    }

    /// Who works with tickets all day sees their changes there.
    fn usual(self, is_staff: bool) -> DeliveryChannel {
        if self == Self::Changes && is_staff { DeliveryChannel::Portico } else { DeliveryChannel::Mail }
    }
}

impl DeliveryChannel {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Portico => "portico",
            Self::Off => "off",
        }
    }
}

/// By which channel each topic reaches somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationPreferences {
    channels: [DeliveryChannel; 4],
    /// A mail a day with what is still unread.
    pub daily: bool,
    /// What is new does not blink.
    pub still: bool,
}

impl NotificationPreferences {
    /// `chosen` gives [`DeliveryChannel::as_str`] of what was chosen about a topic. What was not chosen, or is not known any more, is
    /// as usual.
    pub fn new<'a>(chosen: impl Fn(Topic) -> Option<&'a str>, daily: bool, still: bool, is_staff: bool) -> Self {
        let channel = |topic: Topic| {
            let chosen = chosen(topic);
            let found = topic.channels().iter().find(|channel| Some(channel.as_str()) == chosen);
            found.copied().unwrap_or_else(|| topic.usual(is_staff))
        };
        Self { channels: Topic::ALL.map(channel), daily, still }
    }

    /// Reads the fields of a form: `NAME=VALUE`, separated by commas.
    pub fn read(text: &str, is_staff: bool) -> Self {
        let pairs: Vec<(&str, &str)> = text.split(',').filter_map(|pair| pair.split_once('=')).collect();
        let value = |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let (daily, still) = (value("daily") == Some("on"), value("blink") == Some("off"));
        Self::new(|topic| value(topic.as_str()), daily, still, is_staff)
    }

    /// The same without such mails; their content is still in the activities.
    #[must_use]
    pub fn without(mut self, stop: Stop) -> Self {
        match stop {
            Stop::News => {
                self.channels = self
                    .channels
                    .map(|channel| if channel == DeliveryChannel::Mail { DeliveryChannel::Portico } else { channel })
            }
            Stop::Daily => self.daily = false,
        }
        self
    }

    pub fn channel(&self, topic: Topic) -> DeliveryChannel {
        self.channels[Topic::ALL.iter().position(|known| *known == topic).unwrap_or_default()]
    }
}

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
    /// [`MailKind::name`].
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
    fn what_was_not_chosen_is_as_usual() {
        let (customer, agent) = (NotificationPreferences::read("", false), NotificationPreferences::read("", true));
        assert_eq!(
            (customer.channel(Topic::Changes), agent.channel(Topic::Changes)),
            (DeliveryChannel::Mail, DeliveryChannel::Portico)
        );
        let odd = NotificationPreferences::read("messages=off,changes=off,daily=on,nonsense", false);
        assert_eq!(
            (odd.channel(Topic::Messages), odd.channel(Topic::Changes), odd.daily),
            (DeliveryChannel::Mail, DeliveryChannel::Off, true)
        );
        let again = NotificationPreferences::new(|topic| Some(odd.channel(topic).as_str()), odd.daily, odd.still, true);
        assert_eq!(again, odd, "whatever is usual, what was chosen stays");
        let still = NotificationPreferences::read("blink=off", false);
        assert!(still.still && !odd.still && still.without(Stop::News).still);
    }

    #[test]
    fn one_click_stops_one_kind_of_mail() {
        let all = NotificationPreferences::read("changes=off,daily=on", false);
        let (news, daily) = (all.clone().without(Stop::News), all.without(Stop::Daily));
        assert!(Topic::ALL.iter().all(|topic| news.channel(*topic) != DeliveryChannel::Mail) && news.daily);
        assert_eq!(
            (news.channel(Topic::Messages), news.channel(Topic::Changes)),
            (DeliveryChannel::Portico, DeliveryChannel::Off)
        );
        assert!(daily.channel(Topic::Messages) == DeliveryChannel::Mail && !daily.daily);
        assert_eq!([Stop::parse("daily"), Stop::parse("all")], [Some(Stop::Daily), None]);
    }

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
