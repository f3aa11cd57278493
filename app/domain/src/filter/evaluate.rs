//! Evaluating a filter on one thing in memory, without a database.

use super::{Bound, Condition, Field, Filter, Order, Test};
use crate::period::Period;
use crate::time::Date;

/// Whole numbers that filters know have less than so many digits.
const NUMBER_END: i64 = 1_000_000_000_000_000_000;

/// What is known of one thing, and of whoever asks.
pub trait FieldValues<F> {
    fn value_of(&self, field: &F) -> FieldValue<'_>;

    /// When a period begins and ends by the days of whoever asks; `None` where that is not known.
    fn time_range(&self, period: Period) -> Option<TimeRange>;
}

/// The instants of a period, in milliseconds since 1970-01-01 UTC. The end is not part of it; one that is missing is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeRange {
    pub since: Option<i64>,
    pub until: Option<i64>,
}

/// What a field of one thing holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue<'a> {
    /// Somebody else has to say.
    Unknown,
    /// No value.
    Nothing,
    /// Its slug, and others that mean it too.
    Slugs(Vec<&'a str>),
    Flag(bool),
    /// Milliseconds since 1970-01-01 UTC.
    Instant(i64),
    Text(&'a str),
    Number(i64),
    Day(Date),
}

impl<F: Field> Filter<F> {
    /// Whether the filter takes it; `None` where what is known does not tell.
    pub fn evaluate(&self, known: &impl FieldValues<F>) -> Option<bool> {
        let window = |period| known.time_range(period);
        self.holds(&|condition: &Condition<F>| condition.test.holds(&known.value_of(&condition.field), &window))
    }
}

impl Test {
    /// What makes no sense for the value, as its size for a text, holds of none.
    fn holds(&self, held: &FieldValue<'_>, window: &impl Fn(Period) -> Option<TimeRange>) -> Option<bool> {
        match (self, held) {
            (_, FieldValue::Unknown) => None,
            (Self::OneOf(values), held) => Some(values.iter().any(|value| is(held, value))),
            (Self::Contains(values), FieldValue::Text(text)) => {
                let text = text.to_ascii_lowercase();
                Some(values.iter().any(|value| text.contains(&value.to_ascii_lowercase())))
            }
            (Self::Flag(wanted), FieldValue::Flag(held)) => Some(wanted == held),
            (Self::During(periods), FieldValue::Instant(at)) => {
                any(periods.iter().map(|period| window(*period).map(|window| window.holds(*at))))
            }
            (Self::Compared(order, Bound::Day(day)), FieldValue::Instant(at)) => {
                window(Period::day(*day)).map(|window| window.is_beside(*order, *at))
            }
            (Self::Compared(order, Bound::Day(day)), FieldValue::Day(held)) => Some(order.holds(held, day)),
            (Self::Compared(order, Bound::Number(number)), FieldValue::Number(held)) => Some(order.holds(held, number)),
            _ => Some(false),
        }
    }
}

fn is(held: &FieldValue<'_>, value: &str) -> bool {
    match held {
        FieldValue::Slugs(slugs) => slugs.contains(&value),
        FieldValue::Text(text) => text.eq_ignore_ascii_case(value),
        FieldValue::Number(held) => number(value) == Some(*held),
        FieldValue::Day(day) => Date::parse(value) == Some(*day),
        FieldValue::Unknown | FieldValue::Nothing | FieldValue::Flag(_) | FieldValue::Instant(_) => false,
    }
}

impl TimeRange {
    fn holds(self, at: i64) -> bool {
        self.since.is_none_or(|since| at >= since) && self.until.is_none_or(|until| at < until)
    }

    /// Where an instant stands beside a whole day.
    fn is_beside(self, order: Order, at: i64) -> bool {
        match order {
            Order::Below => self.since.is_some_and(|since| at < since),
            Order::From => self.since.is_none_or(|since| at >= since),
            Order::UpTo => self.until.is_none_or(|until| at < until),
            Order::Above => self.until.is_some_and(|until| at >= until),
        }
    }
}

impl Order {
    fn holds<T: PartialOrd>(self, held: &T, bound: &T) -> bool {
        match self {
            Self::Below => held < bound,
            Self::UpTo => held <= bound,
            Self::From => held >= bound,
            Self::Above => held > bound,
        }
    }
}

/// A whole number of up to 18 digits, as it is spelled everywhere.
pub fn number(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    ((-NUMBER_END + 1..NUMBER_END).contains(&number) && number.to_string() == text).then_some(number)
}

/// Whether all of them hold. One that does not decides, whatever is not known of the others.
pub fn all(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for part in parts {
        match part {
            Some(false) => return part,
            None => known = None,
            Some(true) => {}
        }
    }
    known
}

/// Whether one of them holds. One that does decides, whatever is not known of the others.
pub fn any(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    all(parts.into_iter().map(|part| part.map(|holds| !holds))).map(|none| !none)
}
