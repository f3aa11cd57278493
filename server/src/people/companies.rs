//! Administration of companies by the desk.

use crate::form::Form;
use crate::form_post::FormPost;
use crate::path_segment::name;
use crate::response::FormTarget;
use axum::extract::Path;
use axum::response::Response;
use desk::Desk;
use desk::companies::manage::{self, CompanyChange};
use desk::people::Person;
use domain::Refusal;

const PAGE: &str = "/admin/companies";

pub(crate) async fn create(post: FormPost) -> Response {
    post.submit(FormTarget::page(PAGE), async |desk, person, form| {
        manage::create(desk, person, form.value("name")).await.map(|slug| format!("{PAGE}/{slug}"))
    })
    .await
}

pub(crate) async fn act(Path((slug, verb)): Path<(String, String)>, post: FormPost) -> Response {
    let page = format!("{PAGE}/{}", name(&slug));
    post.submit(FormTarget::below(&page, name(&verb)), async |desk, person, form| {
        perform(desk, person, &slug, &verb, form).await.map(|()| format!("{page}?done={verb}"))
    })
    .await
}

async fn perform(desk: &Desk, person: &Person, slug: &str, verb: &str, form: &Form) -> desk::Result<()> {
    let value = |name: &str| form.value(name);
    match verb {
        "edit" => {
            let csm = form.has("csm").then(|| value("csm"));
            let (name, sharing, manager) = (value("name"), value("sharing"), value("manager"));
            let sent = CompanyChange { name, sharing, manager, csm, seen: form.seen() };
            manage::change(desk, person, slug, sent).await
        }
        "pick" => manage::pick(desk, person, slug, value("member"), true).await,
        "client" => manage::mark_client(desk, person, slug, value("member"), true).await,
        "own" => manage::mark_client(desk, person, slug, value("member"), false).await,
        "unpick" => manage::pick(desk, person, slug, value("member"), false).await,
        _ => Err(Refusal::NotFound.into()),
    }
}
