//! Routes: every address of the server and its middleware.

use crate::{
    AppState, activities, assets, assistant, auth, calendars, calls, categories, chat, column_settings, composer,
    compress, drafts, events, export, files, frame, guard, health, help, mail, pages, people, plans, site, tickets,
    views,
};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

/// The whole site. The guards run from the last to the first.
pub fn router(state: AppState) -> Router {
    Router::new()
        .merge(sign_in_routes())
        .merge(account_routes())
        .merge(administration_routes())
        .merge(ticket_routes())
        .merge(writing_routes())
        .merge(asset_routes())
        .merge(plan_routes())
        .merge(help_routes())
        .merge(chat_and_call_routes())
        .merge(site_routes())
        .fallback(pages::page)
        .method_not_allowed_fallback(pages::not_allowed)
        // Forms are bounded where they are read; the framework's own 2 MB would refuse most files.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(state.clone(), auth::authenticate))
        .layer(from_fn(guard::run_detached))
        .layer(compress::layer())
        .layer(from_fn_with_state(state.clone(), guard::same_origin))
        .layer(CatchPanicLayer::custom(guard::panicked))
        .layer(from_fn_with_state(state.clone(), guard::headers))
        .with_state(state)
}

/// Signing in and out, registering, and mailed links that lead in.
fn sign_in_routes() -> Router<AppState> {
    Router::new()
        .route("/login", get(pages::page).post(people::sign_in))
        .route("/login/code", get(people::second_factor::page).post(people::second_factor::verify))
        .route("/login/passkey", post(people::passkeys::authenticate))
        .route("/login/passkey/begin", post(people::passkeys::begin_authentication))
        .route("/logout", post(people::sign_out))
        .route("/forgot", get(pages::page).post(people::reset::forgot))
        .route("/reset", get(people::reset::page))
        .route("/reset/", get(people::reset::page))
        .route("/reset/{token}", get(people::reset::page).post(people::reset::reset))
        .route("/setup", get(people::setup::page).post(people::setup::create_first_admin))
        .route("/register", get(pages::page).post(people::register::register))
        .route("/confirm", get(people::register::page))
        .route("/confirm/", get(people::register::page))
        .route("/confirm/{token}", get(people::register::page).post(people::register::confirm))
}

/// One's own account, and what mails it gets.
fn account_routes() -> Router<AppState> {
    Router::new()
        .route("/account", get(pages::page).post(people::account::edit))
        .route("/account/password", post(people::account::password))
        .route("/account/second/begin", post(people::second_factor::begin))
        .route("/account/second/confirm", post(people::second_factor::confirm))
        .route("/account/second/codes", post(people::second_factor::codes))
        .route("/account/second/off", post(people::second_factor::off))
        .route("/account/second/picture", get(people::second_factor::picture))
        .route("/account/passkeys", post(people::passkeys::add))
        .route("/account/passkeys/begin", post(people::passkeys::begin_registration))
        .route("/account/passkeys/{id}/{verb}", post(people::passkeys::change))
        .route("/account/picture", post(people::picture::set))
        .route("/account/picture/remove", post(people::picture::remove))
        .route("/pictures/{address}", get(people::picture::fetch))
        .route("/account/email", post(people::account::email))
        .route("/account/email/{token}", get(people::account::email_page).post(people::account::confirm_email))
        .route("/account/sessions/{id}", post(people::account::end_session))
        .route("/account/notifications", get(pages::page).post(mail::pages::save_preferences))
        .route("/unsubscribe/{token}/{what}", get(mail::pages::unsubscribe_page).post(mail::pages::unsubscribe))
}

/// What administrators set.
fn administration_routes() -> Router<AppState> {
    Router::new()
        .route("/admin/calendars/{slug}", get(pages::page).post(calendars::save))
        .route("/admin/people", get(pages::page).post(people::admin::invite))
        .route("/admin/people/{slug}/{verb}", post(people::admin::act))
        .route("/admin/companies", get(pages::page).post(people::companies::create))
        .route("/admin/companies/{slug}/{verb}", post(people::companies::act))
        .route("/admin/plans/{part}", post(plans::setup::save))
        .route("/admin/mails/{id}/{verb}", post(mail::pages::retry_or_discard))
}

/// Tickets, views of their list, and the inbox.
fn ticket_routes() -> Router<AppState> {
    Router::new()
        .route("/tickets/new", get(pages::page).post(tickets::open))
        .route("/tickets/columns", post(column_settings::save))
        .route("/tickets/export", get(export::tickets::export))
        .route("/tickets/{number}/messages", post(tickets::reply))
        .route("/tickets/{number}/close", post(tickets::close))
        .route("/tickets/{number}/reopen", post(tickets::reopen))
        .route("/tickets/{number}/rating", post(tickets::rate))
        .route("/tickets/{number}/subscribe", post(tickets::subscribe))
        .route("/tickets/{number}/unsubscribe", post(tickets::unsubscribe))
        .route("/tickets/{number}/change", post(tickets::change))
        .route("/views", post(views::save))
        .route("/views/{view}/{verb}", post(views::change))
        .route("/tickets/{number}/messages/{id}/retract", post(tickets::retract))
        .route("/tickets/{number}/seen", get(tickets::see_without_script).post(tickets::see))
        .route("/tickets/{number}/followers", post(tickets::follow))
        .route("/activities/read", post(activities::see_all))
        .route("/activities/{number}/remove", post(activities::remove))
        .route("/activities/{number}/restore", post(activities::restore))
}

/// What is being written: drafts, files and mentions.
fn writing_routes() -> Router<AppState> {
    Router::new()
        .route("/tickets/new/mentions", get(composer::mentions_on_new))
        .route("/tickets/{number}/mentions", get(composer::mentions))
        .route("/drafts", get(drafts::read).post(drafts::save))
        .route("/drafts/new", get(drafts::open_drafts))
        .route("/drafts/discard", post(drafts::discard))
        .route("/uploads", post(drafts::upload))
        .route("/uploads/{id}", get(files::preview))
        .route("/uploads/{id}/remove", post(drafts::remove))
        .route("/files/{id}/{name}", get(files::fetch))
        .route("/words/composer", get(composer::words))
        .route("/words/writing", get(drafts::words))
}

/// Assets, and those of a ticket.
fn asset_routes() -> Router<AppState> {
    Router::new()
        .route("/tickets/{number}/assets", post(assets::link::link))
        .route("/tickets/{number}/assets/unlink", post(assets::link::unlink))
        .route("/assets/new", get(pages::page).post(assets::create))
        .route("/assets/categories", post(assets::add_category))
        .route("/assets/columns", post(assets::column_settings::save))
        .route("/assets/export", get(assets::export::export))
        .route("/assets/{id}/edit", get(pages::page).post(assets::edit))
        .route("/assets/{id}/seats", post(assets::seats))
        .route("/assets/{id}/shares", post(assets::shares))
}

/// Plans, and requests to change their contacts.
fn plan_routes() -> Router<AppState> {
    Router::new()
        .route("/plan/requests", post(plans::file))
        .route("/plan/requests/{id}/{verb}", post(plans::decide))
        .route("/plan/change", post(plans::change))
        .route("/plan/company", post(plans::set_helpers))
}

/// The help centre and the assistant.
fn help_routes() -> Router<AppState> {
    Router::new()
        .route("/help/manage/categories", get(pages::page).post(categories::add))
        .route("/help/manage/categories/{slug}/{verb}", post(categories::act))
        .route("/help/manage/new", get(pages::page).post(help::create))
        .route("/help/manage/{slug}", get(pages::page).post(help::save))
        .route("/help/manage/{slug}/{verb}", get(pages::page).post(help::act))
        .route("/help/{slug}/feedback", post(help::feedback))
        .route("/assistant", get(pages::page).post(assistant::ask))
        .route("/assistant/clear", post(assistant::clear))
}

/// Chats and phone calls.
fn chat_and_call_routes() -> Router<AppState> {
    Router::new()
        .route("/support/callback", get(pages::page).post(calls::ask))
        .route("/work/calls/{id}/{verb}", post(calls::act))
        .route("/tickets/new/people", post(calls::add_caller))
        .route("/chat", get(pages::page).post(chat::start))
        .route("/chat/{number}/messages", post(chat::reply))
        .route("/chat/{number}/accept", post(chat::accept))
        .route("/chat/{number}/transfer", post(chat::transfer))
        .route("/chat/{number}/end", post(chat::end))
        .route("/chat/{number}/signal", post(chat::report_presence))
        .route("/chats/me", post(chat::set_availability))
}

/// What every page uses, and what watches over the server.
fn site_routes() -> Router<AppState> {
    Router::new()
        .route("/frame", post(frame::save))
        .route("/events", get(events::stream))
        .route("/calls/{*function}", get(pages::call))
        .route("/pkg/{*file}", get(site::file))
        .route("/favicon.ico", get(site::icon))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
}
