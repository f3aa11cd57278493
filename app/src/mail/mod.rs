//! Pages about email: notification preferences, unsubscribing, and emails that could not be sent.

pub mod calls;
mod choices;
mod outbox;
mod unsubscribe;

pub(crate) use choices::ChoicesRoute;
pub(crate) use outbox::OutboxRoute;
pub(crate) use unsubscribe::UnsubscribeRoute;
