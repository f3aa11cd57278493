//! Writes on somebody's own activities.

use crate::House;
use crate::answer::{Place, answer};
use crate::asking::Asking;
use crate::form::Form;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::activities;
use desk::people::Person;
use domain::Refusal;
use domain::activities::address;

pub(crate) async fn remove(
    State(house): State<House>,
    Path(number): Path<String>,
    asking: Asking,
    request: Request,
) -> Response {
    on_inbox(house, asking, request, &format!("{number}/remove"), async |house, person, form| {
        activities::remove(&house.desk, person, &number).await?;
        Ok(address(page(form), Some(&number)))
    })
    .await
}

pub(crate) async fn restore(
    State(house): State<House>,
    Path(number): Path<String>,
    asking: Asking,
    request: Request,
) -> Response {
    on_inbox(house, asking, request, &format!("{number}/restore"), async |house, person, form| {
        activities::restore(&house.desk, person, &number).await?;
        Ok(address(page(form), None))
    })
    .await
}

pub(crate) async fn see_all(State(house): State<House>, asking: Asking, request: Request) -> Response {
    on_inbox(house, asking, request, "read", async |house, person, form| {
        activities::see_all(&house.desk, person, form.value("until").parse().map_err(|_| Refusal::Malformed)?).await?;
        Ok(address(page(form), None))
    })
    .await
}

/// The page that the form stands on.
fn page(form: &Form) -> u32 {
    form.value("page").parse().unwrap_or(1)
}

async fn on_inbox<F>(house: House, asking: Asking, request: Request, verb: &str, act: F) -> Response
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
        (Some(person), Ok(())) => act(&house, person, &form).await.map_err(app::backstage::refusal),
    };
    let place = Place { page: address(page(&form), None), action: format!("/activities/{verb}") };
    answer(&house, &asking, place, form, result).await
}
