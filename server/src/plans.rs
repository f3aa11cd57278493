//! Writes on plans: requests, what becomes of them, and what administrators set.

pub(crate) mod setup;

use crate::form::Form;
use crate::form_post::FormPost;
use crate::path_segment;
use crate::response::FormTarget;
use app::words::words;
use axum::extract::Path;
use axum::response::Response;
use desk::plans::change::{self, Helpers, PlanChange};
use desk::plans::{NewRequest, decide, file as filing};
use domain::listing::ListUrl as Address;
use domain::people::email;
use domain::plans::{RequestDraft, RequestKind};
use domain::refusal::Faults;
use domain::{Reason, Refusal};

/// Files a request, or prepares one for somebody who may. Leads to the request's page.
pub(crate) async fn file(post: FormPost) -> Response {
    let page = Address::parse("/plan/requests/new", "")
        .with("company", post.form.value("company"))
        .with("product", post.form.value("product"))
        .with("kind", post.form.value("kind"))
        .with("contact", post.form.value("corrects"));
    post.submit(FormTarget::new(page.address(), "/plan/requests"), async |desk, person, form| {
        let key = form.idempotency_key()?;
        let sent = NewRequest {
            company: form.value("company"),
            product: form.value("product"),
            draft: draft(form)?,
            to: form.value("to"),
            asked_by: form.value("asked_by"),
            approve: form.value("approve") == "1",
            confirmed: form.value("confirm") == "1",
            key: &key,
            text: words().plans().ticket,
        };
        filing::file(desk, person, sent).await.map(|id| page_of(&id))
    })
    .await
}

/// `keep.{contact}` says `keep` or `remove`; whoever is not named keeps the seat.
fn draft(form: &Form) -> Result<RequestDraft, Refusal> {
    let mut faults = Faults::default();
    let kind = match form.value("kind") {
        "" => Some(RequestKind::Add),
        name => faults.check_field("kind", RequestKind::parse(name).ok_or(Reason::BadValue)),
    };
    let mut removes = Vec::new();
    for (name, value) in &form.fields {
        match (name.strip_prefix("keep."), value.as_str()) {
            (Some(contact), "remove") => removes.push(contact.to_owned()),
            (None, _) | (Some(_), "keep") => {}
            (Some(_), _) => faults.add(name, Reason::BadValue),
        }
    }
    faults.into_result()?;
    let text = |name: &str| form.value(name).to_owned();
    Ok(RequestDraft {
        kind: kind.unwrap_or_default(),
        corrects: text("corrects"),
        first_name: text("first_name"),
        last_name: text("last_name"),
        position: text("position"),
        email: text("email"),
        phone: text("phone"),
        removes,
        unlinks: unlinks(form),
    })
}

/// Whether an agent has read that the corrected address takes the seat from its holder: by ticking the box, or because the page
/// said so of this very address before it was sent.
fn unlinks(form: &Form) -> bool {
    let warned = form.value("warned");
    form.value("unlinks") == "1" || !warned.is_empty() && email::same(warned, form.value("email"))
}

fn page_of(id: &str) -> String {
    format!("/plan/requests/{}", path_segment::id(id))
}

/// `file`, `withdraw`, `approve` with what was adjusted, or `decline` with a `reason`.
pub(crate) async fn decide(Path((id, verb)): Path<(String, String)>, post: FormPost) -> Response {
    let page = page_of(&id);
    let target = FormTarget::verb(&page, &verb, &["file", "withdraw", "approve", "decline"]);
    post.submit(target, async |desk, person, form| {
        match verb.as_str() {
            "file" => filing::forward(desk, person, &id, words().plans().ticket).await?,
            "withdraw" => decide::withdraw(desk, person, &id).await?,
            "decline" => decide::decline(desk, person, &id, form.value("reason")).await?,
            "approve" => {
                let adjusted = if form.has("adjusted") { Some(draft(form)?) } else { None };
                decide::approve(desk, person, &id, adjusted, form.value("confirm") == "1").await?;
            }
            _ => return Err(Refusal::NotFound.into()),
        }
        Ok(page)
    })
    .await
}

/// Sets a plan of `company`, that for `product` or for everything else.
pub(crate) async fn change(post: FormPost) -> Response {
    let page = company_page(&post.form);
    post.submit(FormTarget::new(&page, "/plan/change"), async |desk, person, form| {
        let sent = PlanChange {
            level: form.value("level"),
            limit: form.value("limit"),
            ends_on: form.value("ends_on"),
            grace_days: form.value("grace_days"),
            suspended: form.value("suspended") == "1",
            choose_by: form.value("choose_by"),
        };
        change::change(desk, person, form.value("company"), form.value("product"), sent).await.map(|()| page)
    })
    .await
}

/// Sets who looks after `company`.
pub(crate) async fn set_helpers(post: FormPost) -> Response {
    let page = company_page(&post.form);
    post.submit(FormTarget::new(&page, "/plan/company"), async |desk, person, form| {
        let sent = Helpers {
            account_manager: form.value("account_manager"),
            csm: form.value("csm"),
            team_queue: form.value("team_queue"),
        };
        change::set_helpers(desk, person, form.value("company"), sent).await.map(|()| page)
    })
    .await
}

fn company_page(form: &Form) -> String {
    Address::parse("/plan", "").with("company", form.value("company")).address()
}
