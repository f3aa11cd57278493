//! For load balancers and watchdogs.

use crate::House;
use axum::extract::State;
use axum::http::StatusCode;

/// The process answers.
pub(crate) async fn alive() -> &'static str {
    "ok"
}

/// The server takes work: it is not shutting down and its database answers.
pub(crate) async fn ready(State(house): State<House>) -> (StatusCode, &'static str) {
    if house.is_ready() && house.desk.db().answers().await {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready")
    }
}
