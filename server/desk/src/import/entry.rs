//! One row of a file, parsed and validated by the rules of the mapping.

use domain::conversation::BODY_MAX;
use domain::people::account::check_email;
use domain::text;
use domain::tickets::SUBJECT_MAX;

use super::mapping::{Mapping, MessageRule};
use super::record::{Author, Field, MessageRecord, RowProblem};
use super::rule::{Rule, truth};
use super::table::TableRow;

/// The longest subject, reference, or name of a person, company or queue, in characters.
pub(super) const NAME_MAX: usize = SUBJECT_MAX;

/// One row, parsed.
pub(super) struct Entry {
    pub(super) row: u64,
    /// The tracked values in the order of [`Field::ALL`].
    pub(super) state: TrackedValues,
    pub(super) at: Option<i64>,
    pub(super) by: Option<String>,
    pub(super) message: Option<RowMessage>,
    /// Names of people at the desk, with their addresses.
    pub(super) agents: Vec<(String, String)>,
}

pub(super) type TrackedValues = [Option<String>; Field::ALL.len()];

/// The message of a row.
pub(super) struct RowMessage {
    pub(super) turn: f64,
    at: i64,
    author: Option<String>,
    email: Option<String>,
    note: bool,
    body: String,
}

impl Entry {
    pub(super) fn of(mapping: &Mapping, row: &TableRow, position: u64, turn: u32) -> Result<Entry, RowProblem> {
        let mut state = TrackedValues::default();
        for field in Field::ALL {
            state[field as usize] = state_of(mapping, row, field)?;
        }
        let history = mapping.history.as_ref();
        let at = instant(mapping, history.map(|history| &history.at), row)?;
        let by = line(history.and_then(|history| history.by.as_ref()), row)?;
        let message = match &mapping.messages {
            Some(rule) => RowMessage::of(mapping, rule, row, position, turn)?,
            None => None,
        };
        let pairs = [
            (&state[Field::Assignee as usize], email(mapping.fields.assignee_email.as_ref(), row)?),
            (&by, email(history.and_then(|history| history.by_email.as_ref()), row)?),
        ];
        let agents = pairs.into_iter().filter_map(|(name, email)| Some((name.clone()?, email?))).collect();
        Ok(Entry { row: row.number, state, at, by, message, agents })
    }
}

fn state_of(mapping: &Mapping, row: &TableRow, field: Field) -> Result<Option<String>, RowProblem> {
    let Some(rule) = mapping.fields.tracked(field) else {
        return Ok(None);
    };
    let value = rule.known_value(row)?.map(|value| name(rule, &value, row)).transpose()?;
    match &value {
        Some(slug) if field == Field::Status && mapping.status(slug).is_none() => {
            Err(rule.problem(row, format!("“{slug}” is not among the mapping's statuses")))
        }
        _ => Ok(value),
    }
}

impl RowMessage {
    fn of(
        mapping: &Mapping,
        rule: &MessageRule,
        row: &TableRow,
        position: u64,
        turn: u32,
    ) -> Result<Option<RowMessage>, RowProblem> {
        let Some(body) = rule.body.value(row)? else {
            return Ok(None);
        };
        let body = within(body, BODY_MAX).map_err(|reason| rule.body.problem(row, reason))?;
        let turn = match &rule.order {
            Some(order) => number(order, row)?,
            None => f64::from(turn),
        };
        let by_clock = || mapping.clock.as_ref().map(|clock| clock.at(position, turn));
        let at = instant(mapping, rule.at.as_ref(), row)?.or_else(by_clock);
        let at = at.ok_or_else(|| rule.at.as_ref().unwrap_or(&rule.body).problem(row, "the message has no time"))?;
        let note = match &rule.note {
            Some(note) => flag(note, row)?,
            None => false,
        };
        let (author, email) = (line(rule.author.as_ref(), row)?, email(rule.author_email.as_ref(), row)?);
        Ok(Some(RowMessage { turn, at, author, email, note, body }))
    }

    /// The author's name and address, where they are not the reporter.
    pub(super) fn agent(&self, reporter: &Reporter) -> Option<(&str, Option<&str>)> {
        let name = self.author.as_deref().filter(|name| *name != "reporter")?;
        let same = match (&self.email, &reporter.email) {
            (Some(own), Some(theirs)) => own == theirs,
            _ => Some(name) == reporter.name.as_deref(),
        };
        (!same).then_some((name, self.email.as_deref()))
    }

    pub(super) fn message(self, row: u64, reporter: &Reporter) -> Result<MessageRecord, RowProblem> {
        let author = self.agent(reporter).map_or(Author::Reporter, |(name, _)| Author::Agent(name.to_owned()));
        if self.note && author == Author::Reporter {
            return Err(RowProblem::of_row(row, "a note needs an agent as its author"));
        }
        Ok(MessageRecord { at: self.at, author, note: self.note, body: self.body })
    }
}

/// Who asked, as far as the file knows.
pub(super) struct Reporter {
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
}

fn number(rule: &Rule, row: &TableRow) -> Result<f64, RowProblem> {
    let text = rule.value(row)?.unwrap_or_default();
    let number = text::plain_digits(&text).parse().ok().filter(|number: &f64| number.abs() < 1e9);
    number.ok_or_else(|| rule.problem(row, format!("“{text}” is not a number")))
}

fn flag(rule: &Rule, row: &TableRow) -> Result<bool, RowProblem> {
    let Some(text) = rule.value(row)? else { return Ok(false) };
    truth(&text).ok_or_else(|| rule.problem(row, format!("“{text}” is neither yes nor no")))
}

pub(super) fn instant(mapping: &Mapping, rule: Option<&Rule>, row: &TableRow) -> Result<Option<i64>, RowProblem> {
    let Some(rule) = rule else { return Ok(None) };
    let Some(text) = rule.value(row)? else { return Ok(None) };
    mapping.dates.instant(&text::plain_digits(&text)).map(Some).map_err(|reason| rule.problem(row, reason))
}

pub(super) fn email(rule: Option<&Rule>, row: &TableRow) -> Result<Option<String>, RowProblem> {
    let Some(rule) = rule else { return Ok(None) };
    let Some(text) = rule.value(row)? else { return Ok(None) };
    check_email(&text).map(Some).map_err(|_| rule.problem(row, format!("“{text}” is not an email address")))
}

pub(super) fn line(rule: Option<&Rule>, row: &TableRow) -> Result<Option<String>, RowProblem> {
    let Some(rule) = rule else { return Ok(None) };
    rule.value(row)?.map(|value| name(rule, &value, row)).transpose()
}

fn name(rule: &Rule, value: &str, row: &TableRow) -> Result<String, RowProblem> {
    within(text::name(value), NAME_MAX).map_err(|reason| rule.problem(row, reason))
}

pub(super) fn required(rule: &Rule, name: &str, row: &TableRow) -> Result<String, RowProblem> {
    let missing = || rule.problem(row, format!("the {name} is unknown, and the mapping gives no default"));
    line(Some(rule), row)?.ok_or_else(missing)
}

pub(super) fn within(text: String, max: usize) -> Result<String, String> {
    match text.chars().count() {
        n if n > max => {
            Err(format!("{n} characters, but at most {max} fit; the mapping can shorten them: {{column:{max}}}"))
        }
        _ => Ok(text),
    }
}
