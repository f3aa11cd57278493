//! Look-up of catalogue entries by the names that a file uses.

use crate::catalogue::{Attribute, Catalogue, Queue, Status, TicketType};
use crate::import::record::{AttributeValue, StatusName};
use domain::tickets::attribute::check;
use regex::Regex;

fn equals_ignoring_case(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

/// A queue by its path, its own name or its slug.
pub(super) fn queue<'a>(catalogue: &'a Catalogue, name: &str) -> Option<&'a Queue> {
    let own = |queue: &Queue| queue.path.rsplit(" / ").next().is_some_and(|own| equals_ignoring_case(own, name));
    let by = |fits: &dyn Fn(&Queue) -> bool| catalogue.queues.iter().find(|queue| fits(queue));
    by(&|queue| equals_ignoring_case(&queue.path, name))
        .or_else(|| by(&own))
        .or_else(|| by(&|queue| queue.slug == name))
}

/// A ticket type by its slug or its name.
pub(super) fn ticket_type<'a>(catalogue: &'a Catalogue, name: &str) -> Option<&'a TicketType> {
    let by_name = || catalogue.types.iter().find(|kind| equals_ignoring_case(&kind.name, name));
    catalogue.types.iter().find(|kind| kind.slug == name).or_else(by_name)
}

/// A status of the type by its slug or its label.
pub(super) fn status<'a>(catalogue: &'a Catalogue, kind: &TicketType, name: &StatusName) -> Option<&'a Status> {
    let by_label = || catalogue.statuses_of(kind).find(|status| equals_ignoring_case(&status.badge.label, &name.label));
    catalogue.statuses_of(kind).find(|status| status.slug == name.slug).or_else(by_label)
}

/// An attribute of the type by its name.
pub(super) fn attribute<'a>(kind: &'a TicketType, name: &str) -> Option<&'a Attribute> {
    kind.groups.iter().flat_map(|group| &group.attributes).find(|attribute| attribute.field.name == name)
}

/// What an attribute is called that takes the values which the desk's own attribute of that name does not.
pub(super) fn second_name(name: &str) -> String {
    format!("imported_{name}")
}

/// Where a value goes, and how it is kept: to the type's attribute of that name or, where that does not take it, to the
/// one with the second name.
pub(super) fn place(kind: &TicketType, value: &AttributeValue) -> Option<(i64, String)> {
    let takes = |attribute: &Attribute| check(&attribute.field, &value.value, matches_whole).ok().flatten();
    let place = |attribute: &Attribute| Some((attribute.id, takes(attribute)?));
    let first = attribute(kind, &value.name).and_then(place);
    first.or_else(|| attribute(kind, &second_name(&value.name)).and_then(place))
}

fn matches_whole(pattern: &str, text: &str) -> bool {
    Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|regex| regex.is_match(text))
}
