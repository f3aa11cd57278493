//! Validates the identity of rows: ids that have lost digits, and rows of one ticket that contradict each other.

use std::collections::{BTreeSet, HashMap};

use super::mapping::Mapping;
use super::record::RowProblem;
use super::rule::Rule;
use super::table::TableRow;

impl Mapping {
    /// The problem of a row whose id has lost its digits: a spreadsheet has made `1.23457E+17` of several long numbers.
    pub(super) fn truncated_id(&self, row: &TableRow) -> Option<RowProblem> {
        let reference = self.reference.iter().flat_map(|template| template.columns());
        let mut columns = self.ticket.iter().map(String::as_str).chain(reference);
        let lost = |column: &str| row.values.get_key_value(column).filter(|(_, value)| is_scientific(value));
        let (column, value) = columns.find_map(lost)?;
        let reason =
            format!("“{value}” is in scientific notation and has lost digits; write the id out in full, as text");
        Some(RowProblem::of_column(row.number, Some(column), reason))
    }

    /// One problem for each row that says something else of the ticket than a row before it: another company or another reporter, and
    /// where rows are neither messages nor history anything else that opens a ticket.
    pub(super) fn contradictions(&self, rows: &[TableRow]) -> Vec<RowProblem> {
        let [_, _, ..] = rows else { return Vec::new() };
        let per_row: BTreeSet<&str> = self.row_rules().iter().flat_map(|(_, rule)| rule.from.columns()).collect();
        let (plain, translated): (Vec<&Rule>, Vec<&Rule>) =
            self.identity().into_iter().partition(|rule| rule.values.is_empty());
        let plain: BTreeSet<&str> = plain.iter().flat_map(|rule| rule.from.columns()).collect();
        let own = |column: &str| plain.contains(column) && !per_row.contains(column);
        let mut before = FirstValues::default();
        let mut problems = Vec::new();
        for row in rows {
            let values = row.values.iter().filter(|(column, _)| own(column));
            let differing = values.filter_map(|(column, value)| before.differs(column, column, value, row.number));
            let mut found: Option<RowProblem> = differing.reduce(|first, _| first);
            for (place, rule) in translated.iter().enumerate() {
                // What the mapping cannot translate is named elsewhere.
                let Ok(Some(value)) = rule.known_value(row) else { continue };
                let column = rule.from.columns().next().unwrap_or_default();
                found = found.or(before.differs(&format!("\0{place}"), column, &value, row.number));
            }
            problems.extend(found);
        }
        problems
    }

    /// The rules whose values no two rows of a ticket may tell differently.
    fn identity(&self) -> Vec<&Rule> {
        let fields = &self.fields;
        let mut rules = vec![Some(&fields.company), fields.reporter.as_ref(), fields.reporter_email.as_ref()];
        if self.history.is_none() && self.messages.is_none() {
            rules.extend([Some(&fields.subject), Some(&fields.ticket_type), Some(&fields.channel)]);
            rules.extend([fields.description.as_ref(), fields.created.as_ref()]);
        }
        rules.into_iter().flatten().collect()
    }
}

/// What the rows before have said first, and in which row.
#[derive(Default)]
struct FirstValues(HashMap<String, (u64, String)>);

impl FirstValues {
    fn differs(&mut self, key: &str, column: &str, value: &str, row: u64) -> Option<RowProblem> {
        let Some((first, said)) = self.0.get(key) else {
            self.0.insert(key.to_owned(), (row, value.to_owned()));
            return None;
        };
        let same = said.to_lowercase() == value.to_lowercase();
        let reason = || format!("“{value}”, but row {first} of the same ticket says “{said}”");
        (!same).then(|| RowProblem::of_column(row, Some(column), reason()))
    }
}

/// `1.23457E+17`, `1e5`, `1,5E+10`: digits, then an exponent.
fn is_scientific(value: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((mantissa, exponent)) = value.split_once(['e', 'E']) else { return false };
    let mantissa = unsigned(mantissa);
    let (whole, part) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    digits(whole) && digits(part) && digits(unsigned(exponent))
}

fn unsigned(number: &str) -> &str {
    number.strip_prefix(['+', '-']).unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scientific_notation_is_known() {
        for lost in ["1.23457E+17", "1,23457E+17", "1e5", "-1.5e-7", "12E5", "1E+22"] {
            assert!(is_scientific(lost), "{lost}");
        }
        for id in ["123457", "E5", "1E", "1E+", "INC1E5", "1e5f", "3fe2", "1.2.3E4", "e", "1.E5", ""] {
            assert!(!is_scientific(id), "{id}");
        }
    }
}
