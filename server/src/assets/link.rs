//! Linking assets to a ticket.

use crate::ticket_post::{TicketPost, ticket_page};
use axum::response::Response;
use desk::assets::link;

pub(crate) async fn link(post: TicketPost) -> Response {
    post.on_ticket("assets", async |desk, person, number, form| {
        let ids: Vec<String> = form.all("asset").filter(|id| !id.is_empty()).map(str::to_owned).collect();
        link::link(desk, person, number, &ids).await.map(|()| ticket_page(number))
    })
    .await
}

pub(crate) async fn unlink(post: TicketPost) -> Response {
    post.on_ticket("assets/unlink", async |desk, person, number, form| {
        link::unlink(desk, person, number, form.value("asset")).await.map(|()| ticket_page(number))
    })
    .await
}
