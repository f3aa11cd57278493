//! The printer of the filter language: the shortest text that reads back the same.

use super::parse::is_plain;
use super::{Bound, Condition, Field, Filter, Order, Test, Tree};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt::{self, Display, Formatter, Write};

/// What stands around a part, from what binds least.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Around {
    Or,
    And,
    Not,
}

impl<F: Field> Display for Filter<F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write(self, Around::Or, f)
    }
}

fn write<F: Field>(tree: &Filter<F>, around: Around, f: &mut Formatter<'_>) -> fmt::Result {
    match tree {
        Tree::All(parts) => joined(parts, (" and ", Around::And), around > Around::And, f),
        Tree::Any(parts) => joined(parts, (" or ", Around::Or), around > Around::Or, f),
        Tree::Not(inner) => {
            f.write_str("not ")?;
            write(inner, Around::Not, f)
        }
        Tree::Is(condition) => condition.fmt(f),
    }
}

fn joined<F: Field>(
    parts: &[Filter<F>],
    (between, own): (&str, Around),
    in_parentheses: bool,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    if in_parentheses {
        f.write_char('(')?;
    }
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            f.write_str(between)?;
        }
        write(part, own, f)?;
    }
    if in_parentheses { f.write_char(')') } else { Ok(()) }
}

impl<F: Field> Display for Condition<F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.field.name())?;
        match &self.test {
            Test::OneOf(values) => listed(':', values, f),
            Test::Contains(values) => listed('~', values, f),
            Test::Flag(true) => f.write_str(":yes"),
            Test::Flag(false) => f.write_str(":no"),
            Test::During(periods) => listed(':', periods, f),
            Test::Compared(order, Bound::Day(day)) => write!(f, "{}{day}", order.as_str()),
            Test::Compared(order, Bound::Number(number)) => write!(f, "{}{number}", order.as_str()),
        }
    }
}

impl Order {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::UpTo => "<=",
            Self::From => ">=",
            Self::Above => ">",
        }
    }
}

fn listed(operator: char, values: &[impl Display], f: &mut Formatter<'_>) -> fmt::Result {
    for (place, value) in values.iter().enumerate() {
        f.write_char(if place == 0 { operator } else { ',' })?;
        quoted(&value.to_string(), f)?;
    }
    Ok(())
}

/// In quotes, unless it can do without.
fn quoted(value: &str, f: &mut Formatter<'_>) -> fmt::Result {
    if !value.is_empty() && value.chars().all(is_plain) {
        return f.write_str(value);
    }
    f.write_char('"')?;
    for c in value.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

/// A filter travels as its text.
impl<F: Field> Serialize for Filter<F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.to_string())
    }
}

impl<'de, F: Field> Deserialize<'de> for Filter<F> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).map_err(|error| de::Error::custom(format_args!("no filter from character {} on", error.at)))
    }
}
