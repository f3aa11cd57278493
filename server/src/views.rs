//! Saved views of the dashboard: each write reads its form, calls the desk once and leads back to the list.

use crate::form::Form;
use crate::form_post::FormPost;
use crate::path_segment;
use crate::response::FormTarget;
use axum::extract::Path;
use axum::response::Response;
use desk::Desk;
use desk::people::Person;
use desk::views::{self, ViewChange, ViewDraft};
use domain::Refusal;
use domain::listing::Listing;

/// Saves the view of `query` under `name`, for `audience`, and opens it.
pub(crate) async fn save(post: FormPost) -> Response {
    let target = FormTarget::new(panel(&back(&post.form)), "/views");
    post.submit(target, async |desk, person, form| {
        let draft =
            ViewDraft { name: form.value("name"), audience: form.value("audience"), query: form.value("query") };
        let slug = views::save(desk, person, draft).await?;
        address(desk, person, &slug).await
    })
    .await
}

/// `rename`, `save` (its filters), `remove`, `up`, `down`, `first` (opens the dashboard) and `later`.
pub(crate) async fn change(Path((slug, verb)): Path<(String, String)>, post: FormPost) -> Response {
    // Whatever else the address holds is not said again.
    let known = path_segment::is_plain(&slug, usize::MAX, b"");
    let action = if known { format!("/views/{slug}/{verb}") } else { "/views".to_owned() };
    let target = FormTarget::new(panel(&back(&post.form)), action);
    post.submit(target, async |desk, person, form| {
        let slug = slug.as_str();
        let back = back(form);
        let change = |change| views::change(desk, person, slug, change);
        match verb.as_str() {
            "rename" => change(ViewChange { name: Some(form.value("name")), ..ViewChange::default() }).await,
            "save" => change(ViewChange { query: Some(form.value("query")), ..ViewChange::default() }).await,
            "remove" => views::remove(desk, person, slug).await,
            "up" | "down" => views::step(desk, person, slug, verb == "up").await,
            "first" | "later" => views::set_default(desk, person, slug, verb == "first").await,
            _ => Err(Refusal::NotFound.into()),
        }?;
        match verb.as_str() {
            "save" => address(desk, person, slug).await,
            "remove" if back.view == slug => Ok(panel(&Listing { view: String::new(), ..back })),
            _ => Ok(panel(&back)),
        }
    })
    .await
}

async fn address(desk: &Desk, person: &Person, slug: &str) -> desk::Result<String> {
    views::find(desk, person, slug).await.map(|view| view.listing().address())
}

/// The list that the form stood on.
fn back(form: &Form) -> Listing {
    Listing::parse(form.value("back")).0
}

/// A list with the panel of its views open: whoever moves a view moves the next one too.
fn panel(back: &Listing) -> String {
    let address = back.address();
    format!("{address}{}open=views", if address.contains('?') { '&' } else { '?' })
}
