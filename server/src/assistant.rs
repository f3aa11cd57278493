//! The assistant: questions to it. Its answer stands on the page, which a form leads back to.

use crate::form_post::FormPost;
use crate::response::FormTarget;
use axum::response::Response;
use desk::assistant;

const PAGE: &str = "/assistant";

pub(crate) async fn ask(post: FormPost) -> Response {
    post.submit(FormTarget::page(PAGE), async |desk, person, form| {
        assistant::ask(desk, person, form.value("question")).await?;
        Ok(format!("{PAGE}#last"))
    })
    .await
}

pub(crate) async fn clear(post: FormPost) -> Response {
    post.submit(FormTarget::below(PAGE, "clear"), async |desk, person, _| {
        assistant::clear(desk, person).await?;
        Ok(PAGE.to_owned())
    })
    .await
}
