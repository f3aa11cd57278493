//! Form posts: an extractor reads the form and knows its sender, a handler says what to do with it and where that leads, and
//! whatever is refused comes back with its form.
//!
//! A refused form is shown again on a page that has to be rendered, so the response is made by methods of the extractor and not
//! by a response type of its own.

use crate::AppState;
use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, ResponseFormat, respond};
use app::server_context::refusal;
use axum::RequestExt;
use axum::extract::{FromRequest, Request};
use axum::response::Response;
use desk::people::Person;
use desk::{Desk, drafts};
use domain::Refusal;
use std::convert::Infallible;
use std::sync::Arc;

/// A form and whoever sent it. Files that came along are dropped unread.
///
/// Extracting it never fails: what is wrong with the form, or that nobody is signed in, is told by the response.
pub(crate) struct FormPost {
    pub state: AppState,
    pub context: RequestContext,
    /// What could be read of the form. A refused form comes back as it is by then.
    pub form: Form,
    /// Why the form could not be read to its end.
    unread: Option<Refusal>,
}

/// The same with the files that came along, for forms that have some. Of somebody signed out none is kept.
pub(crate) struct WithFiles(pub FormPost);

impl FormPost {
    pub(crate) async fn read(mut request: Request, state: &AppState, with_files: bool) -> Self {
        let Ok(context) = request.extract_parts::<RequestContext>().await;
        let store = (with_files && context.person.is_some()).then(|| state.desk.files());
        let (form, unread) = match Form::read(request, store).await {
            Ok(form) => (form, None),
            Err((form, refusal)) => (form, Some(refusal)),
        };
        Self { state: state.clone(), context, form, unread }
    }

    /// Who sent the form, as long as it could be read.
    ///
    /// # Errors
    /// `SignedOut`; otherwise `TooLarge` or `Malformed`.
    pub fn sender(&self) -> Result<Arc<Person>, Refusal> {
        let person = self.context.person.clone().ok_or(Refusal::SignedOut)?;
        self.unread.clone().map_or(Ok(person), Err)
    }

    /// Does what a form of somebody signed in asks for.
    ///
    /// # Errors
    /// Like `sender`, and what `act` refuses.
    pub async fn run<T, F>(&mut self, act: F) -> Result<T, Refusal>
    where
        F: AsyncFnOnce(&Desk, &Person, &mut Form) -> desk::Result<T>,
    {
        let person = self.sender()?;
        act(&self.state.desk, &person, &mut self.form).await.map_err(refusal)
    }

    /// Does what a form of anybody asks for, signed in or not.
    ///
    /// # Errors
    /// `TooLarge` or `Malformed`, and what `act` refuses.
    pub async fn run_for_anyone<T, F>(&self, act: F) -> Result<T, Refusal>
    where
        F: AsyncFnOnce(&Desk, &RequestContext, &Form) -> desk::Result<T>,
    {
        self.unread.clone().map_or(Ok(()), Err)?;
        act(&self.state.desk, &self.context, &self.form).await.map_err(refusal)
    }

    /// Responds with the address that the form led to, or with the refusal and the form.
    pub async fn respond(&mut self, target: FormTarget, result: Result<String, Refusal>) -> Response {
        respond(&self.state, &self.context, target, std::mem::take(&mut self.form), result).await
    }

    /// Runs `act` for somebody signed in and responds with the address that it leads to.
    pub async fn submit<F>(mut self, target: FormTarget, act: F) -> Response
    where
        F: AsyncFnOnce(&Desk, &Person, &mut Form) -> desk::Result<String>,
    {
        let result = self.run(act).await;
        self.respond(target, result).await
    }

    /// The same of a form that is written as a draft at `place`, where its files wait when it is refused.
    pub async fn submit_draft<F>(mut self, target: FormTarget, place: &str, act: F) -> Response
    where
        F: AsyncFnOnce(&Desk, &Person, &mut Form) -> desk::Result<String>,
    {
        let result = self.run(act).await;
        self.respond_to_draft(target, place, result).await
    }

    /// Responds like `respond`. Files of a form that comes back refused wait where it is written, and its page names them: a
    /// browser lets no page choose files.
    pub async fn respond_to_draft(
        &mut self,
        target: FormTarget,
        place: &str,
        result: Result<String, Refusal>,
    ) -> Response {
        if result.is_err() && self.context.format == ResponseFormat::Page {
            self.keep_files(place).await;
        }
        self.respond(target, result).await
    }

    async fn keep_files(&mut self, place: &str) {
        let (desk, form) = (&self.state.desk, &mut self.form);
        let Some(person) = &self.context.person else { return };
        let files = std::mem::take(&mut form.files);
        if !files.is_empty() {
            let Ok(kept) = drafts::receive(desk, person, place, &files).await else { return };
            form.fields.extend(kept.into_iter().map(|file| ("upload".to_owned(), file.id)));
            form.had_files = !form.faults.is_empty();
        }
        if form.has("upload") {
            let there = drafts::read(desk, person, place).await.unwrap_or_default().files;
            form.waiting = there.into_iter().filter(|file| form.all("upload").any(|id| id == file.id)).collect();
        }
    }
}

impl FromRequest<AppState> for FormPost {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self::read(request, state, false).await)
    }
}

impl FromRequest<AppState> for WithFiles {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self(FormPost::read(request, state, true).await))
    }
}
