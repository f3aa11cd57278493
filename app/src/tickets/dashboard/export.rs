//! The view as a file.

use crate::ui::download;
use crate::words::words;
use domain::listing::Listing;
use leptos::prelude::*;

#[component]
pub(super) fn Export(listing: Memo<Listing>) -> impl IntoView {
    let address = move |(all, xlsx): (bool, bool)| {
        let pairs = listing.with(|listing| listing.with(|_| {}).pairs());
        let (all, xlsx) = (all.then(|| ("all", "1".to_owned())), xlsx.then(|| ("as", "xlsx".to_owned())));
        let query = Listing::query_of(pairs.into_iter().chain(all).chain(xlsx));
        format!("/tickets/export?{query}")
    };
    view! { <download::Export hint=words().list.export_hint address=Callback::new(address) /> }
}
