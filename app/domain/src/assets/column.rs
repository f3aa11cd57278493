//! The columns a list of assets may show and sort by, and what its search looks through.

use crate::columns::{self, ListColumn, SearchField};
use crate::listing::is_attribute;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What stands before an attribute's name in addresses.
pub const ATTRIBUTE: &str = "f.";

/// A column of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssetColumn {
    Name,
    Identifier,
    Category,
    Company,
    Assigned,
    Seats,
    Created,
    Changed,
    /// An attribute, by its name.
    Attribute(String),
}

impl AssetColumn {
    /// Those of every list.
    pub const FIXED: [Self; 8] = [
        Self::Name,
        Self::Identifier,
        Self::Category,
        Self::Company,
        Self::Assigned,
        Self::Seats,
        Self::Created,
        Self::Changed,
    ];

    /// Its name in addresses.
    pub fn name(&self) -> Cow<'static, str> {
        match self {
            Self::Name => "name".into(),
            Self::Identifier => "identifier".into(),
            Self::Category => "category".into(),
            Self::Company => "company".into(),
            Self::Assigned => "assigned".into(),
            Self::Seats => "seats".into(),
            Self::Created => "created".into(),
            Self::Changed => "changed".into(),
            Self::Attribute(name) => format!("{ATTRIBUTE}{name}").into(),
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix(ATTRIBUTE) {
            Some(name) => is_attribute(name).then(|| Self::Attribute(name.to_owned())),
            None => Self::FIXED.into_iter().find(|column| column.name() == text),
        }
    }

    /// What a person sees who has chosen nothing.
    pub fn usual(is_staff: bool) -> Vec<Self> {
        let mut columns =
            vec![Self::Name, Self::Identifier, Self::Category, Self::Assigned, Self::Seats, Self::Changed];
        if is_staff {
            columns.insert(3, Self::Company);
        }
        columns
    }

    /// Sorted by an index, however many assets there are.
    pub fn is_indexed(&self) -> bool {
        matches!(self, Self::Name | Self::Identifier | Self::Created | Self::Changed)
    }
}

impl ListColumn for AssetColumn {
    fn name(&self) -> Cow<'_, str> {
        self.name()
    }

    fn parse(name: &str) -> Option<Self> {
        Self::parse(name)
    }

    fn usual_sort() -> AssetSort {
        AssetSort { column: Self::Name, descending: false }
    }

    fn is_indexed(&self) -> bool {
        Self::is_indexed(self)
    }

    fn largest_first(&self) -> bool {
        matches!(self, Self::Created | Self::Changed)
    }
}

pub type AssetSort = columns::Sort<AssetColumn>;

/// What the search looks through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssetSearchIn {
    Name,
    Identifier,
}

impl AssetSearchIn {
    pub const ALL: [Self; 2] = [Self::Name, Self::Identifier];

    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Identifier => "identifier",
        }
    }
}

impl SearchField for AssetSearchIn {
    const ALL: &'static [Self] = &Self::ALL;
    const USUAL: &'static [Self] = &Self::ALL;

    fn name(self) -> &'static str {
        self.as_str()
    }
}
