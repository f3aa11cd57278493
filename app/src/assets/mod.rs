//! Assets: their list, an asset's page, its form, and choosing some for a ticket.

pub mod calls;
pub(crate) mod form;
pub(crate) mod list;
pub(crate) mod picker;
mod picture;
pub(crate) mod show;
mod ticket;

pub(crate) use ticket::TicketAssets;
#[cfg(feature = "ssr")]
pub(crate) use ticket::prefetch as prefetch_link_form;

use crate::words::words;
use domain::assets::{Head, LinkedAsset};

/// What a column is called.
pub fn head_text(head: &Head) -> String {
    words().assets().columns.of(&head.name).map_or_else(|| head.label.clone(), str::to_owned)
}

/// What stands below an asset's name where there is little room.
pub(crate) fn beside(asset: &LinkedAsset) -> String {
    let seats = asset.seats.map(words().assets().seats).unwrap_or_default();
    let parts = [asset.category.as_str(), &asset.identifier, &seats];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
