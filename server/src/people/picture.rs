//! People's pictures.

use crate::answer::{Place, answer, refused_plainly};
use crate::asking::Asking;
use crate::form::Form;
use crate::tickets::told;
use crate::{House, files};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use desk::people::{Person, picture};
use domain::{Reason, Refusal};
use std::sync::Arc;

fn place() -> Place {
    Place { page: "/account".into(), action: "/account/picture".into() }
}

/// Takes a picture in. Of somebody signed out nothing is kept.
pub(crate) async fn set(State(house): State<House>, asking: Asking, request: Request) -> Response {
    let store = asking.person.as_ref().map(|_| house.desk.files());
    let result = match (asking.person.clone(), Form::read(request, store).await) {
        (Some(person), Ok(form)) => keep(&house, &person, form).await,
        (None, _) => Err(Refusal::SignedOut),
        (_, Err((_, refusal))) => Err(refusal),
    };
    answer(&house, &asking, place(), Form::default(), result.map(|()| "/account?done=picture".into())).await
}

async fn keep(house: &House, person: &Arc<Person>, form: Form) -> Result<(), Refusal> {
    // A file is refused under the name of its field here.
    let reason = form.faults.first().map(|fault| fault.reason.clone());
    let file = reason.map_or_else(|| form.files(), |reason| Err(Refusal::field("picture", reason)))?;
    let file = file.first().ok_or_else(|| Refusal::field("picture", Reason::Missing))?;
    told(picture::set_picture(&house.desk, person, file).await)
}

pub(crate) async fn remove(State(house): State<House>, asking: Asking) -> Response {
    let result = match &asking.person {
        Some(person) => told(picture::remove_picture(&house.desk, person).await),
        None => Err(Refusal::SignedOut),
    };
    let place = Place { action: "/account/picture/remove".into(), ..place() };
    answer(&house, &asking, place, Form::default(), result.map(|()| "/account?done=picture-removed".into())).await
}

/// A picture by its content, which never changes.
pub(crate) async fn fetch(
    State(house): State<House>,
    Path(address): Path<String>,
    asking: Asking,
    headers: HeaderMap,
) -> Response {
    let Some(person) = &asking.person else { return refused_plainly(&Refusal::SignedOut, &headers) };
    match picture::fetch_picture(&house.desk, person, &address).await {
        Ok(file) => {
            let mut response = files::send(file);
            let kept = HeaderValue::from_static("private, max-age=86400, immutable");
            response.headers_mut().insert(header::CACHE_CONTROL, kept);
            response
        }
        Err(error) => refused_plainly(&app::backstage::refusal(error), &headers),
    }
}
