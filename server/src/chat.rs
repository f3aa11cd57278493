//! Writes in chats. Messages are sent as replies to the ticket.

use crate::form::Form;
use crate::form_post::{FormPost, WithFiles};
use crate::response::{FormTarget, refuse};
use crate::ticket_post::{TicketPost, chat_page};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::chat::{self, FirstMessage, PresenceReport};
use domain::refusal::Faults;
use domain::{Reason, Refusal};

const PAGE: &str = "/chat";

pub(crate) async fn start(WithFiles(post): WithFiles) -> Response {
    let place = post.form.new_ticket_place();
    post.submit_draft(FormTarget::page(PAGE), &place, async |desk, person, form| {
        let first = FirstMessage {
            company: form.value("company").to_owned(),
            body: form.value("body").to_owned(),
            html: form.value("html").to_owned(),
            key: form.idempotency_key()?,
            files: form.files()?,
            draft_ref: form.draft_ref(),
        };
        chat::start(desk, person, first).await.map(|number| chat_page(&number))
    })
    .await
}

pub(crate) async fn reply(post: TicketPost) -> Response {
    post.in_chat("messages", async |desk, person, number, form| {
        let message = chat::reply(desk, person, number, form.message()?).await?;
        Ok(format!("{}#m-{message}", chat_page(number)))
    })
    .await
}

/// `next` is the chat that has waited longest.
pub(crate) async fn accept(post: TicketPost) -> Response {
    post.in_chat("accept", async |desk, person, number, _| {
        let named = Some(number).filter(|number| *number != "next");
        chat::accept(desk, person, named).await.map(|number| chat_page(&number))
    })
    .await
}

pub(crate) async fn transfer(post: TicketPost) -> Response {
    post.in_chat("transfer", async |desk, person, number, form| {
        chat::transfer(desk, person, number, form.value("to"), form.value("note")).await?;
        // Into a queue that they do not answer, it is not theirs to look at any more.
        match chat::conversation(desk, person, number, None, 1).await {
            Ok(_) => Ok(chat_page(number)),
            Err(_) => Ok(PAGE.to_owned()),
        }
    })
    .await
}

pub(crate) async fn end(post: TicketPost) -> Response {
    post.in_chat("end", async |desk, person, number, form| {
        chat::end(desk, person, number, form.value("solved") == "1").await.map(|()| chat_page(number))
    })
    .await
}

/// Who looks, types, and has read what. Said by scripts, which want no page in return.
pub(crate) async fn report_presence(Path(number): Path<String>, mut post: FormPost) -> Response {
    let result = post.run(async |desk, person, form| match report(form) {
        Ok(report) => chat::report_presence(desk, person, &number, report).await,
        // Only those in the chat hear what is wrong with it.
        Err(wrong) => {
            chat::report_presence(desk, person, &number, PresenceReport::default()).await.and(Err(wrong.into()))
        }
    });
    match result.await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => refuse(&refusal, post.context.format),
    }
}

/// What is not known here is refused without a word about it.
fn report(form: &Form) -> Result<PresenceReport, Refusal> {
    let unknown = || Refusal::field("signal", Reason::BadValue);
    let mut report = PresenceReport::default();
    for (name, value) in &form.fields {
        let flag = match value.as_str() {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        };
        match name.as_str() {
            "typing" => report.typing = Some(flag.ok_or_else(unknown)?),
            "here" => report.here = Some(flag.ok_or_else(unknown)?),
            "read" => report.read = Some(value.clone()),
            _ => return Err(unknown()),
        }
    }
    Ok(report)
}

/// An agent's own: whether they take chats, and how many.
pub(crate) async fn set_availability(post: FormPost) -> Response {
    post.submit(FormTarget::new(PAGE, "/chats/me"), async |desk, person, form| {
        let mut faults = Faults::default();
        let available = match form.value("available") {
            "" => None,
            "1" => Some(true),
            "0" => Some(false),
            _ => faults.check_field("available", Err(Reason::BadValue)),
        };
        let capacity = match form.value("capacity") {
            "" => None,
            text => faults.check_field("capacity", text.parse().map_err(|_| Reason::NotANumber)),
        };
        faults.into_result()?;
        chat::available(desk, person, available, capacity).await.map(|()| PAGE.to_owned())
    })
    .await
}
