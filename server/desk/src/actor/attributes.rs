//! Ticket attributes as columns of lists: one is asked for by its name, whichever types have it, and one that a person may read nowhere
//! does not exist.

use super::Person;
use crate::catalogue::{Attribute, Catalogue, TicketType};
use domain::listing::{AttributeColumn, AttributeName, Column};

/// An attribute behind a column, for the tickets of one type.
pub(crate) struct ColumnAttribute<'a> {
    pub type_id: i64,
    pub attribute: &'a Attribute,
}

/// The columns that this person may choose, in the order of the types; each name once, with its first label.
pub(crate) fn offered(person: &Person, catalogue: &Catalogue) -> Vec<AttributeColumn> {
    let mut columns: Vec<AttributeColumn> = Vec::new();
    let types = catalogue.types.iter().filter(|kind| person.reads_type(kind.id));
    for attribute in types.flat_map(of_type).filter(|attribute| is_listed(person, attribute)) {
        let column = AttributeName::new(&attribute.field.name).map(Column::Attribute);
        if let Some(column) = column.filter(|column| columns.iter().all(|known| known.column != *column)) {
            columns.push(AttributeColumn { column, label: attribute.field.label.clone() });
        }
    }
    columns
}

/// Whether a column is there for this person.
pub(crate) fn is_offered(person: &Person, catalogue: &Catalogue, column: Column) -> bool {
    match column {
        Column::Attribute(name) => !column_attributes(person, catalogue, name).is_empty(),
        _ => true,
    }
}

fn of_type(kind: &TicketType) -> impl Iterator<Item = &Attribute> {
    kind.groups.iter().flat_map(|group| &group.attributes)
}

fn is_listed(person: &Person, attribute: &Attribute) -> bool {
    attribute.in_list && person.grants.iter().any(|grant| grant.rights.attributes.read.covers(attribute.id))
}

/// The attributes behind a column, at most one for each type.
pub(crate) fn column_attributes<'a>(
    person: &Person,
    catalogue: &'a Catalogue,
    name: AttributeName,
) -> Vec<ColumnAttribute<'a>> {
    let types = catalogue.types.iter().filter(|kind| person.reads_type(kind.id));
    let found = types.filter_map(|kind| {
        let named = of_type(kind).find(|attribute| attribute.field.name == name.name() && is_listed(person, attribute));
        named.map(|attribute| ColumnAttribute { type_id: kind.id, attribute })
    });
    found.collect()
}
