//! Attributes that a list of assets may show or be filtered by.

use super::super::scope::everywhere;
use crate::actor::Person;
use crate::catalogue::Catalogue;
use domain::tickets::attribute::AttributeDefinition;

/// Attributes of one name that the person reads, of however many categories.
pub(super) struct ListAttribute {
    pub name: String,
    pub label: String,
    pub ids: Vec<i64>,
    pub field: AttributeDefinition,
    pub in_list: bool,
    pub in_filter: bool,
}

/// The attributes that lists may show to this person, or be narrowed by.
pub(super) fn attributes(catalogue: &Catalogue, person: &Person) -> Vec<ListAttribute> {
    let mut all: Vec<ListAttribute> = Vec::new();
    let readable = catalogue
        .asset_categories
        .iter()
        .filter(|category| person.grants.iter().any(|grant| grant.rights.asset_categories.read.covers(category.id)))
        .flat_map(|category| &category.attributes)
        .filter(|known| known.in_list || known.in_filter)
        .filter(|known| everywhere(person, |rights| rights.asset_attributes.read.covers(known.id)));
    for known in readable {
        match all.iter_mut().find(|other| other.name == known.field.name) {
            Some(other) => {
                other.ids.push(known.id);
                other.in_list |= known.in_list;
                other.in_filter |= known.in_filter;
                let new: Vec<String> =
                    known.field.entries.iter().filter(|entry| !other.field.entries.contains(entry)).cloned().collect();
                other.field.entries.extend(new);
            }
            None => all.push(ListAttribute {
                name: known.field.name.clone(),
                label: known.field.label.clone(),
                ids: vec![known.id],
                field: known.field.clone(),
                in_list: known.in_list,
                in_filter: known.in_filter,
            }),
        }
    }
    all
}
