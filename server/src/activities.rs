//! Activities (the inbox): reading, removing and restoring one's own.

use crate::form::Form;
use crate::form_post::FormPost;
use crate::response::FormTarget;
use axum::extract::Path;
use axum::response::Response;
use desk::activities;
use domain::Refusal;
use domain::activities::address;

pub(crate) async fn remove(Path(number): Path<String>, post: FormPost) -> Response {
    let target = form_target(&post.form, &format!("{number}/remove"));
    post.submit(target, async |desk, person, form| {
        activities::remove(desk, person, &number).await?;
        Ok(address(page(form), Some(&number)))
    })
    .await
}

pub(crate) async fn restore(Path(number): Path<String>, post: FormPost) -> Response {
    let target = form_target(&post.form, &format!("{number}/restore"));
    post.submit(target, async |desk, person, form| {
        activities::restore(desk, person, &number).await?;
        Ok(address(page(form), None))
    })
    .await
}

pub(crate) async fn see_all(post: FormPost) -> Response {
    let target = form_target(&post.form, "read");
    post.submit(target, async |desk, person, form| {
        activities::see_all(desk, person, form.value("until").parse().map_err(|_| Refusal::Malformed)?).await?;
        Ok(address(page(form), None))
    })
    .await
}

/// The page that the form stands on.
fn page(form: &Form) -> u32 {
    form.value("page").parse().unwrap_or(1)
}

fn form_target(form: &Form, verb: &str) -> FormTarget {
    FormTarget::new(address(page(form), None), format!("/activities/{verb}"))
}
