//! Linking assets to a ticket.

use crate::House;
use crate::asking::Asking;
use crate::tickets::{on_ticket, page_of, told};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::assets;

pub(crate) async fn link(
    State(house): State<House>,
    Path(number): Path<String>,
    asking: Asking,
    request: Request,
) -> Response {
    on_ticket(house, asking, number, "assets", request, async |house, person, number, form| {
        let ids: Vec<String> = form.all("asset").filter(|id| !id.is_empty()).map(str::to_owned).collect();
        told(assets::link::link(&house.desk, person, number, &ids).await).map(|()| page_of(number))
    })
    .await
}

pub(crate) async fn unlink(
    State(house): State<House>,
    Path(number): Path<String>,
    asking: Asking,
    request: Request,
) -> Response {
    on_ticket(house, asking, number, "assets/unlink", request, async |house, person, number, form| {
        told(assets::link::unlink(&house.desk, person, number, form.value("asset")).await).map(|()| page_of(number))
    })
    .await
}
