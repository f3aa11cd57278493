//! Health checks for load balancers and watchdogs: liveness (`/healthz`) and readiness (`/readyz`).

use crate::AppState;
use axum::extract::State;
use axum::http::StatusCode;

/// The process responds.
pub(crate) async fn live() -> &'static str {
    "ok"
}

/// The server takes work: it is not shutting down, and its database and files can be read and written. The body names, a line
/// each, what is not as it should be; a task that is being started again alone does not make the server unready.
pub(crate) async fn ready(State(state): State<AppState>) -> (StatusCode, String) {
    let mut faults = faults(&state).await;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let first = if faults.is_empty() { "ready" } else { "not ready" };
    faults.insert(0, first.to_owned());
    faults.extend(state.desk.tasks().restarting().iter().map(|task| format!("restarting: {task}")));
    (status, faults.join("\n"))
}

async fn faults(state: &AppState) -> Vec<String> {
    if !state.is_ready() {
        return vec!["shutting down".to_owned()];
    }
    let answers = state.desk.db().answers().await;
    let files = state.desk.files().takes_files().await;
    let wrong = [
        (answers.reads, "the database isn't answering"),
        (answers.writes, "the database isn't accepting writes"),
        (files, "the files folder isn't accepting files"),
    ];
    wrong.into_iter().filter(|(right, _)| !right).map(|(_, fault)| fault.to_owned()).collect()
}
