//! Every address of the server on one screen.

use crate::{
    House, activities, arrange, asking, assets, composer, compress, drafts, events, export, files, guard, health,
    pages, people, site, tickets, views,
};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

/// The whole site. The guards run from the last to the first.
pub fn router(house: House) -> Router {
    Router::new()
        .route("/login", get(pages::page).post(people::sign_in))
        .route("/logout", post(people::sign_out))
        .route("/forgot", get(pages::page).post(people::reset::forgot))
        .route("/reset", get(people::reset::page))
        .route("/reset/", get(people::reset::page))
        .route("/reset/{token}", get(people::reset::page).post(people::reset::reset))
        .route("/register", get(pages::page).post(people::register::register))
        .route("/confirm", get(people::register::page))
        .route("/confirm/", get(people::register::page))
        .route("/confirm/{token}", get(people::register::page).post(people::register::confirm))
        .route("/account", get(pages::page).post(people::account::edit))
        .route("/account/password", post(people::account::password))
        .route("/account/email", post(people::account::email))
        .route("/account/email/{token}", get(people::account::email_page).post(people::account::confirm_email))
        .route("/account/sessions/{id}", post(people::account::end_session))
        .route("/admin/people/{slug}/{verb}", post(people::admin::act))
        .route("/tickets/new", get(pages::page).post(tickets::open))
        .route("/tickets/new/mentions", get(composer::mentions_on_new))
        .route("/tickets/columns", post(arrange::arrange))
        .route("/tickets/export", get(export::tickets::export))
        .route("/tickets/{number}/messages", post(tickets::reply))
        .route("/tickets/{number}/mentions", get(composer::mentions))
        .route("/tickets/{number}/close", post(tickets::close))
        .route("/tickets/{number}/reopen", post(tickets::reopen))
        .route("/tickets/{number}/rating", post(tickets::rate))
        .route("/tickets/{number}/subscribe", post(tickets::subscribe))
        .route("/tickets/{number}/unsubscribe", post(tickets::unsubscribe))
        .route("/tickets/{number}/change", post(tickets::change))
        .route("/views", post(views::save))
        .route("/views/{view}/{verb}", post(views::change))
        .route("/tickets/{number}/messages/{id}/retract", post(tickets::retract))
        .route("/tickets/{number}/followers", post(tickets::follow))
        .route("/drafts", get(drafts::read).post(drafts::save))
        .route("/drafts/new", get(drafts::unfinished))
        .route("/drafts/discard", post(drafts::discard))
        .route("/uploads", post(drafts::upload))
        .route("/uploads/{id}/remove", post(drafts::remove))
        .route("/tickets/{number}/assets", post(assets::link::link))
        .route("/tickets/{number}/assets/unlink", post(assets::link::unlink))
        .route("/assets/new", get(pages::page).post(assets::create))
        .route("/assets/columns", post(assets::arrange::arrange))
        .route("/assets/export", get(assets::export::export))
        .route("/assets/{id}/edit", get(pages::page).post(assets::edit))
        .route("/assets/{id}/seats", post(assets::seats))
        .route("/assets/{id}/shares", post(assets::shares))
        .route("/activities/read", post(activities::see_all))
        .route("/activities/{number}/remove", post(activities::remove))
        .route("/activities/{number}/restore", post(activities::restore))
        .route("/events", get(events::stream))
        .route("/files/{id}/{name}", get(files::fetch))
        .route("/calls/{*function}", get(pages::call))
        .route("/words/composer", get(composer::words))
        .route("/words/writing", get(drafts::words))
        .route("/pkg/{*file}", get(site::file))
        .route("/favicon.ico", get(site::icon))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(pages::page)
        .method_not_allowed_fallback(pages::not_allowed)
        // Forms are bounded where they are read; the framework's own 2 MB would refuse most files.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(house.clone(), asking::find))
        .layer(from_fn(guard::to_the_end))
        .layer(compress::layer())
        .layer(from_fn_with_state(house.clone(), guard::same_origin))
        .layer(CatchPanicLayer::custom(guard::panicked))
        .layer(from_fn_with_state(house.clone(), guard::headers))
        .with_state(house)
}
