//! Writes on what people get by mail, and on mails that could not be sent.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, respond, status_code};
use crate::{AppState, pages, path_segment};
use app::server_context::refusal;
use app::session::Echo;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::mail;
use desk::people::Person;
use domain::Refusal;
use domain::mail::{Choices, Stop, Topic};

const CHOICES: &str = "/account/notifications";
const OUTBOX: &str = "/admin/mails";

/// Takes one value for each topic, `daily` and `blink`.
pub(crate) async fn choose(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let target = FormTarget { page: CHOICES.into(), action: CHOICES.into() };
    write(state, context, request, target, async |state, person, form| {
        let topics = Topic::ALL.map(|topic| format!("{}={}", topic.as_str(), form.value(topic.as_str())));
        let chosen = format!("{},daily={},blink={}", topics.join(","), form.value("daily"), form.value("blink"));
        mail::choose(&state.desk, person, &Choices::read(&chosen, person.works_here())).await?;
        Ok(format!("{CHOICES}?saved=1"))
    })
    .await
}

/// `again` or `drop`.
pub(crate) async fn settle(
    State(state): State<AppState>,
    Path((id, verb)): Path<(String, String)>,
    context: RequestContext,
    request: Request,
) -> Response {
    let target = FormTarget { page: OUTBOX.into(), action: OUTBOX.into() };
    write(state, context, request, target, async |state, person, _| {
        match verb.as_str() {
            "again" => mail::again(&state.desk, person, &id).await?,
            "drop" => mail::discard(&state.desk, person, &id).await?,
            _ => return Err(Refusal::NotFound.into()),
        }
        Ok(OUTBOX.into())
    })
    .await
}

/// The page behind the link of a mail: a button, so that whatever looks at links of mails stops nothing.
pub(crate) async fn unsubscribe_page(
    State(state): State<AppState>,
    Path((token, what)): Path<(String, String)>,
    context: RequestContext,
) -> Response {
    let found = match Stop::parse(&what) {
        Some(_) => mail::may_unsubscribe(&state.desk, &token).await.map_err(refusal),
        None => Err(Refusal::NotFound),
    };
    stopped(&state, &context, (token.as_str(), what.as_str()), found.err(), false).await
}

/// Stops mails for whoever has the token, a mail program that sends it by itself among them: it comes from anywhere, brings no cookie
/// and follows no redirect.
pub(crate) async fn unsubscribe(
    State(state): State<AppState>,
    Path((token, what)): Path<(String, String)>,
    context: RequestContext,
) -> Response {
    let result = match Stop::parse(&what) {
        Some(stop) => mail::unsubscribe(&state.desk, &token, stop).await.map_err(refusal),
        None => Err(Refusal::NotFound),
    };
    let done = result.is_ok();
    stopped(&state, &context, (token.as_str(), what.as_str()), result.err(), done).await
}

async fn stopped(
    state: &AppState,
    context: &RequestContext,
    (token, what): (&str, &str),
    refusal: Option<Refusal>,
    done: bool,
) -> Response {
    let what = Stop::parse(what).unwrap_or(Stop::News).as_str();
    let page = format!("/unsubscribe/{}/{what}", path_segment::id(token));
    let status = refusal.as_ref().map(status_code);
    let fields = if done { vec![("done".to_owned(), "1".to_owned())] } else { Vec::new() };
    let waiting = Vec::new();
    let echo = Echo { page: page.clone(), action: page.clone(), fields, refusal, files_lost: false, waiting };
    pages::render(state, context, &page, Some(echo), status).await
}

async fn write<F>(state: AppState, context: RequestContext, request: Request, target: FormTarget, act: F) -> Response
where
    F: AsyncFnOnce(&AppState, &Person, &Form) -> desk::Result<String>,
{
    let (form, read) = match Form::read(request, None).await {
        Ok(form) => (form, Ok(())),
        Err((form, refusal)) => (form, Err(refusal)),
    };
    let result = match (&context.person, read) {
        (None, _) => Err(Refusal::SignedOut),
        (_, Err(refusal)) => Err(refusal),
        (Some(person), Ok(())) => act(&state, person, &form).await.map_err(refusal),
    };
    respond(&state, &context, target, form, result).await
}
