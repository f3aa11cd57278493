//! Attributes: the fields a ticket type adds, and what their values may be.

mod validation;

pub use validation::check;

use serde::{Deserialize, Serialize};

/// The longest one-line text, in characters.
pub const TEXT_MAX: usize = 250;
/// The longest long text, in characters.
pub const LONG_TEXT_MAX: usize = 10_000;

/// Declares the kinds, each with its name in the database and in mapping files.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)+) => {
        /// What the values of an attribute are. A new kind is added here; what it means elsewhere follows from [`Kind::sort_key`],
        /// [`Kind::filter`], [`Kind::cell`] and [`Kind::control`], on whose answers everything else decides, and the compiler names
        /// each of these functions that does not know it yet.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Kind {
            $($(#[$doc])* $kind,)+
        }

        impl Kind {
            /// Every kind, in the order in which they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// Its name in the database and in mapping files.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

kinds! {
    Text = "text",
    LongText = "long_text",
    Integer = "integer",
    /// `YYYY-MM-DD`.
    Date = "date",
    /// One line that a regular expression must match as a whole.
    Pattern = "pattern",
    /// One entry of a dictionary.
    Dictionary = "dictionary",
}

/// What values are ordered and compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// Their letters, whatever their case. Days are written so that this is their order.
    Letters,
    /// Their size.
    Size,
}

/// How a list is narrowed by values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterKind {
    /// By how they begin.
    Beginning,
    /// Whole values are chosen from the entries.
    Entries,
    /// From one number to another.
    Numbers,
    /// From one day to another.
    Days,
}

/// What a cell of a file or of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// A text of one line, up to [`TEXT_MAX`] characters.
    Line,
    /// A text of several lines, up to [`LONG_TEXT_MAX`] characters.
    Lines,
    /// A whole number.
    Number,
    /// `YYYY-MM-DD`.
    Day,
}

/// What a value is entered with in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlKind {
    Line,
    Lines,
    Number,
    Day,
    /// A line that the attribute's pattern must match.
    Pattern,
    /// A choice among the attribute's entries.
    Entries,
}

impl Kind {
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }

    pub fn sort_key(self) -> SortKey {
        match self {
            Self::Integer => SortKey::Size,
            Self::Text | Self::LongText | Self::Date | Self::Pattern | Self::Dictionary => SortKey::Letters,
        }
    }

    pub fn filter(self) -> FilterKind {
        match self {
            Self::Text | Self::LongText | Self::Pattern => FilterKind::Beginning,
            Self::Integer => FilterKind::Numbers,
            Self::Date => FilterKind::Days,
            Self::Dictionary => FilterKind::Entries,
        }
    }

    pub fn cell(self) -> CellKind {
        match self {
            Self::Text | Self::Pattern | Self::Dictionary => CellKind::Line,
            Self::LongText => CellKind::Lines,
            Self::Integer => CellKind::Number,
            Self::Date => CellKind::Day,
        }
    }

    pub fn control(self) -> ControlKind {
        match self {
            Self::Text => ControlKind::Line,
            Self::LongText => ControlKind::Lines,
            Self::Integer => ControlKind::Number,
            Self::Date => ControlKind::Day,
            Self::Pattern => ControlKind::Pattern,
            Self::Dictionary => ControlKind::Entries,
        }
    }

    /// Whether it says by itself what fits: others need a pattern or entries.
    pub fn stands_alone(self) -> bool {
        match self {
            Self::Text | Self::LongText | Self::Integer | Self::Date => true,
            Self::Pattern | Self::Dictionary => false,
        }
    }
}

/// An attribute as a form needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeDefinition {
    /// `[a-z_]+`; the form calls it `attr.{name}`.
    pub name: String,
    pub label: String,
    pub kind: Kind,
    pub required: bool,
    /// For [`Kind::Pattern`]: matched against the whole value.
    pub pattern: String,
    /// Explains the pattern or the field.
    pub hint: String,
    /// Bounds of an integer, both included.
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// For [`Kind::Dictionary`]: what may be chosen.
    pub entries: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!(Kind::parse("Text"), None);
    }

    /// A kind that is filtered by numbers sorts and is written as one, and days likewise.
    #[test]
    fn what_a_kind_means_in_one_place_fits_what_it_means_in_another() {
        for kind in Kind::ALL {
            let is_number = [kind.sort_key() == SortKey::Size, kind.cell() == CellKind::Number];
            assert_eq!(is_number, [kind.filter() == FilterKind::Numbers; 2], "{kind:?}");
            assert_eq!(kind.cell() == CellKind::Day, kind.filter() == FilterKind::Days, "{kind:?}");
            let needs_more = matches!(kind.control(), ControlKind::Pattern | ControlKind::Entries);
            assert_eq!(kind.stands_alone(), !needs_more, "{kind:?}");
        }
    }
}
