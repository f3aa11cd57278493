//! Merges the rows of one ticket into a ticket record.

use std::collections::BTreeMap;

use domain::conversation::BODY_MAX;
use domain::text;
use domain::tickets::StatusKind;
use domain::tickets::attribute::{self, CellKind};

use super::entry::{Entry, NAME_MAX, Reporter, RowMessage, TrackedValues, email, instant, line, required, within};
use super::mapping::{FIRST_MESSAGE, Mapping};
use super::record::{AttributeValue, Author, Field, MessageRecord, RowProblem, TicketRecord};
use super::table::TableRow;

/// The rows of one ticket, to be merged into a record.
pub(super) struct TicketRows<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) rows: &'a [TableRow],
    pub(super) position: u64,
    pub(super) key: &'a [String],
}

impl TicketRows<'_> {
    pub(super) fn record(&self, mut entries: Vec<Entry>) -> Result<TicketRecord, RowProblem> {
        let (fields, mut opening, mut standing) = (&self.mapping.fields, self.earliest(), self.latest());
        let reporter = self.reporter(&opening)?;
        let agents = agents(&entries, &reporter)?;
        let mut messages = self.messages(&mut entries, &reporter)?;
        for row in [&mut opening, &mut standing] {
            // A note must not become a subject that customers read.
            let public = messages.iter().find(|message| !message.note);
            row.values.extend(public.map(|message| (FIRST_MESSAGE.to_owned(), message.body.clone())));
        }
        let created_at = self.created(&opening, &messages)?;
        if let Some(body) = self.description(&opening)? {
            messages.insert(0, MessageRecord { at: created_at, author: Author::Reporter, note: false, body });
        }
        let (state, changes) = self.changes(entries, &opening, created_at)?;
        let [Some(slug), Some(queue), assignee, Some(priority)] = state else {
            return Err(self.no_state(&state, &standing));
        };
        let status =
            self.mapping.status(&slug).cloned().ok_or_else(|| fields.status.problem(&standing, "unknown status"))?;
        make_monotonic(messages.iter_mut().map(|message| &mut message.at), created_at);
        let mut record = TicketRecord {
            rows: self.rows.iter().map(|row| row.number).collect(),
            reference: self.reference(&opening)?,
            subject: required(&fields.subject, "subject", &opening)?,
            company: required(&fields.company, "company", &opening)?,
            reporter: reporter.name,
            reporter_email: reporter.email,
            queue,
            ticket_type: required(&fields.ticket_type, "type", &opening)?,
            status,
            priority,
            assignee,
            agents,
            channel: required(&fields.channel, "channel", &opening)?,
            created_at,
            changed_at: created_at,
            closed_at: None,
            attributes: self.attributes(&standing)?,
            messages,
            changes,
        };
        self.date(&mut record, &standing)?;
        Ok(record)
    }

    /// The earliest known value of each column, for what does not change once the ticket is open.
    fn earliest(&self) -> TableRow {
        self.merged(self.rows.iter().rev(), self.rows.first())
    }

    /// The latest known value of each column, for how things stand.
    fn latest(&self) -> TableRow {
        self.merged(self.rows.iter(), self.rows.last())
    }

    fn merged<'r>(&self, rows: impl Iterator<Item = &'r TableRow>, named: Option<&TableRow>) -> TableRow {
        let mut values = BTreeMap::new();
        rows.for_each(|row| values.extend(row.values.clone()));
        TableRow { number: named.map_or(0, |row| row.number), values }
    }

    /// Somebody of whom only the address is known is called as it begins.
    fn reporter(&self, opening: &TableRow) -> Result<Reporter, RowProblem> {
        let fields = &self.mapping.fields;
        let (name, email) = (line(fields.reporter.as_ref(), opening)?, email(fields.reporter_email.as_ref(), opening)?);
        let begins = email.as_deref().and_then(|email| email.split('@').next()).map(str::to_owned);
        Ok(Reporter { name: name.or(begins), email })
    }

    fn reference(&self, opening: &TableRow) -> Result<String, RowProblem> {
        let template = self.mapping.reference.as_ref();
        let column =
            template.map_or(self.mapping.ticket.first().map(String::as_str), |template| template.columns().next());
        let problem = |reason: String| RowProblem::of_column(opening.number, column, reason);
        let text = match template {
            None => self.key.join("-"),
            Some(template) => template.render(opening).ok_or_else(|| problem("the reference is unknown".to_owned()))?,
        };
        within(text::name(&text), NAME_MAX).map_err(problem)
    }

    fn description(&self, opening: &TableRow) -> Result<Option<String>, RowProblem> {
        let Some(rule) = &self.mapping.fields.description else {
            return Ok(None);
        };
        let Some(body) = rule.value(opening)? else {
            return Ok(None);
        };
        within(body, BODY_MAX).map(Some).map_err(|reason| rule.problem(opening, reason))
    }

    fn messages(&self, entries: &mut [Entry], reporter: &Reporter) -> Result<Vec<MessageRecord>, RowProblem> {
        let spoken = entries.iter_mut().filter_map(|entry| Some((entry.row, entry.message.take()?)));
        let mut spoken: Vec<(u64, RowMessage)> = spoken.collect();
        spoken.sort_by(|(_, a), (_, b)| a.turn.total_cmp(&b.turn));
        spoken.into_iter().map(|(row, spoken)| spoken.message(row, reporter)).collect()
    }

    fn created(&self, opening: &TableRow, messages: &[MessageRecord]) -> Result<i64, RowProblem> {
        let rule = self.mapping.fields.created.as_ref();
        let by_message = || messages.iter().map(|message| message.at).min();
        let by_clock = || self.mapping.clock.as_ref().map(|clock| clock.at(self.position, 0.0));
        let at = instant(self.mapping, rule, opening)?.or_else(by_message).or_else(by_clock);
        let column = rule.and_then(|rule| rule.from.columns().next());
        at.ok_or_else(|| RowProblem::of_column(opening.number, column, "nothing says when the ticket was created"))
    }

    fn no_state(&self, state: &TrackedValues, standing: &TableRow) -> RowProblem {
        let unknown = |field: &Field| *field != Field::Assignee && state[*field as usize].is_none();
        let field = Field::ALL.into_iter().find(unknown).unwrap_or(Field::Status);
        let column = self.mapping.fields.tracked(field).and_then(|rule| rule.from.columns().next());
        RowProblem::of_column(
            standing.number,
            column,
            format!("the {} is unknown, and the mapping gives no default", field.name()),
        )
    }

    fn attributes(&self, standing: &TableRow) -> Result<Vec<AttributeValue>, RowProblem> {
        let mut attributes = Vec::new();
        for rule in &self.mapping.attributes {
            let Some(text) = rule.value.value(standing)? else {
                continue;
            };
            let wrong = |reason| rule.value.problem(standing, reason);
            let value = match rule.kind.cell() {
                CellKind::Day => self.mapping.dates.day(&text::plain_digits(&text)).map_err(wrong)?,
                CellKind::Number => match text::whole_number(&text, i64::MIN, i64::MAX) {
                    Ok(number) => number.to_string(),
                    Err(_) => return Err(wrong(format!("“{text}” is not a whole number"))),
                },
                CellKind::Lines => within(text, attribute::LONG_TEXT_MAX).map_err(wrong)?,
                CellKind::Line => within(text::name(&text), attribute::TEXT_MAX).map_err(wrong)?,
            };
            let (name, label) = (rule.name.clone(), rule.label.clone());
            attributes.push(AttributeValue { name, label, kind: rule.kind, value });
        }
        Ok(attributes)
    }

    /// The last dates. Some files repeat the final closing time on every row, so it counts only once the status says so.
    fn date(&self, record: &mut TicketRecord, standing: &TableRow) -> Result<(), RowProblem> {
        let fields = &self.mapping.fields;
        let changed = instant(self.mapping, fields.changed.as_ref(), standing)?;
        let public = record.messages.iter().rfind(|message| !message.note).map(|message| message.at);
        let said = [public, record.changes.last().map(|change| change.at), changed];
        record.changed_at = said.into_iter().flatten().fold(record.created_at, i64::max);
        let closed = instant(self.mapping, fields.closed.as_ref(), standing)?;
        if record.status.kind.is_closed() {
            let at = closed.filter(|_| record.status.kind == StatusKind::Closed);
            let by_change =
                || record.changes.iter().rfind(|change| change.field == Field::Status).map(|change| change.at);
            let at = at.or_else(by_change).unwrap_or(record.changed_at).max(record.created_at);
            record.closed_at = Some(at);
            record.changed_at = record.changed_at.max(at);
        }
        Ok(())
    }
}

/// The addresses of people at the desk by their names. Two people of one name cannot be told apart in one ticket.
fn agents(entries: &[Entry], reporter: &Reporter) -> Result<BTreeMap<String, String>, RowProblem> {
    let mut agents: BTreeMap<String, String> = BTreeMap::new();
    for entry in entries {
        let author = entry.message.as_ref().and_then(|spoken| spoken.agent(reporter));
        let author = author.and_then(|(name, email)| Some((name.to_owned(), email?.to_owned())));
        for (name, email) in entry.agents.iter().cloned().chain(author) {
            let known = agents.entry(name.clone()).or_insert_with(|| email.clone());
            if *known != email {
                let reason = format!("“{name}” has the address “{email}”, and “{known}” in another row of the ticket");
                return Err(RowProblem::of_row(entry.row, reason));
            }
        }
    }
    Ok(agents)
}

fn make_monotonic<'a>(times: impl Iterator<Item = &'a mut i64>, start: i64) {
    times.fold(start, |floor, at| {
        *at = floor.max(*at);
        *at
    });
}
