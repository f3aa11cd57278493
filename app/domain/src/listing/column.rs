//! The columns a list may show and sort by.

use serde::{Deserialize, Serialize};

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
}

impl Column {
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
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Subject => "subject",
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
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.as_str() == text)
    }

    /// What a person sees who has chosen nothing: an agent needs the company, a customer who works on it.
    pub fn usual(works_here: bool) -> Vec<Self> {
        let party = if works_here { Self::Company } else { Self::Assignee };
        vec![
            Self::Number,
            Self::Subject,
            Self::Status,
            Self::Priority,
            Self::Queue,
            party,
            Self::Created,
            Self::Changed,
        ]
    }

    /// Sorted by an index, however many tickets there are. The others are sorted up to [`super::SORTED_MAX`] tickets.
    pub fn is_indexed(self) -> bool {
        matches!(
            self,
            Self::Number | Self::Subject | Self::Status | Self::Priority | Self::Created | Self::Changed | Self::Age
        )
    }

    /// Whether the first click on its head puts the largest first.
    pub(super) fn largest_first(self) -> bool {
        matches!(self, Self::Created | Self::Changed | Self::Priority | Self::Number)
    }
}

/// Reads `number,subject,…`: known columns, none twice, at least one.
pub fn read_columns(text: &str) -> Option<Vec<Column>> {
    let mut columns = Vec::new();
    for name in text.split(',') {
        let column = Column::parse(name).filter(|column| !columns.contains(column))?;
        columns.push(column);
    }
    Some(columns)
}

pub fn write_columns(columns: &[Column]) -> String {
    columns.iter().map(|column| column.as_str()).collect::<Vec<_>>().join(",")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    pub column: Column,
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { column: Column::Changed, descending: true }
    }
}

impl Sort {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        Column::parse(name).map(|column| Self { column, descending })
    }

    pub(super) fn write(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.column.as_str())
    }
}

/// What the search box looks through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SearchIn {
    Number,
    Subject,
}

impl SearchIn {
    pub const ALL: [Self; 2] = [Self::Number, Self::Subject];

    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Subject => "subject",
        }
    }

    /// Reads `number,subject`: known names, at least one; in the order of [`SearchIn::ALL`], each once.
    pub fn read(text: &str) -> Option<Vec<Self>> {
        let names: Vec<&str> = text.split(',').collect();
        let known = names.iter().all(|name| Self::ALL.iter().any(|field| field.as_str() == *name));
        known.then(|| Self::ALL.into_iter().filter(|field| names.contains(&field.as_str())).collect())
    }

    pub fn write(fields: &[Self]) -> String {
        fields.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(",")
    }
}
