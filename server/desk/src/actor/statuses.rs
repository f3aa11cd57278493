//! Ticket statuses as a person sees them: labels for customers and for staff.

use super::Person;
use crate::catalogue::{Catalogue, Status};
use domain::tickets::Badge;

impl Status {
    /// The status as this person reads it: agents by the desk's name, customers by theirs.
    pub fn shown_to(&self, person: &Person) -> &Badge {
        if person.is_staff() { &self.badge } else { self.for_customers() }
    }
}

impl Catalogue {
    /// The statuses of all types that this person reads, by place.
    pub(crate) fn visible_statuses(&self, person: &Person) -> impl Iterator<Item = &Status> {
        let sets: Vec<i64> =
            self.types.iter().filter(|kind| person.reads_type(kind.id)).map(|kind| kind.status_set_id).collect();
        self.statuses.iter().filter(move |status| sets.contains(&status.set_id))
    }
}
