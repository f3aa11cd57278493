//! Attributes: the fields a ticket type adds, and what their values may be.

use crate::refusal::Reason;
use crate::text;
use crate::time::Date;
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

/// The value as it is kept, or what is wrong with it; `None` when nothing was entered and nothing is required.
/// `matches(pattern, value)` is passed in because the browser has a regular-expression engine of its own.
///
/// # Errors
/// The [`Reason`] the value is refused for.
pub fn check(
    field: &AttributeDefinition,
    sent: &str,
    matches: impl Fn(&str, &str) -> bool,
) -> Result<Option<String>, Reason> {
    let value = text::lines(sent);
    if value.is_empty() {
        return if field.required { Err(Reason::Missing) } else { Ok(None) };
    }
    match field.kind {
        Kind::Text => line(value, TEXT_MAX),
        Kind::LongText => length(value, LONG_TEXT_MAX),
        Kind::Integer => integer(field, &value),
        Kind::Date => date(text::plain_digits(&value)),
        Kind::Pattern => pattern(field, value, matches),
        Kind::Dictionary if field.entries.contains(&value) => Ok(value),
        Kind::Dictionary => Err(Reason::NotOffered),
    }
    .map(Some)
}

fn line(value: String, max: usize) -> Result<String, Reason> {
    length(value.replace('\n', " "), max)
}

fn length(value: String, max: usize) -> Result<String, Reason> {
    if value.chars().count() > max { Err(Reason::TooLong { max }) } else { Ok(value) }
}

fn integer(field: &AttributeDefinition, value: &str) -> Result<String, Reason> {
    let (min, max) = (field.min.unwrap_or(i64::MIN), field.max.unwrap_or(i64::MAX));
    text::whole_number(value, min, max).map(|number| number.to_string())
}

/// Digits may stand for those that the pattern asks for.
fn pattern(field: &AttributeDefinition, value: String, matches: impl Fn(&str, &str) -> bool) -> Result<String, Reason> {
    let fits = |value: &String| value.chars().count() <= TEXT_MAX && matches(&field.pattern, value);
    let plain = text::plain_digits(&value);
    let fitting = [value, plain].into_iter().find(fits);
    fitting.ok_or_else(|| Reason::Pattern { hint: field.hint.clone() })
}

/// A day of the calendar; a year below 1000 is a slip of the keyboard.
fn date(value: String) -> Result<String, Reason> {
    match Date::parse(&value) {
        Some(day) if day.year >= 1000 => Ok(value),
        _ => Err(Reason::NotADate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: Kind) -> AttributeDefinition {
        AttributeDefinition {
            name: "x".into(),
            label: "X".into(),
            kind,
            required: false,
            pattern: "[A-Z]+".into(),
            hint: "Capital letters".into(),
            min: Some(1),
            max: Some(9),
            entries: vec!["One".into()],
        }
    }

    fn check_plain(field: &AttributeDefinition, sent: &str) -> Result<Option<String>, Reason> {
        check(field, sent, |_, value| value.bytes().all(|b| b.is_ascii_uppercase()))
    }

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

    #[test]
    fn empty_is_refused_only_where_required() {
        let mut text = field(Kind::Text);
        assert_eq!(check_plain(&text, "  "), Ok(None));
        text.required = true;
        assert_eq!(check_plain(&text, "\0\n"), Err(Reason::Missing));
        assert_eq!(check_plain(&text, "\u{200b}"), Err(Reason::Missing));
    }

    #[test]
    fn each_kind_checks_its_values() {
        let ok = |kind, sent: &str| check_plain(&field(kind), sent).map(Option::unwrap_or_default);
        assert_eq!(ok(Kind::Text, " a\nb "), Ok("a b".into()));
        assert_eq!(ok(Kind::LongText, "a\nb"), Ok("a\nb".into()));
        assert_eq!(ok(Kind::Integer, "07"), Ok("7".into()));
        assert_eq!(ok(Kind::Integer, "７"), Ok("7".into()));
        assert_eq!(ok(Kind::Date, "２０２６－０２－０１"), Ok("2026-02-01".into()));
        assert_eq!(ok(Kind::Pattern, "ＡＢ"), Ok("AB".into()), "in the width that the pattern asks for");
        assert_eq!(ok(Kind::Integer, "0"), Err(Reason::TooSmall { min: 1 }));
        assert_eq!(ok(Kind::Integer, "10"), Err(Reason::TooBig { max: 9 }));
        assert_eq!(ok(Kind::Integer, "9e9"), Err(Reason::NotANumber));
        assert_eq!(ok(Kind::Pattern, "abc"), Err(Reason::Pattern { hint: "Capital letters".into() }));
        assert_eq!(ok(Kind::Dictionary, "Two"), Err(Reason::NotOffered));
        assert_eq!(ok(Kind::Text, &"x".repeat(TEXT_MAX + 1)), Err(Reason::TooLong { max: TEXT_MAX }));
    }

    #[test]
    fn dates_are_days_that_exist() {
        let day = field(Kind::Date);
        for good in ["2024-02-29", "2026-12-31", "2000-02-29", "1000-01-01", "9999-12-31"] {
            assert_eq!(check_plain(&day, good), Ok(Some(good.into())));
        }
        for bad in [
            "2023-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-04-31",
            "26-04-01",
            "2026-4-1",
            "2026-04-01T00",
            "0999-01-01",
            "2026-04-0é",
            "+026-04-01",
        ] {
            assert_eq!(check_plain(&day, bad), Err(Reason::NotADate), "{bad}");
        }
    }
}
