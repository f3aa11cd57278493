//! Change detection between the rows of one ticket: status, queue, priority and assignee.

use super::entry::{Entry, TrackedValues};
use super::record::{ChangeRecord, Field, RowProblem};
use super::table::TableRow;
use super::ticket::TicketRows;

impl TicketRows<'_> {
    /// How things stand after the last row, and what changed from row to row. Status, queue and priority keep their
    /// value through rows that do not know them; before the first that does, the default stands, or else that first
    /// value. An unknown assignee is nobody.
    pub(super) fn changes(
        &self,
        entries: Vec<Entry>,
        opening: &TableRow,
        created_at: i64,
    ) -> Result<(TrackedValues, Vec<ChangeRecord>), RowProblem> {
        let tracked = self.mapping.history.as_ref().map_or(&[][..], |history| &history.track);
        let mut changes = Vec::new();
        let mut state: Option<TrackedValues> = None;
        let mut at = created_at;
        for entry in entries {
            // The files' clocks do now and then run backwards; the order of the rows is the more reliable witness.
            at = at.max(entry.at.unwrap_or(at));
            let next = self.next_state(state.as_ref(), entry.state, opening)?;
            for &field in tracked {
                let Some(before) = &state else { break };
                let (from, to) = (&before[field as usize], &next[field as usize]);
                if from != to {
                    changes.push(ChangeRecord { at, by: entry.by.clone(), field, from: from.clone(), to: to.clone() });
                }
            }
            state = Some(next);
        }
        Ok((state.unwrap_or_default(), changes))
    }

    fn next_state(
        &self,
        before: Option<&TrackedValues>,
        mut says: TrackedValues,
        opening: &TableRow,
    ) -> Result<TrackedValues, RowProblem> {
        for field in Field::ALL {
            let Some(rule) = self.mapping.fields.tracked(field) else {
                continue;
            };
            let value = &mut says[field as usize];
            if value.is_some() || (field == Field::Assignee && rule.default.is_none()) {
                continue;
            }
            *value = match before {
                Some(before) if field != Field::Assignee => before[field as usize].clone(),
                _ if rule.default.is_some() => rule.default.clone(),
                _ => rule.known_value(opening)?,
            };
        }
        Ok(says)
    }
}
