//! Server functions of the pages about tickets. Reads only: writes are forms.

use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::listing::Facet;
use domain::tickets::caller::Callers;
use domain::tickets::{Audience, FacetValues, Neighbours, Quick, Similar, Ticket, TicketFormOrRefusal, TicketList};
use domain::views::SavedView;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server_context::{into_result, require_person};

/// The dashboard's list for the query string of its address. `columns` are the person's own where attributes are among them:
/// the page knows them before they are kept.
#[server(prefix = "/calls", endpoint = "tickets/list", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn list_tickets(query: String, #[server(default)] columns: String) -> Result<TicketList, AppError> {
    let (desk, person) = require_person()?;
    if let Some(columns) = domain::listing::read_columns(&columns).filter(|columns| *columns != person.columns) {
        return into_result(desk::tickets::list::list(&desk, &person.with_columns(columns), &query).await);
    }
    into_result(desk::tickets::list::list(&desk, &person, &query).await)
}

/// The numbers beside *Unread* and *Waiting for you* in the view of `query`.
#[server(prefix = "/calls", endpoint = "tickets/quick", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn quick_counts(query: String) -> Result<Quick, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::tickets::list::quick(&desk, &person, &query).await)
}

/// What a filter offers in the view of `query`, narrowed to names that hold `find`.
#[server(prefix = "/calls", endpoint = "tickets/offered", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn offered_values(query: String, facet: Facet, find: String) -> Result<FacetValues, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::tickets::list::offered::offered(&desk, &person, &query, facet, &find).await)
}

/// A ticket with its newest `messages` messages, or as it opens where that is 0. A page that stands asks for what it shows already:
/// everything from its first message on.
#[server(prefix = "/calls", endpoint = "tickets/show", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_ticket(number: String, messages: u64, #[server(default)] from: String) -> Result<Ticket, AppError> {
    use desk::tickets::show::{MessageWindow, show_window};
    let (desk, person) = require_person()?;
    let window = match (from.as_str(), messages) {
        ("", 0) => MessageWindow::Opening,
        ("", messages) => MessageWindow::Newest(messages),
        (from, _) => MessageWindow::From(from),
    };
    let found = show_window(&desk, &person, &number, window).await;
    if matches!(found, Err(desk::Error::Refused(domain::Refusal::NotFound))) {
        desk::tickets::audit_denied(&desk, &person, &number);
    }
    into_result(found)
}

/// The tickets before and after one in the list at this query string.
#[server(prefix = "/calls", endpoint = "tickets/neighbours", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn show_neighbours(number: String, #[server(default)] from: String) -> Result<Neighbours, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::tickets::list::neighbours::neighbours(&desk, &person, &from, &number).await)
}

/// What the new-ticket page offers.
#[server(prefix = "/calls", endpoint = "tickets/offer", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn offer_ticket(
    #[server(default)] from: String,
    #[server(default)] company: String,
    #[server(default)] reporter: String,
    #[server(default)] about: String,
) -> Result<TicketFormOrRefusal, AppError> {
    let (desk, person) = require_person()?;
    let mut offer =
        into_result(desk::tickets::new_ticket_form::new_ticket_form(&desk, &person, &company, &reporter).await)?;
    let TicketFormOrRefusal::Form(form) = &mut offer else { return Ok(offer) };
    if from == "assistant" {
        form.case = crate::assistant::calls::assistant_case().await?;
    }
    if let Some(about) = into_result(desk::tickets::new_ticket_form::referred_ticket(&desk, &person, &about).await)? {
        let desk::tickets::new_ticket_form::ReferredTicket { number, subject, kind, queue, company } = about;
        let (subject, description) = (crate::words::words().ticket().follows)(&number, &subject);
        let subject = subject.chars().take(domain::tickets::SUBJECT_MAX).collect();
        form.case = domain::assistant::Case { subject, description, kind, queue, company };
    }
    Ok(offer)
}

/// Who may be calling: the people and companies that a few letters may mean.
#[server(prefix = "/calls", endpoint = "tickets/callers", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn find_callers(
    #[server(default)] company: String,
    #[server(default)] find: String,
) -> Result<Callers, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::tickets::callers(&desk, &person, &company, &find).await)
}

/// Who will see a ticket of this company, queue and type, each empty until it is chosen.
#[server(prefix = "/calls", endpoint = "tickets/audience", input = GetUrl, output = CompactAnswer)]
pub async fn planned_audience(
    #[server(default)] company: String,
    #[server(default)] queue: String,
    #[server(default)] kind: String,
    #[server(default)] reporter: String,
) -> Result<Option<Audience>, AppError> {
    let (desk, person) = require_person()?;
    let preview = desk::tickets::audience_preview::AudiencePreview {
        company: &company,
        queue: &queue,
        kind: &kind,
        reporter: &reporter,
    };
    into_result(desk::tickets::audience_preview::audience(&desk, &person, &preview).await)
}

/// The views in the person's menu, counted anew.
#[server(prefix = "/calls", endpoint = "views/menu", input = GetUrl, output = CompactAnswer)]
pub async fn views_in_menu() -> Result<Vec<SavedView>, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::views::of(&desk, &person).await)
}

/// Open tickets that look like one of this subject, for whoever is about to raise it.
#[server(prefix = "/calls", endpoint = "tickets/similar", input = GetUrl, output = CompactAnswer)]
pub async fn similar_tickets(subject: String) -> Result<Vec<Similar>, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::tickets::similar::similar(&desk, &person, &subject).await)
}
