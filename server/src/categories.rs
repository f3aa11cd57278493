//! The forms for the categories of the help centre.

use crate::House;
use crate::answer::{Place, answer};
use crate::asking::Asking;
use crate::form::Form;
use crate::tickets::{read, told};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::help::categories;
use desk::people::Person;
use domain::{Reason, Refusal};

const PAGE: &str = "/help/manage/categories";

/// `name` of a new one.
pub(crate) async fn add(State(house): State<House>, asking: Asking, request: Request) -> Response {
    let (form, person) = read(&house, &asking, request).await;
    let result = match person {
        Ok(person) => told(categories::add(&house.desk, &person, form.value("name")).await),
        Err(refusal) => Err(refusal),
    };
    let place = Place { page: PAGE.into(), action: PAGE.into() };
    answer(&house, &asking, place, form, result.map(|()| PAGE.to_owned())).await
}

/// `rename` with a `name`, `place` with a `place`, or `delete`.
pub(crate) async fn act(
    State(house): State<House>,
    Path((slug, verb)): Path<(String, String)>,
    asking: Asking,
    request: Request,
) -> Response {
    let (form, person) = read(&house, &asking, request).await;
    let result = match person {
        Ok(person) => settle(&house, &person, &slug, &verb, &form).await,
        Err(refusal) => Err(refusal),
    };
    let known = ["rename", "place", "delete"].contains(&verb.as_str());
    let safe = slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let action = if known && safe { format!("{PAGE}/{slug}/{verb}") } else { PAGE.to_owned() };
    answer(&house, &asking, Place { page: PAGE.into(), action }, form, result.map(|()| PAGE.to_owned())).await
}

async fn settle(house: &House, person: &Person, slug: &str, verb: &str, form: &Form) -> Result<(), Refusal> {
    let desk = &house.desk;
    told(match verb {
        "rename" => categories::rename(desk, person, slug, form.value("name")).await,
        "place" => {
            let place = form.value("place").parse().map_err(|_| Refusal::field("place", Reason::NotANumber))?;
            categories::place(desk, person, slug, place).await
        }
        "delete" => categories::delete(desk, person, slug).await,
        _ => return Err(Refusal::NotFound),
    })
}
