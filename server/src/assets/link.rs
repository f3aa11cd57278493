//! Linking assets to a ticket.

use crate::AppState;
use crate::auth::RequestContext;
use crate::tickets::{on_ticket, page_of, told};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::assets;

pub(crate) async fn link(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_ticket(state, context, number, "assets", request, async |state, person, number, form| {
        let ids: Vec<String> = form.all("asset").filter(|id| !id.is_empty()).map(str::to_owned).collect();
        told(assets::link::link(&state.desk, person, number, &ids).await).map(|()| page_of(number))
    })
    .await
}

pub(crate) async fn unlink(
    State(state): State<AppState>,
    Path(number): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    on_ticket(state, context, number, "assets/unlink", request, async |state, person, number, form| {
        told(assets::link::unlink(&state.desk, person, number, form.value("asset")).await).map(|()| page_of(number))
    })
    .await
}
