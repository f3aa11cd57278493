//! Form posts about one ticket: on its page, or in its chat.

use crate::AppState;
use crate::form::Form;
use crate::form_post::FormPost;
use crate::path_segment::ticket_number;
use crate::response::FormTarget;
use app::server_context::refusal;
use axum::RequestExt;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest, Path, Request};
use axum::response::Response;
use desk::people::Person;
use desk::{Desk, tickets};
use domain::Refusal;
use serde::Deserialize;

pub(crate) fn ticket_page(number: &str) -> String {
    format!("/tickets/{}", ticket_number(number))
}

pub(crate) fn chat_page(number: &str) -> String {
    format!("/chat/{}", ticket_number(number))
}

/// A form with its files, sent to an address that holds a ticket's `{number}`.
pub(crate) struct TicketPost {
    number: String,
    post: FormPost,
}

#[derive(Deserialize)]
struct TicketPath {
    number: String,
}

impl FromRequest<AppState> for TicketPost {
    type Rejection = PathRejection;

    async fn from_request(mut request: Request, state: &AppState) -> Result<Self, PathRejection> {
        let Path(TicketPath { number }) = request.extract_parts::<Path<TicketPath>>().await?;
        Ok(Self { number, post: FormPost::read(request, state, true).await })
    }
}

impl TicketPost {
    /// A write that the ticket's page has a form for, sent to `verb` below it. `act` gets the number as it was sent.
    pub async fn on_ticket<F>(self, verb: &str, act: F) -> Response
    where
        F: AsyncFnOnce(&Desk, &Person, &str, &mut Form) -> desk::Result<String>,
    {
        let page = ticket_page(&self.number);
        self.submit(page, verb, act).await
    }

    /// The same on the page of the ticket's chat.
    pub async fn in_chat<F>(self, verb: &str, act: F) -> Response
    where
        F: AsyncFnOnce(&Desk, &Person, &str, &mut Form) -> desk::Result<String>,
    {
        let page = chat_page(&self.number);
        self.submit(page, verb, act).await
    }

    async fn submit<F>(mut self, page: String, verb: &str, act: F) -> Response
    where
        F: AsyncFnOnce(&Desk, &Person, &str, &mut Form) -> desk::Result<String>,
    {
        let (number, post) = (&self.number, &mut self.post);
        let result = match post.sender() {
            Ok(person) => {
                let result = act(&post.state.desk, &person, number, &mut post.form).await.map_err(refusal);
                if result == Err(Refusal::NotFound) {
                    tickets::audit_denied(&post.state.desk, &person, number);
                }
                result
            }
            Err(refusal) => Err(refusal),
        };
        post.respond_to_draft(FormTarget::below(page, verb), number, result).await
    }
}
