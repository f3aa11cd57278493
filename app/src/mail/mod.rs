//! What leaves by mail: what each person wants to get, and what could not be sent.

pub mod calls;
mod choices;
mod outbox;
mod unsubscribe;

pub(crate) use choices::ChoicesRoute;
pub(crate) use outbox::OutboxRoute;
pub(crate) use unsubscribe::UnsubscribeRoute;

#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead(prepared: &crate::prepared::Prepared, part: &str) {
    match part {
        "choices" => prepared.hold((), calls::mail_choices().await),
        _ => prepared.hold((), calls::show_outbox().await),
    }
}
