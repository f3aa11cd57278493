//! Writes on plans: requests, what becomes of them, and what administrators set.

pub(crate) mod setup;

use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, respond};
use crate::tickets::{read, told};
use crate::{AppState, path_segment};
use app::words::words;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::people::Person;
use desk::plans::change::{Change, Helpers};
use desk::plans::{Sent, decide, file as filing};
use domain::listing::Place as Address;
use domain::people::email;
use domain::plans::{Draft, Kind};
use domain::refusal::Faults;
use domain::{Reason, Refusal};

/// Files a request, or prepares one for somebody who may. Leads to the request's page.
pub(crate) async fn file(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => send(&state, &person, &form).await,
        Err(refusal) => Err(refusal),
    };
    let named = |name| form.value(name).to_owned();
    let page = Address::parse("/plan/requests/new", "")
        .with("company", named("company"))
        .with("product", named("product"))
        .with("kind", named("kind"))
        .with("contact", named("corrects"));
    let target = FormTarget { page: page.address(), action: "/plan/requests".into() };
    respond(&state, &context, target, form, result).await
}

async fn send(state: &AppState, person: &Person, form: &Form) -> Result<String, Refusal> {
    let key = form.idempotency_key()?;
    let sent = Sent {
        company: form.value("company"),
        product: form.value("product"),
        draft: draft(form)?,
        to: form.value("to"),
        asked_by: form.value("asked_by"),
        approve: form.value("approve") == "1",
        confirmed: form.value("confirm") == "1",
        key: &key,
        tell: words().plans().ticket,
    };
    told(filing::file(&state.desk, person, sent).await).map(|id| page_of(&id))
}

/// `keep.{contact}` says `keep` or `remove`; whoever is not named keeps the seat.
fn draft(form: &Form) -> Result<Draft, Refusal> {
    let mut faults = Faults::default();
    let kind = match form.value("kind") {
        "" => Some(Kind::Add),
        name => faults.keep("kind", Kind::parse(name).ok_or(Reason::BadValue)),
    };
    let mut removes = Vec::new();
    for (name, value) in &form.fields {
        match (name.strip_prefix("keep."), value.as_str()) {
            (Some(contact), "remove") => removes.push(contact.to_owned()),
            (None, _) | (Some(_), "keep") => {}
            (Some(_), _) => faults.add(name, Reason::BadValue),
        }
    }
    faults.done()?;
    let text = |name: &str| form.value(name).to_owned();
    Ok(Draft {
        kind: kind.unwrap_or_default(),
        corrects: text("corrects"),
        first_name: text("first_name"),
        last_name: text("last_name"),
        position: text("position"),
        email: text("email"),
        phone: text("phone"),
        removes,
        unlinks: unlinks(form),
    })
}

/// Whether an agent has read that the corrected address takes the seat from its holder: by ticking the box, or because the page
/// said so of this very address before it was sent.
fn unlinks(form: &Form) -> bool {
    let warned = form.value("warned");
    form.value("unlinks") == "1" || !warned.is_empty() && email::same(warned, form.value("email"))
}

fn page_of(id: &str) -> String {
    format!("/plan/requests/{}", path_segment::id(id))
}

/// `file`, `withdraw`, `approve` with what was adjusted, or `decline` with a `reason`.
pub(crate) async fn decide(
    State(state): State<AppState>,
    Path((id, verb)): Path<(String, String)>,
    context: RequestContext,
    request: Request,
) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => settle(&state, &person, &id, &verb, &form).await,
        Err(refusal) => Err(refusal),
    };
    let page = page_of(&id);
    let known = ["file", "withdraw", "approve", "decline"].contains(&verb.as_str());
    let action = if known { format!("{page}/{verb}") } else { page.clone() };
    respond(&state, &context, FormTarget { page: page.clone(), action }, form, result.map(|()| page)).await
}

async fn settle(state: &AppState, person: &Person, id: &str, verb: &str, form: &Form) -> Result<(), Refusal> {
    let desk = &state.desk;
    told(match verb {
        "file" => filing::forward(desk, person, id, words().plans().ticket).await,
        "withdraw" => decide::withdraw(desk, person, id).await,
        "decline" => decide::decline(desk, person, id, form.value("reason")).await,
        "approve" => {
            let adjusted = form.has("adjusted").then(|| draft(form)).transpose()?;
            decide::approve(desk, person, id, adjusted, form.value("confirm") == "1").await
        }
        _ => Err(Refusal::NotFound.into()),
    })
}

/// Sets a plan of `company`, that for `product` or for everything else.
pub(crate) async fn change(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    on_company(state, context, "/plan/change", request, async |state, person, form| {
        let sent = Change {
            level: form.value("level"),
            limit: form.value("limit"),
            ends_on: form.value("ends_on"),
            grace_days: form.value("grace_days"),
            suspended: form.value("suspended") == "1",
            choose_by: form.value("choose_by"),
        };
        let (company, product) = (form.value("company"), form.value("product"));
        told(desk::plans::change::change(&state.desk, person, company, product, sent).await)
    })
    .await
}

/// Sets who looks after `company`.
pub(crate) async fn help(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    on_company(state, context, "/plan/company", request, async |state, person, form| {
        let sent = Helpers {
            account_manager: form.value("account_manager"),
            csm: form.value("csm"),
            team_queue: form.value("team_queue"),
        };
        told(desk::plans::change::help(&state.desk, person, form.value("company"), sent).await)
    })
    .await
}

async fn on_company<F>(state: AppState, context: RequestContext, action: &str, request: Request, act: F) -> Response
where
    F: AsyncFnOnce(&AppState, &Person, &Form) -> Result<(), Refusal>,
{
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => act(&state, &person, &form).await,
        Err(refusal) => Err(refusal),
    };
    let page = Address::parse("/plan", "").with("company", form.value("company")).address();
    respond(&state, &context, FormTarget { page: page.clone(), action: action.into() }, form, result.map(|()| page))
        .await
}
