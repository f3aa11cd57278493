//! Validation of an attribute's value, as it was sent.

use super::{AttributeDefinition, Kind, LONG_TEXT_MAX, TEXT_MAX};
use crate::refusal::Reason;
use crate::text;
use crate::time::Date;

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
