//! Calls: raising tickets for whoever has called, and calling back.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, respond};
use crate::tickets::{read, told};
use crate::{AppState, path_segment};
use app::words::phone::{asked, ended};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::people::Person;
use desk::people::invite::{Invitation, invite};
use desk::phone::{Asked, Ended, finish, take};
use domain::Refusal;
use domain::listing::Place as Address;

/// The form of a new ticket: an agent's is one for somebody.
pub(crate) fn form_of(company: &str, reporter: &str) -> String {
    let start = Address::parse("/tickets/new", "");
    if reporter.is_empty() { start.address() } else { start.with("company", company).with("for", reporter).address() }
}

/// Opens an account for somebody who has called, and goes on with their ticket.
pub(crate) async fn add_caller(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => add(&state, &person, &form).await,
        Err(refusal) => Err(refusal),
    };
    let page = Address::parse("/tickets/new", "").with("company", form.value("company")).with("add", "1").address();
    let target = FormTarget { page, action: "/tickets/new/people".into() };
    respond(&state, &context, target, form, result).await
}

async fn add(state: &AppState, person: &Person, form: &Form) -> Result<String, Refusal> {
    let company = form.value("company").to_owned();
    // Without a username an address is asked for: what becomes of the ticket is mailed.
    let new = Invitation { username: String::new(), ..form.invitation() };
    let invited = told(invite(&state.desk, person, &new).await)?;
    Ok(form_of(&company, &invited.slug))
}

/// Asks for a call.
pub(crate) async fn ask(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => {
            let wanted = Asked {
                company: form.value("company"),
                queue: form.value("queue"),
                subject: form.value("subject"),
                about: form.value("about"),
                number: form.value("number"),
                slot: form.value("slot"),
                tell: asked,
            };
            told(desk::phone::ask(&state.desk, &person, wanted).await).map(|_| CALLBACK.to_owned())
        }
        Err(refusal) => Err(refusal),
    };
    let target = FormTarget { page: CALLBACK.into(), action: CALLBACK.into() };
    respond(&state, &context, target, form, result).await
}

const CALLBACK: &str = "/support/callback";

/// Takes a call, or says what came of it.
pub(crate) async fn act(
    State(state): State<AppState>,
    Path((id, verb)): Path<(String, String)>,
    context: RequestContext,
    request: Request,
) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match (person, verb.as_str()) {
        (Ok(person), "take") => told(take(&state.desk, &person, &id).await),
        (Ok(person), "done") => {
            let (outcome, note, again) = (form.value("outcome"), form.value("note"), form.value("again"));
            told(finish(&state.desk, &person, &id, Ended { outcome, note, again, tell: ended }).await)
        }
        (Ok(_), _) => Err(Refusal::NotFound),
        (Err(refusal), _) => Err(refusal),
    };
    let target = FormTarget {
        page: "/work".into(),
        action: format!("/work/calls/{}/{}", path_segment::name(&id), path_segment::name(&verb)),
    };
    respond(&state, &context, target, form, result.map(|()| "/work".to_owned())).await
}
