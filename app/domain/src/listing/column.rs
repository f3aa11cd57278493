//! The columns that the list of tickets may show and sort by.

use crate::columns::{self, ListColumn, SearchField};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Column {
    Number,
    Subject,
    Status,
    Priority,
    Queue,
    Kind,
    Company,
    Reporter,
    Assignee,
    Channel,
    Created,
    Changed,
    Age,
    /// An attribute of this name, of whatever ticket types have it and flag it for lists.
    Attribute(AttributeName),
    /// No column, an order: what fits a search best comes first.
    Match,
}

/// What stands before an attribute's name in addresses.
pub const ATTRIBUTE: &str = "attr.";
/// The longest `attr.NAME`, in bytes.
const ATTRIBUTE_MAX: usize = 45;

/// An attribute's name as `attr.NAME`: kept in place, so that columns are as light to pass around as they were.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AttributeName {
    text: [u8; ATTRIBUTE_MAX],
    length: u8,
}

impl AttributeName {
    /// `None` for a name that no address could hold.
    pub fn new(name: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
        let length = ATTRIBUTE.len() + name.len();
        if name.is_empty() || length > ATTRIBUTE_MAX || !name.bytes().all(fits) {
            return None;
        }
        let mut text = [0; ATTRIBUTE_MAX];
        for (place, byte) in text.iter_mut().zip(ATTRIBUTE.bytes().chain(name.bytes())) {
            *place = byte;
        }
        Some(Self { text, length: length as u8 })
    }

    /// As in addresses.
    pub fn as_str(&self) -> &str {
        self.text.get(..self.length.into()).and_then(|text| str::from_utf8(text).ok()).unwrap_or(ATTRIBUTE)
    }

    pub fn name(&self) -> &str {
        &self.as_str()[ATTRIBUTE.len()..]
    }
}

impl std::fmt::Debug for AttributeName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl TryFrom<String> for AttributeName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::new(&name).ok_or("no attribute is called so")
    }
}

impl From<AttributeName> for String {
    fn from(name: AttributeName) -> Self {
        name.name().to_owned()
    }
}

/// A column that shows an attribute, as it is offered to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeColumn {
    pub column: Column,
    pub label: String,
}

impl Column {
    /// Those of every list; attributes come on top.
    pub const ALL: [Self; 13] = [
        Self::Number,
        Self::Subject,
        Self::Status,
        Self::Priority,
        Self::Queue,
        Self::Kind,
        Self::Company,
        Self::Reporter,
        Self::Assignee,
        Self::Channel,
        Self::Created,
        Self::Changed,
        Self::Age,
    ];

    /// Its name in addresses.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Number => "number",
            Self::Subject => "subject",
            Self::Attribute(name) => name.as_str(),
            Self::Status => "status",
            Self::Priority => "priority",
            Self::Queue => "queue",
            Self::Kind => "type",
            Self::Company => "company",
            Self::Reporter => "reporter",
            Self::Assignee => "assignee",
            Self::Channel => "channel",
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Age => "age",
            Self::Match => "match",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix(ATTRIBUTE) {
            Some(name) => AttributeName::new(name).map(Self::Attribute),
            None => Self::ALL.into_iter().find(|column| column.as_str() == text),
        }
    }

    pub fn is_attribute(&self) -> bool {
        matches!(self, Self::Attribute(_))
    }

    /// What a person sees who has chosen nothing: everybody who works on it, agents the company too.
    pub fn usual(is_staff: bool) -> Vec<Self> {
        let usual = [
            Self::Number,
            Self::Subject,
            Self::Status,
            Self::Priority,
            Self::Queue,
            Self::Company,
            Self::Assignee,
            Self::Created,
            Self::Changed,
        ];
        usual.into_iter().filter(|column| is_staff || *column != Self::Company).collect()
    }

    /// How wide it is at least, in pixels, for somebody who has set no width; the style sheet says the same.
    pub fn usual_width(self) -> u16 {
        match self {
            Self::Number | Self::Changed => 112,
            Self::Subject => 240,
            Self::Status => 152,
            Self::Priority => 96,
            Self::Created | Self::Age => 72,
            _ => 128,
        }
    }

    /// Sorted by an index, however many tickets there are. The others are sorted up to [`super::SORTED_MAX`] tickets.
    pub fn is_indexed(self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::Subject
                | Self::Status
                | Self::Priority
                | Self::Created
                | Self::Changed
                | Self::Age
                | Self::Match
        )
    }
}

impl ListColumn for Column {
    fn name(&self) -> Cow<'_, str> {
        self.as_str().into()
    }

    fn parse(name: &str) -> Option<Self> {
        Self::parse(name)
    }

    fn usual_sort() -> Sort {
        Sort { column: Self::Changed, descending: true }
    }

    fn is_indexed(&self) -> bool {
        Self::is_indexed(*self)
    }

    fn largest_first(&self) -> bool {
        matches!(self, Self::Created | Self::Changed | Self::Priority | Self::Number)
    }
}

pub type Sort = columns::Sort<Column>;

/// The order of a search for somebody who has chosen none.
pub const BEST_MATCH: Sort = Sort { column: Column::Match, descending: false };

/// What the search box looks through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SearchIn {
    Number,
    Subject,
    /// What was said, and for those who work at the desk the private notes too.
    Messages,
    Attributes,
    /// The names of files, and what stands in those that hold text.
    Files,
}

impl SearchIn {
    pub const ALL: [Self; 5] = [Self::Number, Self::Subject, Self::Messages, Self::Attributes, Self::Files];
    /// Where it looks for somebody who has chosen nothing.
    pub const USUAL: [Self; 2] = [Self::Number, Self::Subject];

    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Subject => "subject",
            Self::Messages => "messages",
            Self::Attributes => "attributes",
            Self::Files => "files",
        }
    }
}

impl SearchField for SearchIn {
    const ALL: &'static [Self] = &Self::ALL;
    const USUAL: &'static [Self] = &Self::USUAL;

    fn name(self) -> &'static str {
        self.as_str()
    }
}
