//! Ensures that the catalogue has what the new tickets need: creates missing queues, types, statuses and attributes.

use super::{attributes, find, priorities, queues, types};
use crate::Result;
use crate::catalogue::Catalogue;
use crate::db::Tx;
use crate::import::mapping::Mapping;
use crate::import::record::{RowProblem, TicketRecord};

/// The catalogue with everything that the new tickets need.
pub(super) struct EnsuredCatalogue<'r> {
    pub catalogue: Catalogue,
    /// Something was created.
    pub grown: bool,
    pub records: Vec<&'r TicketRecord>,
    pub refused: Vec<TicketProblems>,
}

/// The problems of one ticket that does not fit this desk.
pub(super) type TicketProblems = Vec<RowProblem>;

/// Creates what the catalogue lacks for those records that fit.
pub(super) async fn ensure_catalogue<'r>(
    tx: &Tx,
    mapping: &Mapping,
    records: Vec<&'r TicketRecord>,
) -> Result<EnsuredCatalogue<'r>> {
    let mut catalogue = Catalogue::load(tx).await?;
    let first_priorities = catalogue.priorities.is_empty() && !records.is_empty();
    if first_priorities {
        priorities::create(tx).await?;
        catalogue = Catalogue::load(tx).await?;
    }
    let (mut fitting, mut refused) = (Vec::new(), Vec::new());
    for record in records {
        match incompatibility(&catalogue, record) {
            None => fitting.push(record),
            Some(reason) => refused.push(record.refused(reason)),
        }
    }
    let new_queues = queues::create_missing(tx, &catalogue, &fitting).await?;
    let new_types = types::create_missing(tx, &catalogue, &mapping.statuses, &fitting).await?;
    // Attributes hang on types.
    catalogue = Catalogue::load(tx).await?;
    let new_attributes = attributes::create_missing(tx, &catalogue, &mapping.attributes, &fitting).await?;
    if new_attributes {
        catalogue = Catalogue::load(tx).await?;
    }
    let grown = first_priorities || new_queues || new_types || new_attributes;
    Ok(EnsuredCatalogue { catalogue, grown, records: fitting, refused })
}

/// Why the desk cannot take a ticket, whatever an import may create.
fn incompatibility(catalogue: &Catalogue, record: &TicketRecord) -> Option<String> {
    if !catalogue.priorities.iter().any(|priority| priority.slug == record.priority) {
        return Some(format!("Portico has no priority “{}”", record.priority));
    }
    let kind = find::ticket_type(catalogue, &record.ticket_type)?;
    let status = find::status(catalogue, kind, &record.status);
    if let Some(other) = status.filter(|status| status.kind.is_closed() != record.status.kind.is_closed()) {
        let (slug, ours, theirs) = (&record.status.slug, other.kind.as_str(), record.status.kind.as_str());
        return Some(format!("status “{slug}” is {ours} in Portico but {theirs} in the mapping"));
    }
    let homeless = record.attributes.iter().find(|value| !attributes::can_place(kind, value))?;
    Some(format!("Portico's attribute “{}” doesn't accept “{}”", homeless.name, homeless.value))
}
