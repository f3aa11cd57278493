//! What the desk does with companies.

use super::admin::plain;
use crate::House;
use crate::answer::{Place, answer};
use crate::asking::Asking;
use crate::form::Form;
use crate::tickets::{read, told};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::companies::manage::{self, Settings};
use desk::people::Person;
use domain::Refusal;

pub(crate) async fn create(State(house): State<House>, asking: Asking, request: Request) -> Response {
    let (form, person) = read(&house, &asking, request).await;
    let result = match person {
        Ok(person) => told(manage::create(&house.desk, &person, form.value("name")).await),
        Err(refusal) => Err(refusal),
    };
    let place = Place { page: "/admin/companies".into(), action: "/admin/companies".into() };
    answer(&house, &asking, place, form, result.map(|slug| format!("/admin/companies/{slug}"))).await
}

pub(crate) async fn act(
    State(house): State<House>,
    Path((slug, verb)): Path<(String, String)>,
    asking: Asking,
    request: Request,
) -> Response {
    let (form, person) = read(&house, &asking, request).await;
    let result = match person {
        Ok(person) => perform(&house, &person, &slug, &verb, &form).await,
        Err(refusal) => Err(refusal),
    };
    let page = format!("/admin/companies/{}", plain(&slug));
    let place = Place { action: format!("{page}/{}", plain(&verb)), page: page.clone() };
    answer(&house, &asking, place, form, result.map(|()| format!("{page}?done={verb}"))).await
}

async fn perform(house: &House, person: &Person, slug: &str, verb: &str, form: &Form) -> Result<(), Refusal> {
    let (desk, value) = (&house.desk, |name: &str| form.value(name));
    told(match verb {
        "edit" => {
            let csm = form.has("csm").then(|| value("csm"));
            let (name, sharing, manager) = (value("name"), value("sharing"), value("manager"));
            let sent = Settings { name, sharing, manager, csm, seen: form.seen() };
            manage::change(desk, person, slug, sent).await
        }
        "pick" => manage::pick(desk, person, slug, value("member"), true).await,
        "client" => manage::mark_client(desk, person, slug, value("member"), true).await,
        "own" => manage::mark_client(desk, person, slug, value("member"), false).await,
        "unpick" => manage::pick(desk, person, slug, value("member"), false).await,
        _ => Err(Refusal::NotFound.into()),
    })
}
