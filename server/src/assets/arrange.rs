//! Keeping what a person sets for their list of assets.

use crate::AppState;
use crate::arrange::{landing, wanted};
use crate::auth::RequestContext;
use crate::response::{FormTarget, respond};
use crate::tickets::{read, told};
use axum::extract::{Request, State};
use axum::response::Response;
use desk::assets::list;
use domain::listing::Place as View;

/// Takes `column` (several, in order) and `in` (several); `up` or `down` moves one column, `reset` takes the usual ones.
/// Leads to the view of `back`, a query string.
pub(crate) async fn arrange(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let (form, person) = read(&state, &context, request).await;
    // Columns of somebody else's address give way to one's own.
    let back = View::parse("/assets", form.value("back")).without(&["cols"]);
    let result = match person.and_then(|person| Ok((person, wanted(&form)?))) {
        Ok((person, (columns, fields))) => told(list::arrange::arrange(&state.desk, &person, &columns, &fields).await),
        Err(refusal) => Err(refusal),
    };
    let target = FormTarget { page: back.clone().with("open", "columns").address(), action: "/assets/columns".into() };
    let result = result.map(|()| landing(&form, back.address()));
    respond(&state, &context, target, form, result).await
}
