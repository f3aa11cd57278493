//! What the desk does with accounts. Each form leads back to the person's page, which says what was done.

use crate::House;
use crate::answer::{Place, answer};
use crate::asking::Asking;
use crate::form::Form;
use crate::tickets::{read, told};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::people::{Person, manage};
use domain::Refusal;
use domain::people::account::Details;

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
    let page = page_of(&slug);
    let place = Place { action: format!("{page}/{}", plain(&verb)), page: page.clone() };
    answer(&house, &asking, place, form, result.map(|()| format!("{page}?done={verb}"))).await
}

async fn perform(house: &House, person: &Person, slug: &str, verb: &str, form: &Form) -> Result<(), Refusal> {
    let desk = &house.desk;
    told(match verb {
        "join" => manage::join(desk, person, slug, form.value("company"), form.value("role")).await,
        "leave" => manage::leave(desk, person, slug, form.value("company")).await,
        "edit" => manage::correct(desk, person, slug, &details(form)).await,
        "disable" => manage::set_active(desk, person, slug, false).await,
        "enable" => manage::set_active(desk, person, slug, true).await,
        "reset" => manage::send_reset(desk, person, slug).await,
        "second-off" => manage::drop_second(desk, person, slug).await,
        "sign-out" => manage::end_sessions(desk, person, slug).await,
        _ => Err(Refusal::NotFound.into()),
    })
}

pub(super) fn details(form: &Form) -> Details {
    let text = |name: &str| form.value(name).to_owned();
    Details {
        first_name: text("first_name"),
        last_name: text("last_name"),
        position: text("position"),
        phone: text("phone"),
    }
}

fn page_of(slug: &str) -> String {
    format!("/admin/people/{}", plain(slug))
}

pub(super) fn plain(text: &str) -> &str {
    let safe =
        !text.is_empty() && text.len() <= 100 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    if safe { text } else { "0" }
}
