//! Server functions of the pages about support plans. Reads only: writes are forms.

use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::plans::setup::Setup;
use domain::plans::{PlanIndex, RequestFormOffer, RequestPage};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server_context::{into_result, require_person};

/// The plans of a company: the person's first one where none is named; agents get what waits then, and companies to look up.
#[server(prefix = "/calls", endpoint = "plans/open", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn open_plan(company: String, find: String) -> Result<PlanIndex, AppError> {
    let (desk, person) = require_person()?;
    if person.is_staff() && company.is_empty() {
        return into_result(desk::plans::list::list(&desk, &person, &find).await.map(PlanIndex::Inbox));
    }
    let page = desk::plans::show::show(&desk, &person, &company).await;
    into_result(page.map(|page| PlanIndex::Company(Box::new(page))))
}

/// The form of a request.
#[server(prefix = "/calls", endpoint = "plans/form", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn plan_form(
    company: String,
    product: String,
    kind: String,
    contact: String,
) -> Result<RequestFormOffer, AppError> {
    let (desk, person) = require_person()?;
    let asked = desk::plans::form::FormQuery { company: &company, product: &product, kind: &kind, contact: &contact };
    into_result(desk::plans::form::form(&desk, &person, asked).await)
}

/// One request.
#[server(prefix = "/calls", endpoint = "plans/request", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn plan_request(id: String) -> Result<RequestPage, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::plans::show::request(&desk, &person, &id).await)
}

/// What administrators arrange for all plans.
#[server(prefix = "/calls", endpoint = "plans/setup", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn plan_setup() -> Result<Setup, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::plans::setup::setup(&desk, &person).await)
}
