//! Three-way merge of forms: a form sends what it showed when somebody began to change it, as `seen.NAME` beside each field. Only what
//! they changed is written, and nothing over what somebody else has changed meanwhile.
//!
//! Used by the forms of assets, accounts, companies and calendars; tickets have `desk::tickets::edit_conflicts`, articles
//! `desk::help::rebase`.

use crate::refusal::{Fault, Reason, Refusal};

/// What the name of such a field begins with.
pub const PREFIX: &str = "seen.";

/// Fields by their name, as they were shown. A form of somebody's own script shows none: what it sends is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenFields(Vec<(String, String)>);

impl SeenFields {
    /// Out of all the fields of a form.
    pub fn read<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let own = fields.into_iter().filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?, value)));
        Self(own.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().rev().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }
}

/// Whether two values of a field are the same; browsers send line breaks in their own way.
pub fn is_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    plain(one) == plain(other)
}

/// A form, field by field, against what is kept now.
pub struct FormMerge<'a> {
    seen: &'a SeenFields,
    /// Fields that somebody else has changed: name, how it is shown now, and how a form sends it.
    changed: Vec<(String, String, String)>,
}

impl<'a> FormMerge<'a> {
    pub fn new(seen: &'a SeenFields) -> Self {
        Self { seen, changed: Vec::new() }
    }

    /// What the person has not changed stays as it is `now`; `shown` says it to people.
    pub fn field(&mut self, name: &str, wanted: &mut String, now: &str, shown: &str) {
        let Some(seen) = self.seen.of(name) else { return };
        if is_same(wanted, seen) || is_same(wanted, now) {
            now.clone_into(wanted);
        } else if !is_same(now, seen) {
            self.changed.push((name.to_owned(), shown.to_owned(), now.to_owned()));
        }
    }

    pub fn is_refused(&self) -> bool {
        !self.changed.is_empty()
    }

    /// Each field that both have changed, `by` somebody whose name may be unknown.
    ///
    /// # Errors
    /// `Invalid` about those fields.
    pub fn done(self, by: &str) -> Result<(), Refusal> {
        let fault = |(field, to, now)| Fault { field, reason: Reason::ChangedMeanwhile { by: by.to_owned(), to, now } };
        let faults: Vec<Fault> = self.changed.into_iter().map(fault).collect();
        if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a field that showed `seen`, is `now`, and is to become `wanted`.
    fn merged(seen: Option<&str>, now: &str, wanted: &str) -> Result<String, Refusal> {
        let seen = SeenFields::read(seen.map(|seen| ("seen.name", seen)));
        let (mut merge, mut wanted) = (FormMerge::new(&seen), wanted.to_owned());
        merge.field("name", &mut wanted, now, now);
        merge.done("Grace").map(|()| wanted)
    }

    #[test]
    fn only_what_somebody_changed_is_written() {
        for (seen, now, wanted, kept) in [
            (Some("a"), "a", "b", "b"),
            (Some("a"), "b", "a", "b"),
            (Some("a"), "b", "b", "b"),
            (Some(""), "", "b", "b"),
            (Some("a"), "a", "", ""),
            (Some("1\n2"), "3", "1\r\n2\r\n", "3"),
            (None, "b", "a", "a"),
        ] {
            assert_eq!(merged(seen, now, wanted).as_deref(), Ok(kept), "{seen:?} {now} {wanted}");
        }
    }

    #[test]
    fn what_somebody_else_changed_is_not_overwritten() {
        let changed = Reason::ChangedMeanwhile { by: "Grace".into(), to: "b".into(), now: "b".into() };
        assert_eq!(merged(Some("a"), "b", "c"), Err(Refusal::field("name", changed)));
        let cleared = Reason::ChangedMeanwhile { by: "Grace".into(), to: String::new(), now: String::new() };
        assert_eq!(merged(Some("a"), "", "c"), Err(Refusal::field("name", cleared)));
    }
}
