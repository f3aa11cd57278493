//! Calendars: forms for business hours and holidays.

use crate::form::Form;
use crate::form_post::FormPost;
use crate::path_segment;
use crate::response::FormTarget;
use axum::extract::Path;
use axum::response::Response;
use desk::calendars;
use domain::calendar::edit::{CalendarDraft, HoursRow, ROWS_MAX};

pub(crate) async fn save(Path(slug): Path<String>, post: FormPost) -> Response {
    let page = format!("/admin/calendars/{}", path_segment::plain(&slug, 64, b"-"));
    post.submit(FormTarget::page(&page), async |desk, person, form| {
        calendars::save(desk, person, &slug, &draft(form)).await?;
        Ok(format!("{page}?done=1"))
    })
    .await
}

fn draft(form: &Form) -> CalendarDraft {
    let row = |place: usize| {
        let text = |name: &str| form.value(&format!("{name}.{place}")).to_owned();
        HoursRow { first: text("first"), last: text("last"), from: text("from"), until: text("until") }
    };
    CalendarDraft {
        zone: form.value("zone").to_owned(),
        rows: (0..ROWS_MAX).map(row).collect(),
        lists: form.all("list").map(str::to_owned).collect(),
        days: form.value("days").to_owned(),
        seen: form.seen(),
    }
}
