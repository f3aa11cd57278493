//! Transactional outbox: a mail is enqueued in the transaction of its cause.

use super::outbox_mail;
use crate::actor::{synthetic, user};
use crate::db::Tx;
use crate::jobs::WAITING;
use crate::{Error, Result, random};
use domain::mail::MailKind;
use sea_orm::{EntityTrait, Set};

/// A mail to be sent, before it is a row of the outbox.
#[derive(Clone)]
pub struct OutboxMail {
    pub at: i64,
    /// The account that it concerns, if there is one.
    pub user_id: Option<i64>,
    pub address: String,
    /// The reader's name; may be empty.
    pub name: String,
    /// The ticket whose thread it belongs to.
    pub ticket_id: Option<i64>,
    pub kind: MailKind,
}

impl OutboxMail {
    /// To the address of an account.
    pub fn to(user: &user::Model, kind: MailKind, at: i64) -> Self {
        let (address, name) = (user.email.clone(), user.name.clone());
        Self { at, user_id: Some(user.id), address, name, ticket_id: None, kind }
    }
}

/// Writes a mail in the caller's transaction: it is sent soon after the commit, and never without one. Addresses that only stand
/// for a username get none.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(tx: &Tx, mail: OutboxMail) -> Result<()> {
    if synthetic::is(tx, &mail.address).await? {
        return Ok(());
    }
    let data = serde_json::to_string(&mail.kind).map_err(|error| Error::broken(error.to_string()))?;
    let row = outbox_mail::ActiveModel {
        public_id: Set(random::id()),
        user_id: Set(mail.user_id),
        address: Set(mail.address),
        name: Set(mail.name),
        ticket_id: Set(mail.ticket_id),
        kind: Set(mail.kind.name().into()),
        data: Set(data),
        state: Set(WAITING.into()),
        due_at: Set(mail.at),
        claim: Set(String::new()),
        tries: Set(0),
        answer: Set(String::new()),
        created_at: Set(mail.at),
        changed_at: Set(mail.at),
        ..Default::default()
    };
    outbox_mail::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
