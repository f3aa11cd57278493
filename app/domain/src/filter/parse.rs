//! The parser of the filter language.

use super::{
    Bound, CONDITIONS_MAX, Condition, DEPTH_MAX, Field, FieldType, Filter, Order, TEXT_MAX, Test, Tree, VALUE_MAX,
    VALUES_MAX, number,
};
use crate::period::Period;
use crate::time::Date;

/// Where a text is no filter, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// So many characters stand before the place.
    pub at: usize,
    pub why: Why,
}

/// What is wrong at some place of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The text or a value is too long, or there are too many conditions, values or levels.
    TooMuch,
    /// A condition is missing.
    NoCondition,
    /// No field is called so.
    NoField,
    /// The field is asked for nothing, or for something that is not asked of such a field.
    NoOperator,
    /// A value is missing, or is none of this field.
    NoValue,
    /// A quotation mark is missing at the end of what begins here.
    NoQuote,
    /// A parenthesis is missing.
    NoParenthesis,
    /// Neither `and` nor `or` joins what follows.
    NoConnective,
}

#[derive(Clone, Copy, PartialEq)]
enum Operator {
    Is,
    Contains,
    Compared(Order),
}

/// What begins like another one comes after it.
const OPERATORS: [(&str, Operator); 6] = [
    (":", Operator::Is),
    ("~", Operator::Contains),
    ("<=", Operator::Compared(Order::UpTo)),
    (">=", Operator::Compared(Order::From)),
    ("<", Operator::Compared(Order::Below)),
    (">", Operator::Compared(Order::Above)),
];

impl<F: Field> Filter<F> {
    /// Reads a filter; an empty text is none.
    ///
    /// # Errors
    /// Where it makes no sense, and why.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut parser = Parser { text, at: 0, conditions: 0 };
        if text.chars().count() > TEXT_MAX {
            return Err(Error { at: TEXT_MAX, why: Why::TooMuch });
        }
        let filter: Self = parser.any(0)?;
        if !parser.is_at_end() {
            return Err(parser.error(Why::NoConnective));
        }
        // It is handed on as its own text, which may have a space or two more and has to be read again.
        if filter.to_string().chars().count() > TEXT_MAX {
            return Err(parser.error_at(0, Why::TooMuch));
        }
        Ok(filter)
    }
}

/// Whether a value may hold the character without quotes.
pub(super) fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '@' | '+' | '/' | '#')
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

struct Parser<'a> {
    text: &'a str,
    /// So many bytes are read.
    at: usize,
    conditions: usize,
}

/// A value, and the byte at which it begins.
type Value = (usize, String);

impl<'a> Parser<'a> {
    fn any<F: Field>(&mut self, depth: usize) -> Result<Filter<F>, Error> {
        let mut parts = vec![self.all(depth)?];
        while self.reads_word("or") {
            parts.push(self.all(depth)?);
        }
        Ok(Tree::any(parts))
    }

    fn all<F: Field>(&mut self, depth: usize) -> Result<Filter<F>, Error> {
        let mut parts = vec![self.one(depth)?];
        while self.reads_word("and") {
            parts.push(self.one(depth)?);
        }
        Ok(Tree::all(parts))
    }

    fn one<F: Field>(&mut self, depth: usize) -> Result<Filter<F>, Error> {
        if depth > DEPTH_MAX {
            return Err(self.error(Why::TooMuch));
        }
        if self.reads_word("not") {
            return self.one(depth + 1).map(Tree::negated);
        }
        if !self.reads('(') {
            return self.condition().map(Tree::Is);
        }
        let inner = self.any(depth + 1)?;
        if self.reads(')') { Ok(inner) } else { Err(self.error(Why::NoParenthesis)) }
    }

    fn condition<F: Field>(&mut self) -> Result<Condition<F>, Error> {
        self.skip_space();
        let begin = self.at;
        let name = self.run(is_name);
        if name.is_empty() {
            return Err(self.error(Why::NoCondition));
        }
        self.conditions += 1;
        if self.conditions > CONDITIONS_MAX {
            return Err(self.error_at(begin, Why::TooMuch));
        }
        let field = F::parse(name).ok_or_else(|| self.error_at(begin, Why::NoField))?;
        self.skip_space();
        let asked = self.at;
        let operator = self.operator().ok_or_else(|| self.error_at(asked, Why::NoOperator))?;
        let mut values = vec![self.value()?];
        while self.reads(',') {
            values.push(self.value()?);
        }
        if values.len() > VALUES_MAX {
            return Err(self.error_at(asked, Why::TooMuch));
        }
        let test = self.test(field.field_type(), (asked, operator), values)?;
        Ok(Condition { field, test })
    }

    /// What an operator asks of a field that holds such values.
    fn test(
        &self,
        field_type: FieldType,
        (asked, operator): (usize, Operator),
        values: Vec<Value>,
    ) -> Result<Test, Error> {
        let texts = |values: Vec<Value>| values.into_iter().map(|(_, text)| text).collect();
        match (field_type, operator) {
            (FieldType::Slugs | FieldType::Text | FieldType::Value, Operator::Is) => Ok(Test::OneOf(texts(values))),
            (FieldType::Text | FieldType::Value, Operator::Contains) => Ok(Test::Contains(texts(values))),
            (FieldType::Flag, Operator::Is) => self.only(values, flag).map(Test::Flag),
            (FieldType::Instant, Operator::Is) => self.each(values, Period::parse).map(Test::During),
            (FieldType::Instant, Operator::Compared(order)) => {
                self.only(values, day).map(|bound| Test::Compared(order, bound))
            }
            (FieldType::Value, Operator::Compared(order)) => {
                let bound = |text: &str| day(text).or_else(|| number(text).map(Bound::Number));
                self.only(values, bound).map(|bound| Test::Compared(order, bound))
            }
            (FieldType::Slugs, Operator::Contains | Operator::Compared(_))
            | (FieldType::Text, Operator::Compared(_))
            | (FieldType::Flag, Operator::Contains | Operator::Compared(_))
            | (FieldType::Instant, Operator::Contains) => Err(self.error_at(asked, Why::NoOperator)),
        }
    }

    fn each<T>(&self, values: Vec<Value>, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Error> {
        let one = |(begin, text): Value| read(&text).ok_or_else(|| self.error_at(begin, Why::NoValue));
        values.into_iter().map(one).collect()
    }

    /// The value of what takes one alone.
    fn only<T>(&self, values: Vec<Value>, read: impl Fn(&str) -> Option<T>) -> Result<T, Error> {
        let more = values.get(1).map(|(begin, _)| *begin);
        let mut read = self.each(values, read)?;
        match (read.pop(), more) {
            (Some(value), None) => Ok(value),
            (_, more) => Err(self.error_at(more.unwrap_or(self.at), Why::NoValue)),
        }
    }

    fn operator(&mut self) -> Option<Operator> {
        let rest = self.rest();
        let (text, operator) = OPERATORS.into_iter().find(|(text, _)| rest.starts_with(*text))?;
        self.at += text.len();
        Some(operator)
    }

    fn value(&mut self) -> Result<Value, Error> {
        self.skip_space();
        let begin = self.at;
        let text = match self.reads('"') {
            true => self.quoted().ok_or_else(|| self.error_at(begin, Why::NoQuote))?,
            false => self.run(is_plain).to_owned(),
        };
        if text.is_empty() || text.contains('\0') {
            return Err(self.error_at(begin, Why::NoValue));
        }
        if text.chars().count() > VALUE_MAX {
            return Err(self.error_at(begin, Why::TooMuch));
        }
        Ok((begin, text))
    }

    /// What stands before the closing quotation mark.
    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut chars = self.rest().char_indices();
        loop {
            match chars.next()? {
                (place, '"') => {
                    self.at += place + 1;
                    return Some(text);
                }
                (_, '\\') => text.push(chars.next()?.1),
                (_, c) => text.push(c),
            }
        }
    }

    /// Reads a word of the language, whatever its case.
    fn reads_word(&mut self, word: &str) -> bool {
        self.skip_space();
        let before = self.at;
        let found = self.run(is_name).eq_ignore_ascii_case(word);
        if !found {
            self.at = before;
        }
        found
    }

    fn reads(&mut self, sign: char) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    /// The characters from here on that fit.
    fn run(&mut self, fits: fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| !fits(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        self.run(char::is_whitespace);
    }

    fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.rest().is_empty()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn error(&self, why: Why) -> Error {
        self.error_at(self.at, why)
    }

    fn error_at(&self, byte: usize, why: Why) -> Error {
        Error { at: self.text.get(..byte).unwrap_or_default().chars().count(), why }
    }
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn day(text: &str) -> Option<Bound> {
    Date::parse(text).map(Bound::Day)
}
