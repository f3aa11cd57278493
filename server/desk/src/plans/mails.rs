//! Mails about requests: to everyone concerned, and nobody of what they did themselves.

use crate::Result;
use crate::actor::company;
use crate::actor::{Person, user};
use crate::db::Tx;
use crate::entitlements::{request, seat};
use crate::mail::{self, OutboxMail};
use domain::mail::{MailKind, RequestStep};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The mails about a step of a request.
pub(super) struct RequestMail<'a> {
    pub step: RequestStep,
    pub person: &'a Person,
    pub company: &'a company::Model,
    pub request: &'a request::Model,
    pub at: i64,
}

impl RequestMail<'_> {
    fn kind(&self) -> MailKind {
        MailKind::Request {
            step: self.step,
            company: self.company.name.clone(),
            who: self.person.name.clone(),
            reason: self.request.reason.clone(),
            link: format!("/plan/requests/{}", self.request.public_id),
        }
    }

    /// Mails these people, each once.
    pub async fn send(&self, tx: &Tx, users: &[Option<i64>]) -> Result<()> {
        let ids = users.iter().flatten().copied().filter(|id| *id != self.person.id);
        let active = user::Entity::find().filter(user::Column::Id.is_in(ids)).filter(user::Column::Active.eq(true));
        for user in active.all(tx).await? {
            let letter =
                OutboxMail { ticket_id: self.request.ticket_id, ..OutboxMail::to(&user, self.kind(), self.at) };
            mail::enqueue(tx, letter).await?;
        }
        Ok(())
    }
}

/// Mails a contact that they hold a seat now, or none any more. Somebody who has not registered yet hears of it too.
pub(super) async fn mail_contact(tx: &Tx, step: &RequestMail<'_>, seat: &seat::Model) -> Result<()> {
    if seat.user_id == Some(step.person.id) {
        return Ok(());
    }
    let link = "/plan".to_owned();
    let (company, who) = (step.company.name.clone(), step.person.name.clone());
    let kind = MailKind::Request { step: step.step, company, who, reason: String::new(), link };
    let letter = OutboxMail {
        at: step.at,
        user_id: seat.user_id,
        address: seat.email.clone(),
        name: seat.name(),
        ticket_id: None,
        kind,
    };
    mail::enqueue(tx, letter).await
}
