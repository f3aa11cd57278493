//! Server functions of the pages about assets. Reads only: writes are forms.

use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::assets::{
    AssetChoices, AssetColumnSettings, AssetDetails, AssetFormOffer, AssetList, Filters, LicenceSuggestion,
};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server_context::{into_result, require_person};

/// The list for the query string of its address.
#[server(prefix = "/calls", endpoint = "assets/list", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn list_assets(query: String) -> Result<AssetList, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::assets::list::list(&desk, &person, &query).await)
}

/// What the list may be narrowed to.
#[server(prefix = "/calls", endpoint = "assets/filters", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn asset_filters() -> Result<Filters, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::assets::list::filters::filters(&desk, &person).await)
}

/// What *Set column properties* shows.
#[server(prefix = "/calls", endpoint = "assets/columns", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn asset_columns() -> Result<AssetColumnSettings, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::assets::list::column_settings::column_settings(&desk, &person).await)
}

/// One asset.
#[server(prefix = "/calls", endpoint = "assets/show", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_asset(id: String) -> Result<AssetDetails, AppError> {
    let (desk, person) = require_person()?;
    let found = desk::assets::show::show(&desk, &person, &id).await;
    if matches!(found, Err(desk::Error::Refused(domain::Refusal::NotFound))) {
        desk::assets::note_denied(&desk, &person, &id);
    }
    into_result(found)
}

/// The form of the asset `id` or, where that is empty, of a new one.
#[server(prefix = "/calls", endpoint = "assets/form", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn asset_form(id: String, category: String, company: String) -> Result<AssetFormOffer, AppError> {
    use desk::assets::form;
    let (desk, person) = require_person()?;
    if id.is_empty() {
        into_result(form::blank(&desk, &person, &category, &company).await)
    } else {
        into_result(form::filled(&desk, &person, &id).await)
    }
}

/// Licences with free seats that a new ticket with this subject may be about.
#[server(prefix = "/calls", endpoint = "assets/spare", input = GetUrl, output = CompactAnswer)]
pub async fn spare_licences(subject: String) -> Result<Vec<LicenceSuggestion>, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::assets::licences::suggest_licences(&desk, &person, &subject).await)
}

/// Assets for the ticket `number` or, where that is empty, for a new one: those in which every word of `find` begins a word, and
/// those of these ids, with commas between them, as far as they are the person's to see.
#[server(prefix = "/calls", endpoint = "assets/choose", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn choose_assets(
    number: String,
    find: String,
    ids: String,
    #[server(default)] company: String,
) -> Result<AssetChoices, AppError> {
    use desk::assets::choose::{For, choose};
    let (desk, person) = require_person()?;
    let what = match (number.is_empty(), company.is_empty()) {
        (false, _) => For::Ticket(&number),
        (true, false) => For::Company(&company),
        (true, true) => For::New,
    };
    let found = into_result(choose(&desk, &person, what, &find).await)?;
    let mut first = Vec::new();
    for id in ids.split(',').filter(|id| !id.is_empty()).take(domain::assets::LINKED_MAX) {
        first.extend(into_result(choose(&desk, &person, For::Asset(id), "").await)?);
    }
    Ok(AssetChoices { first, found })
}
