//! The mapping file: which column of a file means what to the desk. TOML; `server/examples/maps` has annotated ones.

use std::collections::BTreeSet;

use domain::tickets::attribute::Kind;
use encoding_rs::Encoding;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::error::MappingError;
use super::instant::{ClockRule, Dates};
use super::record::{Field, StatusName};
use super::rule::Rule;
use super::table::Format;
use super::template::Template;

/// The column of a row that templates see as the ticket's first message.
pub const FIRST_MESSAGE: &str = "first_message";
/// For files whose columns have Portico's own names.
const OWN: &str = include_str!("../../../examples/maps/portico.toml");

/// How the rows of a file become tickets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Short name of the origin; with the reference it makes a second run add nothing.
    pub source: String,
    /// For files whose extension does not tell.
    pub format: Option<Format>,
    /// How the file's letters are written, by a name of the Encoding Standard: `utf-8`, `windows-1252`, `utf-16le`, `iso-8859-2`, …
    /// Default: the file tells.
    #[serde(default, deserialize_with = "encoding")]
    pub encoding: Option<&'static Encoding>,
    /// The columns that identify the ticket: rows with the same values are its history, in the file's order.
    pub ticket: Vec<String>,
    /// Default: the values of `ticket`, joined by `-`.
    pub reference: Option<Template>,
    /// Values that mean "not known"; the empty value always does.
    #[serde(default)]
    pub unknown: Vec<String>,
    /// Columns a file may lack; they are unknown then.
    #[serde(default)]
    pub optional: Vec<String>,
    #[serde(default)]
    pub dates: Dates,
    pub clock: Option<ClockRule>,
    pub fields: Fields,
    /// Every status the file can lead to.
    pub statuses: Vec<StatusName>,
    #[serde(default)]
    pub attributes: Vec<AttributeRule>,
    pub history: Option<HistoryRule>,
    pub messages: Option<MessageRule>,
}

/// Where a ticket's fields come from. Those that open a ticket take the earliest known value of a column, those that
/// stand now the latest.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    pub company: Rule,
    pub reporter: Option<Rule>,
    /// The address by which the reporter is known, or gets an account that can be opened.
    pub reporter_email: Option<Rule>,
    pub subject: Rule,
    /// The first message, for records whose text is not in `messages`.
    pub description: Option<Rule>,
    #[serde(rename = "type")]
    pub ticket_type: Rule,
    pub channel: Rule,
    /// A slug among `statuses`.
    pub status: Rule,
    pub queue: Rule,
    pub priority: Rule,
    /// Unknown means nobody, unlike the three above, which keep the value they had.
    pub assignee: Option<Rule>,
    /// The address by which the desk knows the assignee.
    pub assignee_email: Option<Rule>,
    /// Default: the first message.
    pub created: Option<Rule>,
    /// Default: the last public message or change.
    pub changed: Option<Rule>,
    /// Counts only where the status is closed. Default: the last change of the status, or `changed`.
    pub closed: Option<Rule>,
}

impl Fields {
    /// The rule of a tracked field.
    pub fn tracked(&self, field: Field) -> Option<&Rule> {
        match field {
            Field::Status => Some(&self.status),
            Field::Queue => Some(&self.queue),
            Field::Assignee => self.assignee.as_ref(),
            Field::Priority => Some(&self.priority),
        }
    }

    fn named(&self) -> Vec<(&'static str, &Rule)> {
        let always = [("company", &self.company), ("subject", &self.subject), ("type", &self.ticket_type)];
        let standing = [
            ("channel", &self.channel),
            ("status", &self.status),
            ("queue", &self.queue),
            ("priority", &self.priority),
        ];
        let maybe = [
            ("reporter", &self.reporter),
            ("reporter_email", &self.reporter_email),
            ("description", &self.description),
            ("assignee", &self.assignee),
            ("assignee_email", &self.assignee_email),
            ("created", &self.created),
            ("changed", &self.changed),
            ("closed", &self.closed),
        ];
        let maybe = maybe.into_iter().filter_map(|(name, rule)| Some((name, rule.as_ref()?)));
        always.into_iter().chain(standing).chain(maybe).collect()
    }
}

/// An attribute of the ticket type.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeRule {
    pub name: String,
    pub label: String,
    pub value: Rule,
    /// One that needs no pattern and no entries: `text` (the default), `long_text`, `integer` or `date`.
    #[serde(default = "text", deserialize_with = "attribute_kind")]
    pub kind: Kind,
}

fn encoding<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'static Encoding>, D::Error> {
    let label = String::deserialize(deserializer)?;
    let found = Encoding::for_label_no_replacement(label.as_bytes());
    found.map(Some).ok_or_else(|| D::Error::custom(format!("there is no encoding “{label}”")))
}

fn text() -> Kind {
    Kind::Text
}

fn attribute_kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
    let text = String::deserialize(deserializer)?;
    let known: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| kind.stands_alone()).collect();
    let found = known.iter().copied().find(|kind| kind.as_str() == text);
    let names = || known.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| D::Error::custom(format!("“{text}” is none of {}", names())))
}

/// Which fields are followed over a ticket's rows, and when and by whom a row was written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistoryRule {
    pub track: Vec<Field>,
    pub at: Rule,
    pub by: Option<Rule>,
    /// The address by which the desk knows who wrote it.
    pub by_email: Option<Rule>,
}

/// The message a row carries; a row without a body has none.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageRule {
    pub body: Rule,
    /// `reporter`, or an agent's full name. The reporter's own name means the reporter; so does no author.
    pub author: Option<Rule>,
    /// The address by which the desk knows the author. The reporter's own means the reporter.
    pub author_email: Option<Rule>,
    /// Yes or no, in the words [`truth`] knows.
    pub note: Option<Rule>,
    /// The turn: a number to sort by. Default: the file's order.
    pub order: Option<Rule>,
    /// Default: the `clock`.
    pub at: Option<Rule>,
}

impl Mapping {
    /// The mapping of files whose columns have Portico's own names.
    ///
    /// # Errors
    /// When it is not sound, which a test excludes.
    pub fn own() -> Result<Mapping, MappingError> {
        Mapping::parse(OWN)
    }

    /// Every column the mapping needs, in alphabetical order.
    pub fn columns(&self) -> BTreeSet<String> {
        let rules = self.rules().into_iter().flat_map(|(_, rule)| rule.from.columns());
        let reference = self.reference.iter().flat_map(Template::columns);
        let named = rules.chain(reference).filter(|column| *column != FIRST_MESSAGE);
        named.map(str::to_owned).chain(self.ticket.iter().cloned()).collect()
    }

    /// A status by its slug.
    pub fn status(&self, slug: &str) -> Option<&StatusName> {
        self.statuses.iter().find(|status| status.slug == slug)
    }

    /// Whether a value says that nothing is known.
    pub fn is_unknown(&self, value: &str) -> bool {
        value.is_empty() || self.unknown.iter().any(|word| word == value)
    }

    fn rules(&self) -> Vec<(String, &Rule)> {
        let mut all: Vec<(String, &Rule)> = Vec::new();
        all.extend(self.fields.named().into_iter().map(|(name, rule)| (format!("fields.{name}"), rule)));
        all.extend(self.attributes.iter().map(|a| (format!("attributes.{}", a.name), &a.value)));
        all.extend(self.row_rules());
        all
    }

    /// The rules that see one row at a time.
    pub(super) fn row_rules(&self) -> Vec<(String, &Rule)> {
        let history = self.history.iter().flat_map(|h| {
            [("history.at", Some(&h.at)), ("history.by", h.by.as_ref()), ("history.by_email", h.by_email.as_ref())]
        });
        let messages = self.messages.iter().flat_map(|m| {
            let optional = [
                ("author", &m.author),
                ("author_email", &m.author_email),
                ("note", &m.note),
                ("order", &m.order),
                ("at", &m.at),
            ];
            std::iter::once(("body", Some(&m.body))).chain(optional.map(|(name, rule)| (name, rule.as_ref())))
        });
        let messages = messages.map(|(name, rule)| (format!("messages.{name}"), rule));
        let history = history.map(|(name, rule)| (name.to_owned(), rule));
        history.chain(messages).filter_map(|(name, rule)| Some((name, rule?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_maps_we_ship_are_sound() {
        let incidents = Mapping::parse(include_str!("../../../examples/maps/incident-event-log.toml")).expect("sound");
        assert_eq!(incidents.status("waiting-customer").map(|status| status.kind.as_str()), Some("waiting"));
        assert!(incidents.columns().contains("sys_updated_by"));
        let own = Mapping::own().expect("sound");
        let needed = own.columns().into_iter().filter(|column| !own.optional.contains(column));
        assert_eq!(needed.collect::<Vec<_>>(), ["company", "created", "number", "subject"]);
        let talks = Mapping::parse(include_str!("../../../examples/maps/multidogo.toml")).expect("sound");
        assert_eq!(talks.columns().into_iter().collect::<Vec<_>>(), ["conversationId", "turnNumber", "utterance"]);
    }
}
