//! Opening hours and closed days.

use crate::House;
use crate::answer::{Place, answer};
use crate::asking::Asking;
use crate::form::Form;
use crate::tickets::{read, told};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use domain::calendar::edit::{Draft, ROWS_MAX, Row};

pub(crate) async fn save(
    State(house): State<House>,
    Path(slug): Path<String>,
    asking: Asking,
    request: Request,
) -> Response {
    let (form, person) = read(&house, &asking, request).await;
    let page = page_of(&slug);
    let result = match person {
        Ok(person) => told(desk::calendars::save(&house.desk, &person, &slug, &draft(&form)).await),
        Err(refusal) => Err(refusal),
    };
    let place = Place { page: page.clone(), action: page.clone() };
    answer(&house, &asking, place, form, result.map(|()| format!("{page}?done=1"))).await
}

fn draft(form: &Form) -> Draft {
    let row = |place: usize| {
        let text = |name: &str| form.value(&format!("{name}.{place}")).to_owned();
        Row { first: text("first"), last: text("last"), from: text("from"), until: text("until") }
    };
    Draft {
        zone: form.value("zone").to_owned(),
        rows: (0..ROWS_MAX).map(row).collect(),
        lists: form.all("list").map(str::to_owned).collect(),
        days: form.value("days").to_owned(),
        seen: form.seen(),
    }
}

fn page_of(slug: &str) -> String {
    let safe = slug.len() <= 64 && slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    format!("/admin/calendars/{}", if safe { slug } else { "0" })
}
