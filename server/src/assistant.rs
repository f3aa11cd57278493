//! Questions to the assistant. The answer stands on the page, which a form leads back to.

use crate::House;
use crate::answer::{Place, answer};
use crate::asking::Asking;
use crate::tickets::{read, told};
use axum::extract::{Request, State};
use axum::response::Response;

const PAGE: &str = "/assistant";

pub(crate) async fn ask(State(house): State<House>, asking: Asking, request: Request) -> Response {
    let (form, person) = read(&house, &asking, request).await;
    let result = match person {
        Ok(person) => told(desk::assistant::ask(&house.desk, &person, form.value("question")).await),
        Err(refusal) => Err(refusal),
    };
    let place = Place { page: PAGE.into(), action: PAGE.into() };
    answer(&house, &asking, place, form, result.map(|()| format!("{PAGE}#last"))).await
}

pub(crate) async fn clear(State(house): State<House>, asking: Asking, request: Request) -> Response {
    let (form, person) = read(&house, &asking, request).await;
    let result = match person {
        Ok(person) => told(desk::assistant::clear(&house.desk, &person).await),
        Err(refusal) => Err(refusal),
    };
    let place = Place { page: PAGE.into(), action: format!("{PAGE}/clear") };
    answer(&house, &asking, place, form, result.map(|()| PAGE.to_owned())).await
}
