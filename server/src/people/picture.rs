//! Profile pictures: upload, removal and download.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::form_post::WithFiles;
use crate::response::{FormTarget, refuse, respond};
use crate::signed_in::SignedIn;
use crate::{AppState, files};
use app::server_context::refusal;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use desk::files::Upload;
use desk::people::picture;
use domain::{Reason, Refusal};

const PAGE: &str = "/account";

/// Takes a picture in. Of somebody signed out nothing is kept.
pub(crate) async fn set(WithFiles(mut post): WithFiles) -> Response {
    let kept = post.run(async |desk, person, form| picture::set_picture(desk, person, &sent(form)?).await);
    let result = kept.await.map(|()| format!("{PAGE}?done=picture"));
    post.form = Form::default();
    post.respond(FormTarget::below(PAGE, "picture"), result).await
}

/// The file that was sent. It is refused under the name of its field here.
fn sent(form: &Form) -> Result<Upload, Refusal> {
    match form.faults.first() {
        Some(fault) => Err(Refusal::field("picture", fault.reason.clone())),
        None => form.files.first().cloned().ok_or_else(|| Refusal::field("picture", Reason::Missing)),
    }
}

pub(crate) async fn remove(State(state): State<AppState>, context: RequestContext) -> Response {
    let result = match &context.person {
        Some(person) => picture::remove_picture(&state.desk, person).await.map_err(refusal),
        None => Err(Refusal::SignedOut),
    };
    let to = result.map(|()| format!("{PAGE}?done=picture-removed"));
    respond(&state, &context, FormTarget::below(PAGE, "picture/remove"), Form::default(), to).await
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
        Err(error) => refuse(&refusal(error), format),
    }
}
