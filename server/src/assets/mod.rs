//! Writes on assets. Each reads its form, calls the desk once and responds.

pub(crate) mod column_settings;
pub(crate) mod export;
pub(crate) mod link;

use crate::form::Form;
use crate::form_post::FormPost;
use crate::path_segment;
use crate::response::FormTarget;
use axum::extract::Path;
use axum::response::Response;
use desk::people::Person;
use desk::{Desk, assets};
use domain::Refusal;
use domain::assets::AssetDraft;
use domain::listing::ListUrl as Address;

fn draft(form: &Form) -> AssetDraft {
    let text = |name: &str| form.value(name).to_owned();
    AssetDraft {
        name: text("name"),
        identifier: text("identifier"),
        assignee: text("assignee"),
        seats: text("seats"),
        attributes: form.attributes(),
        seen: form.seen(),
    }
}

pub(crate) async fn create(post: FormPost) -> Response {
    let page = new_page().with("category", post.form.value("category")).with("company", post.form.value("company"));
    post.submit(FormTarget::new(page.address(), "/assets/new"), async |desk, person, form| {
        let (category, company, key) = (form.value("category"), form.value("company"), form.idempotency_key()?);
        let id = assets::save::create(desk, person, category, company, &draft(form), &key).await?;
        Ok(page_of(&id))
    })
    .await
}

/// Adds a category, and goes on with the first asset of it.
pub(crate) async fn add_category(post: FormPost) -> Response {
    post.submit(FormTarget::new("/assets/new", "/assets/categories"), async |desk, person, form| {
        let (name, licences) = (form.value("name"), form.value("licences") == "1");
        let slug = assets::categories::add_category(desk, person, name, licences).await?;
        Ok(new_page().with("category", slug).address())
    })
    .await
}

fn new_page() -> Address {
    Address::parse("/assets/new", "")
}

fn page_of(id: &str) -> String {
    format!("/assets/{}", path_segment::id(id))
}

/// A write on one asset, after which its page is shown.
async fn on_asset<F>(mut post: FormPost, id: &str, target: FormTarget, act: F) -> Response
where
    F: AsyncFnOnce(&Desk, &Person, &mut Form) -> desk::Result<()>,
{
    let result = post.run(act).await;
    if let (Some(person), Err(Refusal::NotFound)) = (&post.context.person, &result) {
        assets::note_denied(&post.state.desk, person, id);
    }
    post.respond(target, result.map(|()| page_of(id))).await
}

/// Has a page of its own, on which a refused form is shown again.
pub(crate) async fn edit(Path(id): Path<String>, post: FormPost) -> Response {
    let target = FormTarget::page(format!("{}/edit", page_of(&id)));
    on_asset(post, &id, target, async |desk, person, form| {
        let draft = draft(form);
        assets::save::edit(desk, person, &id, &draft).await
    })
    .await
}

/// `holder` gets a seat; `leaver` gives one back.
pub(crate) async fn seats(Path(id): Path<String>, post: FormPost) -> Response {
    on_asset(post, &id, FormTarget::below(page_of(&id), "seats"), async |desk, person, form| {
        let (slug, wanted) = one_of(form, "holder", "leaver");
        assets::seats::seat(desk, person, &id, slug, wanted).await
    })
    .await
}

/// `company` gets to see it; `without` no longer does.
pub(crate) async fn shares(Path(id): Path<String>, post: FormPost) -> Response {
    on_asset(post, &id, FormTarget::below(page_of(&id), "shares"), async |desk, person, form| {
        let (company, wanted) = one_of(form, "company", "without");
        assets::shares::share(desk, person, &id, company, wanted).await
    })
    .await
}

/// The value of whichever field was sent, and whether it adds.
fn one_of<'a>(form: &'a Form, adds: &str, takes: &str) -> (&'a str, bool) {
    if form.has(takes) { (form.value(takes), false) } else { (form.value(adds), true) }
}
