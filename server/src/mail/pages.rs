//! Writes on what people get by mail, and on mails that could not be sent.

use crate::answer::{Place, answer, status};
use crate::asking::Asking;
use crate::form::Form;
use crate::{House, pages, people};
use app::backstage::refusal;
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
pub(crate) async fn choose(State(house): State<House>, asking: Asking, request: Request) -> Response {
    let place = Place { page: CHOICES.into(), action: CHOICES.into() };
    write(house, asking, request, place, async |house, person, form| {
        let topics = Topic::ALL.map(|topic| format!("{}={}", topic.as_str(), form.value(topic.as_str())));
        let chosen = format!("{},daily={},blink={}", topics.join(","), form.value("daily"), form.value("blink"));
        mail::choose(&house.desk, person, &Choices::read(&chosen, person.works_here())).await?;
        Ok(format!("{CHOICES}?saved=1"))
    })
    .await
}

/// `again` or `drop`.
pub(crate) async fn settle(
    State(house): State<House>,
    Path((id, verb)): Path<(String, String)>,
    asking: Asking,
    request: Request,
) -> Response {
    let place = Place { page: OUTBOX.into(), action: OUTBOX.into() };
    write(house, asking, request, place, async |house, person, _| {
        match verb.as_str() {
            "again" => mail::again(&house.desk, person, &id).await?,
            "drop" => mail::discard(&house.desk, person, &id).await?,
            _ => return Err(Refusal::NotFound.into()),
        }
        Ok(OUTBOX.into())
    })
    .await
}

/// The page behind the link of a mail: a button, so that whatever looks at links of mails stops nothing.
pub(crate) async fn unsubscribe_page(
    State(house): State<House>,
    Path((token, what)): Path<(String, String)>,
    asking: Asking,
) -> Response {
    let found = match Stop::parse(&what) {
        Some(_) => mail::may_unsubscribe(&house.desk, &token).await.map_err(refusal),
        None => Err(Refusal::NotFound),
    };
    stopped(&house, &asking, (token.as_str(), what.as_str()), found.err(), false).await
}

/// Stops mails for whoever has the token, a mail program that sends it by itself among them: it comes from anywhere, brings no cookie
/// and follows no redirect.
pub(crate) async fn unsubscribe(
    State(house): State<House>,
    Path((token, what)): Path<(String, String)>,
    asking: Asking,
) -> Response {
    let result = match Stop::parse(&what) {
        Some(stop) => mail::unsubscribe(&house.desk, &token, stop).await.map_err(refusal),
        None => Err(Refusal::NotFound),
    };
    let done = result.is_ok();
    stopped(&house, &asking, (token.as_str(), what.as_str()), result.err(), done).await
}

async fn stopped(
    house: &House,
    asking: &Asking,
    (token, what): (&str, &str),
    refusal: Option<Refusal>,
    done: bool,
) -> Response {
    let what = Stop::parse(what).unwrap_or(Stop::News).as_str();
    let page = format!("/unsubscribe/{}/{what}", people::plain(token));
    let status = refusal.as_ref().map(status);
    let fields = if done { vec![("done".to_owned(), "1".to_owned())] } else { Vec::new() };
    let waiting = Vec::new();
    let echo = Echo { page: page.clone(), action: page.clone(), fields, refusal, files_lost: false, waiting };
    pages::render(house, asking, &page, Some(echo), status).await
}

async fn write<F>(house: House, asking: Asking, request: Request, place: Place, act: F) -> Response
where
    F: AsyncFnOnce(&House, &Person, &Form) -> desk::Result<String>,
{
    let (form, read) = match Form::read(request, None).await {
        Ok(form) => (form, Ok(())),
        Err((form, refusal)) => (form, Err(refusal)),
    };
    let result = match (&asking.person, read) {
        (None, _) => Err(Refusal::SignedOut),
        (_, Err(refusal)) => Err(refusal),
        (Some(person), Ok(())) => act(&house, person, &form).await.map_err(refusal),
    };
    answer(&house, &asking, place, form, result).await
}
