//! Calls: raising tickets for whoever has called.

use crate::House;
use crate::answer::{Place, answer};
use crate::asking::Asking;
use crate::form::Form;
use crate::people::admin::invitation;
use crate::tickets::{read, told};
use axum::extract::{Request, State};
use axum::response::Response;
use desk::people::Person;
use desk::people::invite::invite;
use domain::listing::Place as Address;
use domain::{Reason, Refusal};

/// The form of a new ticket: an agent's is one for somebody.
pub(crate) fn form_of(company: &str, reporter: &str) -> String {
    let start = Address::parse("/tickets/new", "");
    if reporter.is_empty() { start.address() } else { start.with("company", company).with("for", reporter).address() }
}

/// Opens an account for somebody who has called, and goes on with their ticket.
pub(crate) async fn add_caller(State(house): State<House>, asking: Asking, request: Request) -> Response {
    let (form, person) = read(&house, &asking, request).await;
    let result = match person {
        Ok(person) => add(&house, &person, &form).await,
        Err(refusal) => Err(refusal),
    };
    let page = Address::parse("/tickets/new", "").with("company", form.value("company")).with("add", "1").address();
    let place = Place { page, action: "/tickets/new/people".into() };
    answer(&house, &asking, place, form, result).await
}

async fn add(house: &House, person: &Person, form: &Form) -> Result<String, Refusal> {
    if form.value("email").trim().is_empty() {
        // What becomes of the ticket is mailed.
        return Err(Refusal::field("email", Reason::Missing));
    }
    let company = form.value("company").to_owned();
    let invited = told(invite(&house.desk, person, &invitation(form)).await)?;
    Ok(form_of(&company, &invited.slug))
}
