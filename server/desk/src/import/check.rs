//! Validation of a mapping as a whole, before a row is read.

use std::collections::BTreeSet;

use super::error::MappingError;
use super::mapping::{FIRST_MESSAGE, Mapping};
use super::record::Field;

/// The longest name of an origin, in characters.
const SOURCE_MAX: usize = 100;

impl Mapping {
    /// Reads and checks a mapping.
    pub fn parse(text: &str) -> Result<Mapping, MappingError> {
        let mapping: Mapping = toml::from_str(text)?;
        mapping.check_ticket()?;
        mapping.check_addresses()?;
        mapping.check_times()?;
        mapping.check_statuses()?;
        Ok(mapping)
    }

    fn check_ticket(&self) -> Result<(), MappingError> {
        let named = !self.source.trim().is_empty() && self.source.chars().count() <= SOURCE_MAX;
        ensure(named, "source", format!("it must have a name of at most {SOURCE_MAX} characters"))?;
        ensure(!self.ticket.is_empty(), "ticket", "name at least one column that identifies the ticket")?;
        let mut names = BTreeSet::new();
        for attribute in &self.attributes {
            let name = &attribute.name;
            let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            ensure(plain, "attributes", format!("“{name}” isn't made of lower-case letters and _"))?;
            ensure(names.insert(name), "attributes", format!("“{name}” is listed twice"))?;
        }
        let tracked =
            Field::ALL.iter().filter_map(|field| Some((field.name().to_owned(), self.fields.tracked(*field)?)));
        for (name, rule) in self.row_rules().into_iter().chain(tracked) {
            let early = rule.from.columns().any(|column| column == FIRST_MESSAGE);
            ensure(!early, &name, "{first_message} is not known row by row")?;
        }
        Ok(())
    }

    fn check_addresses(&self) -> Result<(), MappingError> {
        let (fields, history, messages) = (&self.fields, self.history.as_ref(), self.messages.as_ref());
        let pairs = [
            ("fields.assignee_email", fields.assignee_email.as_ref(), fields.assignee.as_ref()),
            ("history.by_email", history.and_then(|h| h.by_email.as_ref()), history.and_then(|h| h.by.as_ref())),
            (
                "messages.author_email",
                messages.and_then(|m| m.author_email.as_ref()),
                messages.and_then(|m| m.author.as_ref()),
            ),
        ];
        for (place, address, name) in pairs {
            ensure(address.is_none() || name.is_some(), place, "it goes with a name, but the mapping has none")?;
        }
        Ok(())
    }

    fn check_times(&self) -> Result<(), MappingError> {
        if let Some(messages) = &self.messages {
            ensure(
                messages.at.is_some() || self.clock.is_some(),
                "messages",
                "needs `at`, or a [clock] for the times",
            )?;
        }
        if let Some(history) = &self.history {
            let assignee = !history.track.contains(&Field::Assignee) || self.fields.assignee.is_some();
            ensure(assignee, "history.track", "assignee is tracked, but fields.assignee is missing")?;
        }
        let dated = self.fields.created.is_some() || self.clock.is_some() || self.messages.is_some();
        ensure(dated, "fields.created", "needs a column, or a [clock] for the times")
    }

    fn check_statuses(&self) -> Result<(), MappingError> {
        let mut slugs = BTreeSet::new();
        for status in &self.statuses {
            let whole = !status.slug.trim().is_empty() && !status.label.trim().is_empty();
            ensure(whole, "statuses", "a status needs a slug and a label")?;
            ensure(slugs.insert(&status.slug), "statuses", format!("“{}” is listed twice", status.slug))?;
        }
        for slug in self.fields.status.constants() {
            ensure(
                slugs.iter().any(|known| *known == slug),
                "fields.status",
                format!("“{slug}” is not among the statuses"),
            )?;
        }
        Ok(())
    }
}

fn ensure(holds: bool, place: &str, reason: impl Into<String>) -> Result<(), MappingError> {
    if holds { Ok(()) } else { Err(MappingError::Rule { place: place.to_owned(), reason: reason.into() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICKETS: &str = include_str!("../../../examples/samples/tickets.toml");

    #[test]
    fn mistakes_are_said_with_their_place() {
        let mistakes = [
            ("[fields]", "[feilds]", "feilds"),
            ("company = \"{customer.company}\"", "company = \"{customer.company\"", "{customer.company"),
            ("subject = ", "subjekt = ", "subjekt"),
            ("default = \"Support\"", "defualt = \"Support\"", "defualt"),
            ("done\" = \"closed\"", "done\" = \"done\"", "“done” is not among the statuses"),
            ("kind = \"waiting\"", "kind = \"pending\"", "“pending” isn't a kind of status"),
            ("kind = \"date\"", "kind = \"day\"", "“day” is none of"),
            ("created = \"{created}\"", "", "fields.created: needs a column"),
            ("ticket = [\"id\"]", "ticket = []", "name at least one column"),
            ("name = \"due\"", "name = \"Due date\"", "lower-case letters"),
            ("agent}\"", "first_message}\"", "not known row by row"),
            ("assignee = \"{agent}\"", "assignee_email = \"{agent}\"", "fields.assignee_email: it goes with a name"),
            ("source = ", "encoding = \"utf-7\"\nsource = ", "there is no encoding “utf-7”"),
        ];
        for (right, wrong, said) in mistakes {
            assert!(TICKETS.contains(right), "{right}");
            let error = Mapping::parse(&TICKETS.replace(right, wrong)).expect_err(wrong).to_string();
            assert!(error.contains(said), "{wrong}: {error}");
        }
    }
}
