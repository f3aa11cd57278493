//! Handlers for notification preferences, one-click unsubscribe and the outbox.

use crate::auth::RequestContext;
use crate::form_post::FormPost;
use crate::response::FormTarget;
use crate::{AppState, pages, path_segment};
use app::server_context::refusal;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::mail;
use domain::Refusal;
use domain::mail::{NotificationPreferences, Stop, Topic};

const CHOICES: &str = "/account/notifications";
const OUTBOX: &str = "/admin/mails";

/// Takes one value for each topic, `daily` and `blink`.
pub(crate) async fn save_preferences(post: FormPost) -> Response {
    post.submit(FormTarget::page(CHOICES), async |desk, person, form| {
        let topics = Topic::ALL.map(|topic| format!("{}={}", topic.as_str(), form.value(topic.as_str())));
        let chosen = format!("{},daily={},blink={}", topics.join(","), form.value("daily"), form.value("blink"));
        mail::save_preferences(desk, person, &NotificationPreferences::read(&chosen, person.is_staff())).await?;
        Ok(format!("{CHOICES}?saved=1"))
    })
    .await
}

/// `again` or `drop`.
pub(crate) async fn retry_or_discard(Path((id, verb)): Path<(String, String)>, post: FormPost) -> Response {
    post.submit(FormTarget::page(OUTBOX), async |desk, person, _| {
        match verb.as_str() {
            "again" => mail::retry(desk, person, &id).await?,
            "drop" => mail::discard(desk, person, &id).await?,
            _ => return Err(Refusal::NotFound.into()),
        }
        Ok(OUTBOX.to_owned())
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
    let target = FormTarget::page(format!("/unsubscribe/{}/{what}", path_segment::id(token)));
    let fields = if done { vec![("done".to_owned(), "1".to_owned())] } else { Vec::new() };
    pages::render_form(state, context, target, fields, refusal).await
}
