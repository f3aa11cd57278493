//! Writes on tickets. Each reads its form, calls the desk once and responds.

use crate::form::Form;
use crate::form_post::WithFiles;
use crate::response::{FormTarget, refuse};
use crate::signed_in::SignedIn;
use crate::ticket_post::{TicketPost, ticket_page};
use crate::{AppState, calls};
use app::server_context::refusal;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::people::Person;
use desk::{Desk, conversation, tickets};
use domain::Refusal;
use domain::tickets::draft::{OnBehalfFields, TicketDraft};
use domain::tickets::{Seen, TicketChange};
use serde::Deserialize;

pub(crate) async fn open(WithFiles(post): WithFiles) -> Response {
    let page = calls::new_ticket_page(post.form.value("company"), post.form.value("reporter"));
    let place = post.form.new_ticket_place();
    post.submit_draft(FormTarget::new(page, "/tickets/new"), &place, async |desk, person, form| {
        raise(desk, person, form).await.map(|number| format!("/tickets/{number}"))
    })
    .await
}

async fn raise(desk: &Desk, person: &Person, form: &Form) -> desk::Result<String> {
    let (key, draft) = (form.idempotency_key()?, draft(form));
    match form.files() {
        Ok(files) => tickets::open::open(desk, person, &draft, &files, &key).await,
        // Whatever else is wrong is said together with the files.
        Err(Refusal::Invalid(faults)) => Err(tickets::open::refuse(desk, person, &draft, faults).await),
        Err(refusal) => Err(refusal.into()),
    }
}

fn draft(form: &Form) -> TicketDraft {
    let text = |name: &str| form.value(name).to_owned();
    TicketDraft {
        subject: text("subject"),
        kind: text("type"),
        queue: text("queue"),
        company: text("company"),
        priority: text("priority"),
        description: text("description"),
        html: text("html"),
        assets: form.all("asset").filter(|id| !id.is_empty()).map(str::to_owned).collect(),
        attributes: form.attributes(),
        draft_ref: form.draft_ref(),
        on_behalf: OnBehalfFields {
            reporter: text("reporter"),
            channel: text("channel"),
            exception: text("exception"),
        },
    }
}

pub(crate) async fn reply(post: TicketPost) -> Response {
    post.on_ticket("messages", async |desk, person, number, form| {
        let message = conversation::reply(desk, person, number, form.message()?).await?;
        Ok(format!("{}#m-{message}", ticket_page(number)))
    })
    .await
}

pub(crate) async fn retract(Path((_, id)): Path<(String, String)>, post: TicketPost) -> Response {
    post.on_ticket("messages", async |desk, person, number, _| {
        conversation::retract(desk, person, number, &id).await.map(|()| ticket_page(number))
    })
    .await
}

/// How far somebody has seen the conversation, told by the page's script.
pub(crate) async fn see(post: TicketPost) -> Response {
    post.on_ticket("seen", async |desk, person, number, form| {
        tickets::seen::mark_seen(desk, person, number, form.value("message")).await.map(|()| ticket_page(number))
    })
    .await
}

#[derive(Deserialize)]
pub(crate) struct SeenQuery {
    #[serde(default)]
    message: String,
}

/// The same of a page without scripts: it asks for this as for a style sheet, which only a browser that has got the page and runs
/// no scripts does. Asked for again it changes nothing, pages of other sites are sent no cookie with it, and what a browser fetches
/// ahead has not been seen.
pub(crate) async fn see_without_script(
    State(state): State<AppState>,
    Path(number): Path<String>,
    Query(query): Query<SeenQuery>,
    SignedIn { person, format }: SignedIn,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let foreign = headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin");
    let says_ahead = |name: &str| headers.get(name).is_some_and(|why| why.as_bytes().starts_with(b"prefetch"));
    let unseen = foreign || says_ahead("sec-purpose") || says_ahead("purpose") || method != Method::GET;
    // No message has no name: nothing is marked, and who may not see the ticket hears the same as always.
    let message = if unseen { "" } else { &query.message };
    match tickets::seen::mark_seen(&state.desk, &person, &number, message).await {
        Ok(()) if unseen => StatusCode::NO_CONTENT.into_response(),
        Ok(()) => ([(CONTENT_TYPE, "text/css")], "").into_response(),
        Err(error) => refuse(&refusal(error), format),
    }
}

pub(crate) async fn follow(post: TicketPost) -> Response {
    post.on_ticket("followers", async |desk, person, number, form| {
        let wanted = !form.has("remove");
        let slug = form.value(if wanted { "follower" } else { "remove" });
        tickets::follow::follow(desk, person, number, slug, wanted).await.map(|()| ticket_page(number))
    })
    .await
}

pub(crate) async fn close(post: TicketPost) -> Response {
    post.on_ticket("close", async |desk, person, number, _| {
        tickets::close::close(desk, person, number).await?;
        // Whoever raised it is asked there how it went.
        Ok(format!("{}#rating", ticket_page(number)))
    })
    .await
}

pub(crate) async fn reopen(post: TicketPost) -> Response {
    post.on_ticket("reopen", async |desk, person, number, _| {
        tickets::close::reopen(desk, person, number).await.map(|()| ticket_page(number))
    })
    .await
}

pub(crate) async fn rate(post: TicketPost) -> Response {
    post.on_ticket("rating", async |desk, person, number, form| {
        let (score, comment) = (form.value("score"), form.value("comment"));
        tickets::rate::rate(desk, person, number, score, comment).await.map(|()| ticket_page(number))
    })
    .await
}

pub(crate) async fn subscribe(post: TicketPost) -> Response {
    post.on_ticket("subscribe", async |desk, person, number, _| {
        tickets::subscribe::subscribe(desk, person, number, true).await.map(|()| ticket_page(number))
    })
    .await
}

pub(crate) async fn unsubscribe(post: TicketPost) -> Response {
    post.on_ticket("unsubscribe", async |desk, person, number, _| {
        tickets::subscribe::subscribe(desk, person, number, false).await.map(|()| ticket_page(number))
    })
    .await
}

pub(crate) async fn change(post: TicketPost) -> Response {
    post.on_ticket("change", async |desk, person, number, form| {
        tickets::change::change(desk, person, number, &changes(form)).await.map(|()| ticket_page(number))
    })
    .await
}

fn changes(form: &Form) -> TicketChange {
    let field = |name: &str| form.has(name).then(|| form.value(name).to_owned());
    let seen = |name: &str| field(&format!("seen.{name}"));
    TicketChange {
        status: field("status"),
        queue: field("queue"),
        priority: field("priority"),
        assignee: field("assignee"),
        seen: Seen {
            status: seen("status"),
            queue: seen("queue"),
            priority: seen("priority"),
            assignee: seen("assignee"),
        },
    }
}
