//! People's pictures.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, refuse, respond};
use crate::signed_in::SignedIn;
use crate::tickets::told;
use crate::{AppState, files};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use desk::people::{Person, picture};
use domain::{Reason, Refusal};
use std::sync::Arc;

fn form_target() -> FormTarget {
    FormTarget { page: "/account".into(), action: "/account/picture".into() }
}

/// Takes a picture in. Of somebody signed out nothing is kept.
pub(crate) async fn set(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let store = context.person.as_ref().map(|_| state.desk.files());
    let result = match (context.person.clone(), Form::read(request, store).await) {
        (Some(person), Ok(form)) => keep(&state, &person, form).await,
        (None, _) => Err(Refusal::SignedOut),
        (_, Err((_, refusal))) => Err(refusal),
    };
    respond(&state, &context, form_target(), Form::default(), result.map(|()| "/account?done=picture".into())).await
}

async fn keep(state: &AppState, person: &Arc<Person>, form: Form) -> Result<(), Refusal> {
    // A file is refused under the name of its field here.
    let reason = form.faults.first().map(|fault| fault.reason.clone());
    let file = reason.map_or_else(|| form.files(), |reason| Err(Refusal::field("picture", reason)))?;
    let file = file.first().ok_or_else(|| Refusal::field("picture", Reason::Missing))?;
    told(picture::set_picture(&state.desk, person, file).await)
}

pub(crate) async fn remove(State(state): State<AppState>, context: RequestContext) -> Response {
    let result = match &context.person {
        Some(person) => told(picture::remove_picture(&state.desk, person).await),
        None => Err(Refusal::SignedOut),
    };
    let target = FormTarget { action: "/account/picture/remove".into(), ..form_target() };
    respond(&state, &context, target, Form::default(), result.map(|()| "/account?done=picture-removed".into())).await
}

/// A picture by its content, which never changes.
pub(crate) async fn fetch(
    State(state): State<AppState>,
    Path(address): Path<String>,
    SignedIn { person, format }: SignedIn,
) -> Response {
    match picture::fetch_picture(&state.desk, &person, &address).await {
        Ok(file) => {
            let mut response = files::send(file);
            let kept = HeaderValue::from_static("private, max-age=86400, immutable");
            response.headers_mut().insert(header::CACHE_CONTROL, kept);
            response
        }
        Err(error) => refuse(&app::server_context::refusal(error), format),
    }
}
