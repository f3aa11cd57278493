//! The baseline: bare axum handlers that ask the database what the product's pages ask and write rows with `format!`, and that write
//! what the product writes in one transaction of plain SQL. No Leptos, no guards, nothing that a browser could go on with.

mod desk;
mod export;
mod facet_counts;
mod filters;
mod full_text;
mod list;
mod markup;
mod person;
mod raise;
mod ranked;
mod reply;
mod search_query;
mod sign_in;
mod sql_builder;
mod ticket;
mod view;
mod write;

use crate::error::Result;
use crate::options::Bare;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use desk::Desk;
use domain::events::Kind;
use tokio::net::TcpListener;

/// Serves until it is stopped.
pub async fn serve(options: &Bare) -> Result<()> {
    let desk = Desk::open(&options.database_url).await?;
    let router = Router::new()
        .route("/login", post(sign_in::sign_in))
        .route("/tickets", get(list::list))
        .route("/tickets/export", get(export::export))
        .route("/tickets/new", get(raise::form).post(raise::raise))
        .route("/tickets/{number}", get(ticket::ticket))
        .route("/tickets/{number}/messages", post(reply::reply))
        .route("/healthz", get(|| async { "ok" }))
        .with_state(desk);
    let listener = TcpListener::bind(options.listen).await?.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    Ok(axum::serve(listener, router).await?)
}

/// The stored names of kinds of events.
fn event_names(wanted: fn(Kind) -> bool) -> Vec<&'static str> {
    Kind::all().into_iter().filter(|kind| wanted(*kind)).map(Kind::as_str).collect()
}

/// A page, or the sentence that says why there is none.
fn respond(page: Result<Option<String>>) -> Response {
    match page {
        Ok(Some(page)) => Html(page).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
