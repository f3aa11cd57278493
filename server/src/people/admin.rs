//! Administration of accounts by the desk. Each form leads back to the person's page, which says what was done.

use super::passkeys::site;
use crate::form::Form;
use crate::form_post::FormPost;
use crate::pages;
use crate::path_segment::name;
use crate::response::FormTarget;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use desk::Desk;
use desk::people::invite::{self, Invited};
use desk::people::passkeys::RelyingParty;
use desk::people::{Person, access, manage};
use domain::Refusal;

const PEOPLE: &str = "/admin/people";

pub(crate) async fn act(
    Path((slug, verb)): Path<(String, String)>,
    headers: HeaderMap,
    mut post: FormPost,
) -> Response {
    let page = page_of(&slug);
    let done = post.run(async |desk, person, form| {
        if verb == "reset" {
            access::send_reset(desk, person, &slug).await
        } else {
            perform(desk, person, &slug, &verb, form).await.map(|()| None)
        }
    });
    match done.await {
        Ok(Some(link)) => show_link_once(&post, &site(&post.state, &headers), page, &link).await,
        done => {
            let target = FormTarget::below(&page, name(&verb));
            post.respond(target, done.map(|_| format!("{page}?done={verb}"))).await
        }
    }
}

/// Opens an account for somebody.
pub(crate) async fn invite(headers: HeaderMap, mut post: FormPost) -> Response {
    let invited = post.run(async |desk, person, form| invite::invite(desk, person, &form.invitation()).await);
    match invited.await {
        Ok(Invited { slug, link: Some(link) }) => {
            show_link_once(&post, &site(&post.state, &headers), page_of(&slug), &link).await
        }
        invited => {
            let to = invited.map(|invited| format!("{}?done=invited", page_of(&invited.slug)));
            post.respond(FormTarget::page(PEOPLE), to).await
        }
    }
}

/// The person's page with a link that no other page will ever show: to be given to somebody who reads no mail.
async fn show_link_once(post: &FormPost, site: &RelyingParty, page: String, link: &str) -> Response {
    let fields = vec![("link".to_owned(), format!("{}{link}", site.origin))];
    pages::render_form(&post.state, &post.context, FormTarget::below(page, "link"), fields, None).await
}

async fn perform(desk: &Desk, person: &Person, slug: &str, verb: &str, form: &Form) -> desk::Result<()> {
    match verb {
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
    }
}

fn page_of(slug: &str) -> String {
    format!("{PEOPLE}/{}", name(slug))
}
