//! Assets: their list, an asset's page, its form, and choosing some for a ticket.

pub mod calls;
pub(crate) mod form;
pub(crate) mod list;
pub(crate) mod picker;
mod picture;
pub(crate) mod show;
mod ticket;

pub(crate) use ticket::TicketAssets;

use crate::words::words;
use domain::assets::{Head, Linked};

/// What the page at `/assets/…` shows.
#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead(prepared: &crate::prepared::Prepared, parts: &[&str], search: &str) {
    use calls::{asset_form, show_asset};
    let chosen = |name: &str| crate::prepared::param(search, name).unwrap_or_default();
    let nothing = String::new;
    match *parts {
        [] => list::ask_ahead(prepared, search).await,
        ["new"] => {
            let asked = (nothing(), chosen("category"), chosen("company"));
            let offer = asset_form(asked.0.clone(), asked.1.clone(), asked.2.clone()).await;
            prepared.hold(asked, offer);
        }
        [id] => prepared.hold(id.to_owned(), show_asset(id.to_owned()).await),
        [id, "edit"] => {
            let offer = asset_form(id.to_owned(), nothing(), nothing()).await;
            prepared.hold((id.to_owned(), nothing(), nothing()), offer);
        }
        _ => {}
    }
}

/// What a column is called.
pub fn head_text(head: &Head) -> String {
    words().assets().columns.of(&head.name).map_or_else(|| head.label.clone(), str::to_owned)
}

/// What stands below an asset's name where there is little room.
pub(crate) fn beside(asset: &Linked) -> String {
    let seats = asset.seats.map(words().assets().seats).unwrap_or_default();
    let parts = [asset.category.as_str(), &asset.identifier, &seats];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
