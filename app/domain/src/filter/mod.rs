//! The filter language: conditions on the fields of something, joined by `and`, `or` and `not`.
//!
//! ```text
//! queue:print,field and not (priority:low or assignee:none) and created>=2026-01-01
//! subject~"label printer" or attr.people_affected>10
//! ```
//!
//! A condition is a field, an operator and a value; what may follow a field depends on its [`FieldType`]:
//!
//! | operator | means |
//! |---|---|
//! | `:` | is one of the values, which are separated by commas; of an instant: is in one of the [periods](Period) |
//! | `~` | holds one of the texts, whatever the case of plain Latin letters |
//! | `<` `<=` `>` `>=` | of instants, days and whole numbers |
//!
//! A value with other characters than letters, digits and a few signs stands in double quotes, in which a backslash takes the next
//! character as it is. `and` binds more tightly than `or`.
//!
//! One text has one meaning, wherever it is used. A noun names its fields ([`Field`]); the parser, the printer and the evaluator here
//! know nothing else of it. What is known of one thing is given by [`FieldValues`], and `Filter::evaluate` says whether a filter takes it: in
//! the browser for rows that change, on the server for rules. In a query the desk writes each condition as SQL (`desk::filter`); a
//! test there compares both on filters made at random. Both answer with yes or no where a field is empty, so that `not` means the
//! same: what has no value fits no condition.
//!
//! What an address chooses (`?queue=print&period=7d`) is a filter as well, `Listing::narrows`: conditions joined by `and`, for which
//! there are indexes. The desk writes these with advice to SQLite's planner; whatever else a filter says is asked of the rows that
//! they leave.

mod evaluate;
mod parse;
#[cfg(test)]
mod tests;
mod tree;
mod write;

pub use evaluate::{FieldValue, FieldValues, TimeRange, all, any, number};
pub use parse::{Error, Why};
pub use tree::Tree;

use crate::period::Period;
use crate::time::Date;
use std::borrow::Cow;

/// The longest text of a filter, in characters.
pub const TEXT_MAX: usize = 1_000;
/// The most conditions of a filter.
pub const CONDITIONS_MAX: usize = 50;
/// The most values of a condition.
pub const VALUES_MAX: usize = 50;
/// The longest value, in characters.
pub const VALUE_MAX: usize = 250;
/// How deep parentheses and `not` may be nested.
pub const DEPTH_MAX: usize = 20;

/// A filter of a noun whose fields are `F`.
pub type Filter<F> = Tree<Condition<F>>;

/// A field that filters ask for.
pub trait Field: Clone + PartialEq {
    /// Its name in texts: lower-case letters, digits, `_`, `-` and `.`.
    fn name(&self) -> Cow<'_, str>;
    fn parse(name: &str) -> Option<Self>;
    fn field_type(&self) -> FieldType;
}

/// What a field holds, which decides what may be asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// One or several of a set, named by their slugs.
    Slugs,
    /// Yes or no.
    Flag,
    /// An instant, asked for by days.
    Instant,
    Text,
    /// The value of an attribute: a text, a number or a day.
    Value,
}

/// What is asked of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition<F> {
    pub field: F,
    pub test: Test,
}

/// What must hold of a field's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It is one of these: slugs, or whole values.
    OneOf(Vec<String>),
    /// One of these stands in it.
    Contains(Vec<String>),
    Flag(bool),
    /// It is in one of these.
    During(Vec<Period>),
    Compared(Order, Bound),
}

/// Where a value stands beside a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Below,
    UpTo,
    From,
    Above,
}

/// What a value is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Day(Date),
    /// Of up to 18 digits.
    Number(i64),
}

impl<F> Filter<F> {
    /// One condition alone.
    pub fn of(field: F, test: Test) -> Self {
        Self::Is(Condition { field, test })
    }
}

/// The fields of a noun that no filter is written for yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoField {}

impl Field for NoField {
    fn name(&self) -> Cow<'_, str> {
        match *self {}
    }

    fn parse(_: &str) -> Option<Self> {
        None
    }

    fn field_type(&self) -> FieldType {
        match *self {}
    }
}
