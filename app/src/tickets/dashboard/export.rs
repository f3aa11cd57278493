//! Export of the list of tickets as a file.

use crate::ui::download;
use crate::words::words;
use domain::listing::Listing;
use leptos::prelude::*;

#[component]
pub(super) fn Export(listing: Memo<Listing>) -> impl IntoView {
    let place = Signal::derive(move || listing.with(Listing::url));
    view! { <download::Export hint=words().list.export_hint path="/tickets/export" place /> }
}
