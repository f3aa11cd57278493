//! Writes on what people get by mail, and on mails that could not be sent.

use crate::House;
use crate::answer::{Place, answer};
use crate::asking::Asking;
use crate::form::Form;
use app::backstage::refusal;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::mail;
use desk::people::Person;
use domain::Refusal;
use domain::mail::{Choices, Topic};

const CHOICES: &str = "/account/notifications";
const OUTBOX: &str = "/admin/mails";

/// Takes one value for each topic, and `daily`.
pub(crate) async fn choose(State(house): State<House>, asking: Asking, request: Request) -> Response {
    let place = Place { page: CHOICES.into(), action: CHOICES.into() };
    write(house, asking, request, place, async |house, person, form| {
        let topics = Topic::ALL.map(|topic| format!("{}={}", topic.as_str(), form.value(topic.as_str())));
        let chosen = format!("{},daily={}", topics.join(","), form.value("daily"));
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
