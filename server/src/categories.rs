//! The forms for the categories of the help centre.

use crate::form_post::FormPost;
use crate::path_segment;
use crate::response::FormTarget;
use axum::extract::Path;
use axum::response::Response;
use desk::help::categories;
use domain::{Reason, Refusal};

const PAGE: &str = "/help/manage/categories";

/// `name` of a new one.
pub(crate) async fn add(post: FormPost) -> Response {
    post.submit(FormTarget::page(PAGE), async |desk, person, form| {
        categories::add(desk, person, form.value("name")).await?;
        Ok(PAGE.to_owned())
    })
    .await
}

/// `rename` with a `name`, `place` with a `place`, or `delete`.
pub(crate) async fn act(Path((slug, verb)): Path<(String, String)>, post: FormPost) -> Response {
    let known = ["rename", "place", "delete"].contains(&verb.as_str());
    let safe = path_segment::is_plain(&slug, usize::MAX, b"-");
    let action = if known && safe { format!("{PAGE}/{slug}/{verb}") } else { PAGE.to_owned() };
    post.submit(FormTarget::new(PAGE, action), async |desk, person, form| {
        match verb.as_str() {
            "rename" => categories::rename(desk, person, &slug, form.value("name")).await?,
            "place" => {
                let place = form.value("place").parse().map_err(|_| Refusal::field("place", Reason::NotANumber))?;
                categories::place(desk, person, &slug, place).await?;
            }
            "delete" => categories::delete(desk, person, &slug).await?,
            _ => return Err(Refusal::NotFound.into()),
        }
        Ok(PAGE.to_owned())
    })
    .await
}
