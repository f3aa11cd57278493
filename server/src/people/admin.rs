//! What the desk does with accounts. Each form leads back to the person's page, which says what was done.

use super::passkeys::site;
use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, respond};
use crate::tickets::{read, told};
use crate::{AppState, pages, path_segment};
use app::session::Echo;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::people::invite::{self, Invited};
use desk::people::passkeys::Site;
use desk::people::{Person, access, manage};
use domain::Refusal;

pub(crate) async fn act(
    State(state): State<AppState>,
    Path((slug, verb)): Path<(String, String)>,
    context: RequestContext,
    request: Request,
) -> Response {
    let site = site(&state, request.headers());
    let (form, person) = read(&state, &context, request).await;
    let page = page_of(&slug);
    let result = match person {
        Ok(person) if verb == "reset" => match told(access::send_reset(&state.desk, &person, &slug).await) {
            Ok(Some(link)) => return hand_over(&state, &context, &site, page, &link).await,
            sent => sent.map(drop),
        },
        Ok(person) => perform(&state, &person, &slug, &verb, &form).await,
        Err(refusal) => Err(refusal),
    };
    let target = FormTarget { action: format!("{page}/{}", path_segment::name(&verb)), page: page.clone() };
    respond(&state, &context, target, form, result.map(|()| format!("{page}?done={verb}"))).await
}

/// Opens an account for somebody.
pub(crate) async fn invite(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let site = site(&state, request.headers());
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => told(invite::invite(&state.desk, &person, &form.invitation()).await),
        Err(refusal) => Err(refusal),
    };
    let target = FormTarget { page: "/admin/people".into(), action: "/admin/people".into() };
    match result {
        Ok(Invited { slug, link: Some(link) }) => hand_over(&state, &context, &site, page_of(&slug), &link).await,
        Ok(Invited { slug, link: None }) => {
            respond(&state, &context, target, form, Ok(format!("{}?done=invited", page_of(&slug)))).await
        }
        Err(refusal) => respond(&state, &context, target, form, Err(refusal)).await,
    }
}

/// The person's page with a link that no other page will ever show: to be given to somebody who reads no mail.
async fn hand_over(state: &AppState, context: &RequestContext, site: &Site, page: String, link: &str) -> Response {
    let action = format!("{page}/link");
    let fields = vec![("link".to_owned(), format!("{}{link}", site.origin))];
    let echo = Echo { page: page.clone(), action, fields, refusal: None, files_lost: false, waiting: Vec::new() };
    pages::render(state, context, &page, Some(echo), None).await
}

async fn perform(state: &AppState, person: &Person, slug: &str, verb: &str, form: &Form) -> Result<(), Refusal> {
    let desk = &state.desk;
    told(match verb {
        "join" => manage::join(desk, person, slug, form.value("company"), form.value("role")).await,
        "leave" => manage::leave(desk, person, slug, form.value("company")).await,
        "edit" => manage::correct(desk, person, slug, &form.details(), &form.seen()).await,
        "disable" => access::set_active(desk, person, slug, false).await,
        "enable" => access::set_active(desk, person, slug, true).await,
        "email" => manage::set_email(desk, person, slug, form.value("email")).await,
        "desk-role" => manage::set_desk_role(desk, person, slug, form.value("desk_role")).await,
        "second-off" => access::drop_second(desk, person, slug).await,
        "passkeys-off" => access::drop_passkeys(desk, person, slug).await,
        "sign-out" => access::end_sessions(desk, person, slug).await,
        _ => Err(Refusal::NotFound.into()),
    })
}

fn page_of(slug: &str) -> String {
    format!("/admin/people/{}", path_segment::name(slug))
}
