//! For load balancers and watchdogs.

use crate::House;
use axum::extract::State;
use axum::http::StatusCode;

/// The process answers.
pub(crate) async fn alive() -> &'static str {
    "ok"
}

/// The server takes work: it is not shutting down, and its database and files can be read and written. The body names, a line
/// each, what is not as it should be; a task that is being started again alone does not make the server unready.
pub(crate) async fn ready(State(house): State<House>) -> (StatusCode, String) {
    let mut faults = faults(&house).await;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let first = if faults.is_empty() { "ready" } else { "not ready" };
    faults.insert(0, first.to_owned());
    faults.extend(house.desk.tasks().restarting().iter().map(|task| format!("restarting: {task}")));
    (status, faults.join("\n"))
}

async fn faults(house: &House) -> Vec<String> {
    if !house.is_ready() {
        return vec!["shutting down".to_owned()];
    }
    let answers = house.desk.db().answers().await;
    let files = house.desk.files().takes_files().await;
    let wrong = [
        (answers.reads, "the database isn't answering"),
        (answers.writes, "the database isn't accepting writes"),
        (files, "the files folder isn't accepting files"),
    ];
    wrong.into_iter().filter(|(right, _)| !right).map(|(_, fault)| fault.to_owned()).collect()
}
