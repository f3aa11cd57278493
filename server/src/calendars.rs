//! Opening hours and closed days.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, respond};
use crate::tickets::{read, told};
use crate::{AppState, path_segment};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use domain::calendar::edit::{Draft, ROWS_MAX, Row};

pub(crate) async fn save(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let page = page_of(&slug);
    let result = match person {
        Ok(person) => told(desk::calendars::save(&state.desk, &person, &slug, &draft(&form)).await),
        Err(refusal) => Err(refusal),
    };
    let target = FormTarget { page: page.clone(), action: page.clone() };
    respond(&state, &context, target, form, result.map(|()| format!("{page}?done=1"))).await
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
    format!("/admin/calendars/{}", path_segment::plain(slug, 64, b"-"))
}
