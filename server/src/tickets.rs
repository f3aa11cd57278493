//! Writes on tickets. Each reads its form, asks the desk once and answers.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, ResponseFormat, refuse, respond};
use crate::signed_in::SignedIn;
use crate::{AppState, calls, path_segment};
use axum::extract::{Path, Query, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::drafts;
use desk::people::Person;
use desk::tickets;
use domain::Refusal;
use domain::tickets::draft::{Behalf, Draft};
use domain::tickets::{Change, Seen};
use serde::Deserialize;
use std::sync::Arc;

/// Reads the form of somebody who is signed in. Of somebody who is not, the files are not even kept.
pub(crate) async fn read(
    state: &AppState,
    context: &RequestContext,
    request: Request,
) -> (Form, Result<Arc<Person>, Refusal>) {
    let store = context.person.is_some().then(|| state.desk.files());
    let person = context.person.clone().ok_or(Refusal::SignedOut);
    match Form::read(request, store).await {
        Ok(form) => (form, person),
        Err((form, refusal)) => (form, person.and(Err(refusal))),
    }
}

pub(crate) fn told<T>(result: desk::Result<T>) -> Result<T, Refusal> {
    result.map_err(app::server_context::refusal)
}

pub(crate) async fn open(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (mut form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => raise(&state, &person, &form).await,
        Err(refusal) => Err(refusal),
    };
    let written_in = form.new_ticket_place();
    keep_files(&state, &context, &written_in, &mut form, &result).await;
    let page = calls::form_of(form.value("company"), form.value("reporter"));
    let target = FormTarget { page, action: "/tickets/new".into() };
    respond(&state, &context, target, form, result.map(|number| format!("/tickets/{number}"))).await
}

/// Files of a form that comes back refused wait where it is written, and its page names them: a browser lets no page choose files.
pub(crate) async fn keep_files(
    state: &AppState,
    context: &RequestContext,
    written_in: &str,
    form: &mut Form,
    result: &Result<String, Refusal>,
) {
    let (Some(person), ResponseFormat::Page, Err(_)) = (&context.person, context.format, result) else { return };
    let files = std::mem::take(&mut form.files);
    if !files.is_empty() {
        let Ok(kept) = drafts::receive(&state.desk, person, written_in, &files).await else { return };
        form.fields.extend(kept.into_iter().map(|file| ("upload".to_owned(), file.id)));
        form.had_files = !form.faults.is_empty();
    }
    if form.has("upload") {
        let there = drafts::read(&state.desk, person, written_in).await.unwrap_or_default().files;
        form.waiting = there.into_iter().filter(|file| form.all("upload").any(|id| id == file.id)).collect();
    }
}

async fn raise(state: &AppState, person: &Person, form: &Form) -> Result<String, Refusal> {
    let key = form.idempotency_key()?;
    let draft = draft(form);
    let files = form.files();
    let faults = files.as_ref().err().cloned();
    let raised = match faults {
        // Whatever else is wrong is said together with the files.
        Some(Refusal::Invalid(faults)) => Err(tickets::open::refuse(&state.desk, person, &draft, faults).await),
        _ => tickets::open::open(&state.desk, person, &draft, &files.unwrap_or_default(), &key).await,
    };
    told(raised)
}

fn draft(form: &Form) -> Draft {
    let text = |name: &str| form.value(name).to_owned();
    Draft {
        subject: text("subject"),
        kind: text("type"),
        queue: text("queue"),
        company: text("company"),
        priority: text("priority"),
        description: text("description"),
        html: text("html"),
        assets: form.all("asset").filter(|id| !id.is_empty()).map(str::to_owned).collect(),
        attributes: form.attributes(),
        begun: form.draft_ref(),
        behalf: Behalf { reporter: text("reporter"), channel: text("channel"), exception: text("exception") },
    }
}

pub(crate) fn page_of(number: &str) -> String {
    format!("/tickets/{}", path_segment::ticket_number(number))
}

/// A write on one ticket, after which its page is shown.
pub(crate) async fn on_ticket<F>(
    state: AppState,
    context: RequestContext,
    number: String,
    verb: &str,
    request: Request,
    act: F,
) -> Response
where
    F: AsyncFnOnce(&AppState, &Person, &str, &mut Form) -> Result<String, Refusal>,
{
    let page = page_of(&number);
    on_page(state, context, page, number, verb, request, act).await
}

/// The same on another page of the ticket.
pub(crate) async fn on_page<F>(
    state: AppState,
    context: RequestContext,
    page: String,
    number: String,
    verb: &str,
    request: Request,
    act: F,
) -> Response
where
    F: AsyncFnOnce(&AppState, &Person, &str, &mut Form) -> Result<String, Refusal>,
{
    let (mut form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => {
            let result = act(&state, &person, &number, &mut form).await;
            if result == Err(Refusal::NotFound) {
                tickets::note_denied(&state.desk, &person, &number);
            }
            result
        }
        Err(refusal) => Err(refusal),
    };
    keep_files(&state, &context, &number, &mut form, &result).await;
    let target = FormTarget { action: format!("{page}/{verb}"), page };
    respond(&state, &context, target, form, result).await
}

pub(crate) async fn reply(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_ticket(state, context, number, "messages", request, async |state, person, number, form| {
        let reply = form.message()?;
        let message = told(desk::conversation::reply(&state.desk, person, number, reply).await)?;
        Ok(format!("{}#m-{message}", page_of(number)))
    })
    .await
}

pub(crate) async fn retract(
    State(state): State<AppState>,
    Path((number, id)): Path<(String, String)>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_ticket(state, context, number, "messages", request, async |state, person, number, _| {
        told(desk::conversation::retract(&state.desk, person, number, &id).await).map(|()| page_of(number))
    })
    .await
}

/// How far somebody has seen the conversation, told by the page's script.
pub(crate) async fn see(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_ticket(state, context, number, "seen", request, async |state, person, number, form| {
        told(tickets::seen::see(&state.desk, person, number, form.value("message")).await).map(|()| page_of(number))
    })
    .await
}

#[derive(Deserialize)]
pub(crate) struct Served {
    #[serde(default)]
    message: String,
}

/// The same of a page without scripts: it asks for this as for a style sheet, which only a browser that has got the page and runs
/// no scripts does. Asked for again it changes nothing, pages of other sites are sent no cookie with it, and what a browser fetches
/// ahead has not been seen.
pub(crate) async fn served(
    State(state): State<AppState>,
    Path(number): Path<String>,
    Query(served): Query<Served>,
    SignedIn { person, format }: SignedIn,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let foreign = headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin");
    let says_ahead = |name: &str| headers.get(name).is_some_and(|why| why.as_bytes().starts_with(b"prefetch"));
    let unseen = foreign || says_ahead("sec-purpose") || says_ahead("purpose") || method != Method::GET;
    // No message has no name: nothing is marked, and who may not see the ticket hears the same as always.
    let message = if unseen { "" } else { &served.message };
    match told(tickets::seen::see(&state.desk, &person, &number, message).await) {
        Ok(()) if unseen => StatusCode::NO_CONTENT.into_response(),
        Ok(()) => ([(CONTENT_TYPE, "text/css")], "").into_response(),
        Err(refusal) => refuse(&refusal, format),
    }
}

pub(crate) async fn follow(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_ticket(state, context, number, "followers", request, async |state, person, number, form| {
        let wanted = !form.has("remove");
        let slug = form.value(if wanted { "follower" } else { "remove" });
        told(tickets::follow::follow(&state.desk, person, number, slug, wanted).await).map(|()| page_of(number))
    })
    .await
}

pub(crate) async fn close(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_ticket(state, context, number, "close", request, async |state, person, number, _| {
        let page = told(tickets::close::close(&state.desk, person, number).await).map(|()| page_of(number));
        // Whoever raised it is asked there how it went.
        page.map(|page| format!("{page}#rating"))
    })
    .await
}

pub(crate) async fn reopen(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_ticket(state, context, number, "reopen", request, async |state, person, number, _| {
        told(tickets::close::reopen(&state.desk, person, number).await).map(|()| page_of(number))
    })
    .await
}

pub(crate) async fn rate(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_ticket(state, context, number, "rating", request, async |state, person, number, form| {
        let (score, comment) = (form.value("score"), form.value("comment"));
        told(tickets::rate::rate(&state.desk, person, number, score, comment).await).map(|()| page_of(number))
    })
    .await
}

pub(crate) async fn subscribe(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_ticket(state, context, number, "subscribe", request, async |state, person, number, _| {
        told(tickets::subscribe::subscribe(&state.desk, person, number, true).await).map(|()| page_of(number))
    })
    .await
}

pub(crate) async fn unsubscribe(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_ticket(state, context, number, "unsubscribe", request, async |state, person, number, _| {
        told(tickets::subscribe::subscribe(&state.desk, person, number, false).await).map(|()| page_of(number))
    })
    .await
}

pub(crate) async fn change(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_ticket(state, context, number, "change", request, async |state, person, number, form| {
        let field = |name: &str| form.has(name).then(|| form.value(name).to_owned());
        let seen = |name: &str| field(&format!("seen.{name}"));
        let change = Change {
            status: field("status"),
            queue: field("queue"),
            priority: field("priority"),
            assignee: field("assignee"),
            seen: Seen {
                status: seen("status"),
                queue: seen("queue"),
                priority: seen("priority"),
                assignee: seen("assignee"),
            },
        };
        told(tickets::change::change(&state.desk, person, number, &change).await).map(|()| page_of(number))
    })
    .await
}
