//! The yardstick: an axum handler that asks the database what the product's page asks and writes rows with `format!`. No
//! Leptos, no guards, nothing that a browser could go on with.

mod desk;
mod export;
mod filters;
mod list;
mod markup;
mod question;
mod ticket;
mod view;
mod who;

use crate::error::Result;
use crate::options::Bare;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use desk::Desk;
use tokio::net::TcpListener;

/// Serves until it is stopped.
pub async fn serve(options: &Bare) -> Result<()> {
    let desk = Desk::open(&options.database_url).await?;
    let router = Router::new()
        .route("/tickets", get(list::list))
        .route("/tickets/export", get(export::export))
        .route("/tickets/{number}", get(ticket::ticket))
        .route("/healthz", get(|| async { "ok" }))
        .with_state(desk);
    let listener = TcpListener::bind(options.listen).await?.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    Ok(axum::serve(listener, router).await?)
}

/// A page, or the sentence that says why there is none.
fn answer(page: Result<Option<String>>) -> Response {
    match page {
        Ok(Some(page)) => Html(page).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
