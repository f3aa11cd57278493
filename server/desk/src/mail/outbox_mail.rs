//! Entity of the outbox: one row per mail, sent or not.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Its Message-ID, however often it is sent.
    pub public_id: String,
    pub user_id: Option<i64>,
    pub address: String,
    pub name: String,
    /// Mails on one ticket are one thread.
    pub ticket_id: Option<i64>,
    pub kind: String,
    /// [`domain::mail::MailKind`] as JSON; empty once it is sent, because it may hold a secret link.
    pub data: String,
    pub state: String,
    pub due_at: i64,
    /// Who is sending it.
    pub claim: String,
    pub tries: i64,
    /// What the mail server said last.
    pub answer: String,
    pub created_at: i64,
    pub changed_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// The mail server has taken it.
pub(crate) const SENT: &str = "sent";
