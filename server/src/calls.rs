//! Phone calls: raising tickets for whoever has called, and calling back.

use crate::form_post::FormPost;
use crate::path_segment;
use crate::response::FormTarget;
use app::words::phone::{asked, ended};
use axum::extract::Path;
use axum::response::Response;
use desk::people::invite::{Invitation, invite};
use desk::phone::{self, CallResult, CallbackRequest};
use domain::Refusal;
use domain::listing::ListUrl as Address;

/// The form of a new ticket: an agent's is one for somebody.
pub(crate) fn new_ticket_page(company: &str, reporter: &str) -> String {
    let start = Address::parse("/tickets/new", "");
    if reporter.is_empty() { start.address() } else { start.with("company", company).with("for", reporter).address() }
}

/// Opens an account for somebody who has called, and goes on with their ticket.
pub(crate) async fn add_caller(post: FormPost) -> Response {
    let start = Address::parse("/tickets/new", "");
    let page = start.with("company", post.form.value("company")).with("add", "1").address();
    post.submit(FormTarget::new(page, "/tickets/new/people"), async |desk, person, form| {
        // Without a username an address is asked for: what becomes of the ticket is mailed.
        let new = Invitation { username: String::new(), ..form.invitation() };
        let invited = invite(desk, person, &new).await?;
        Ok(new_ticket_page(form.value("company"), &invited.slug))
    })
    .await
}

/// Asks for a call.
pub(crate) async fn ask(post: FormPost) -> Response {
    post.submit(FormTarget::page(CALLBACK), async |desk, person, form| {
        let wanted = CallbackRequest {
            company: form.value("company"),
            queue: form.value("queue"),
            subject: form.value("subject"),
            about: form.value("about"),
            number: form.value("number"),
            slot: form.value("slot"),
            describe: asked,
        };
        phone::request_callback(desk, person, wanted).await?;
        Ok(CALLBACK.to_owned())
    })
    .await
}

const CALLBACK: &str = "/support/callback";
const WORK: &str = "/work";

/// Claims a call, or records its outcome.
pub(crate) async fn act(Path((id, verb)): Path<(String, String)>, post: FormPost) -> Response {
    let action = format!("/work/calls/{}/{}", path_segment::name(&id), path_segment::name(&verb));
    post.submit(FormTarget::new(WORK, action), async |desk, person, form| {
        match verb.as_str() {
            "take" => phone::claim(desk, person, &id).await?,
            "done" => {
                let (outcome, note, again) = (form.value("outcome"), form.value("note"), form.value("again"));
                phone::finish(desk, person, &id, CallResult { outcome, note, again, describe: ended }).await?;
            }
            _ => return Err(Refusal::NotFound.into()),
        }
        Ok(WORK.to_owned())
    })
    .await
}
