//! Writes in chats. What is said goes through the ticket's own answer.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, refuse, respond};
use crate::tickets::{keep_files, on_page, read, told};
use crate::{AppState, path_segment};
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::chat::{self, Begin, Sign};
use desk::people::Person;
use domain::refusal::Faults;
use domain::{Reason, Refusal};

pub(crate) async fn start(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (mut form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => begin(&state, &person, &form).await,
        Err(refusal) => Err(refusal),
    };
    keep_files(&state, &context, &form.new_ticket_place(), &mut form, &result).await;
    let target = FormTarget { page: "/chat".into(), action: "/chat".into() };
    respond(&state, &context, target, form, result).await
}

async fn begin(state: &AppState, person: &Person, form: &Form) -> Result<String, Refusal> {
    let first = Begin {
        company: form.value("company").to_owned(),
        body: form.value("body").to_owned(),
        html: form.value("html").to_owned(),
        key: form.idempotency_key()?,
        files: form.files()?,
        begun: form.draft_ref(),
    };
    told(chat::start(&state.desk, person, first).await).map(|number| page_of(&number))
}

fn page_of(number: &str) -> String {
    format!("/chat/{}", path_segment::ticket_number(number))
}

/// A write in one chat, after which its page is shown.
async fn in_chat<F>(
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

pub(crate) async fn reply(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    in_chat(state, context, number, "messages", request, async |state, person, number, form| {
        let reply = form.message()?;
        let message = told(chat::answer(&state.desk, person, number, reply).await)?;
        Ok(format!("{}#m-{message}", page_of(number)))
    })
    .await
}

/// `next` is the chat that has waited longest.
pub(crate) async fn accept(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    in_chat(state, context, number, "accept", request, async |state, person, number, _| {
        let named = Some(number).filter(|number| *number != "next");
        told(chat::accept(&state.desk, person, named).await).map(|number| page_of(&number))
    })
    .await
}

pub(crate) async fn transfer(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    in_chat(state, context, number, "transfer", request, async |state, person, number, form| {
        let (to, note) = (form.value("to"), form.value("note"));
        told(chat::transfer(&state.desk, person, number, to, note).await)?;
        // Into a queue that they do not answer, it is not theirs to look at any more.
        match chat::talk(&state.desk, person, number, None, 1).await {
            Ok(_) => Ok(page_of(number)),
            Err(_) => Ok("/chat".into()),
        }
    })
    .await
}

pub(crate) async fn end(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    in_chat(state, context, number, "end", request, async |state, person, number, form| {
        let solved = form.value("solved") == "1";
        told(chat::end(&state.desk, person, number, solved).await).map(|()| page_of(number))
    })
    .await
}

/// Who looks, types, and has read what. Said by scripts, which want no page in return.
pub(crate) async fn signal(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match (person, sign(&form)) {
        (Err(refusal), _) => Err(refusal),
        (Ok(person), Ok(sign)) => told(chat::signal(&state.desk, &person, &number, sign).await),
        // Only those in the chat hear what is wrong with it.
        (Ok(person), Err(wrong)) => {
            told(chat::signal(&state.desk, &person, &number, Sign::default()).await).and(Err(wrong))
        }
    };
    match result {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => refuse(&refusal, context.format),
    }
}

/// What is not known here is refused without a word about it.
fn sign(form: &Form) -> Result<Sign, Refusal> {
    let unknown = || Refusal::field("signal", Reason::BadValue);
    let mut sign = Sign::default();
    for (name, value) in &form.fields {
        let flag = match value.as_str() {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        };
        match name.as_str() {
            "typing" => sign.typing = Some(flag.ok_or_else(unknown)?),
            "here" => sign.here = Some(flag.ok_or_else(unknown)?),
            "read" => sign.read = Some(value.clone()),
            _ => return Err(unknown()),
        }
    }
    Ok(sign)
}

/// An agent's own: whether they take chats, and how many.
pub(crate) async fn me(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => set(&state, &person, &form).await,
        Err(refusal) => Err(refusal),
    };
    let target = FormTarget { page: "/chat".into(), action: "/chats/me".into() };
    respond(&state, &context, target, form, result).await
}

async fn set(state: &AppState, person: &Person, form: &Form) -> Result<String, Refusal> {
    let mut faults = Faults::default();
    let available = match form.value("available") {
        "" => None,
        "1" => Some(true),
        "0" => Some(false),
        _ => faults.keep("available", Err(Reason::BadValue)),
    };
    let capacity = match form.value("capacity") {
        "" => None,
        text => faults.keep("capacity", text.parse().map_err(|_| Reason::NotANumber)),
    };
    faults.done()?;
    told(chat::available(&state.desk, person, available, capacity).await).map(|()| "/chat".into())
}
