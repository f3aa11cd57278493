//! Sending a draft exactly once: whoever sends it again, from whatever tab, hears what became of it.

use super::{sent_draft, upload};
use crate::Result;
use crate::actor::Person;
use crate::db::Tx;
use crate::events::{fingerprint, lock};
use domain::Refusal;
use domain::drafts::{DraftRef, read_id};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

/// Whether a draft was sent before, and what it has become then.
pub(crate) enum SendCheck {
    AlreadySent(sent_draft::Model),
    NotSent(PendingSend),
}

/// A draft that is being sent: [`PendingSend::store`] is called with what it became before the transaction commits.
pub(crate) struct PendingSend(Option<sent_draft::ActiveModel>);

/// Looks up whether the draft was sent. Without an id of one it never was. `parts` are the texts that are sent now, without the
/// files: those that were sent ahead and the message has taken are gone.
///
/// # Errors
/// `Conflict` when something else is sent now than was then: its author has written on in another tab and decides.
pub(crate) async fn check_sent(
    tx: &Tx,
    person: &Person,
    draft_ref: &DraftRef,
    parts: &[&str],
    more: bool,
) -> Result<SendCheck> {
    let Some(draft) = read_id(&draft_ref.draft) else { return Ok(SendCheck::NotSent(PendingSend(None))) };
    lock(tx, person.id).await?;
    let print = fingerprint(parts.iter().map(|part| part.trim().as_bytes()));
    match sent_draft::Entity::find_by_id((person.id, draft.to_owned())).one(tx).await? {
        Some(sent) if sent.fingerprint == print && !more && !any_pending_upload(tx, person, draft_ref).await? => {
            Ok(SendCheck::AlreadySent(sent))
        }
        Some(_) => Err(Refusal::Conflict.into()),
        None => Ok(SendCheck::NotSent(PendingSend(Some(sent_draft::ActiveModel {
            user_id: Set(person.id),
            draft: Set(draft.to_owned()),
            fingerprint: Set(print),
            ..Default::default()
        })))),
    }
}

/// Whether one of the files is not part of any message yet.
async fn any_pending_upload(tx: &Tx, person: &Person, draft_ref: &DraftRef) -> Result<bool> {
    let ids = draft_ref.uploads.iter().filter(|id| !id.contains('\0')).cloned();
    let own = upload::Entity::find().filter(upload::Column::UserId.eq(person.id));
    Ok(own.filter(upload::Column::PublicId.is_in(ids)).count(tx).await? > 0)
}

/// Whether this draft was sent.
pub(super) async fn is_sent(tx: &Tx, user_id: i64, draft: &str) -> Result<bool> {
    let Some(draft) = read_id(draft) else { return Ok(false) };
    Ok(sent_draft::Entity::find_by_id((user_id, draft.to_owned())).one(tx).await?.is_some())
}

/// A message that is taken back was not sent: gives the id of the draft that it becomes again, or nothing where there was none.
pub(crate) async fn unsend(tx: &Tx, user_id: i64, ticket_id: i64, message: &str) -> Result<String> {
    let own = sent_draft::Entity::find().filter(sent_draft::Column::UserId.eq(user_id));
    let here = own.filter(sent_draft::Column::TicketId.eq(ticket_id)).filter(sent_draft::Column::Message.eq(message));
    let Some(sent) = here.one(tx).await? else { return Ok(String::new()) };
    sent_draft::Entity::delete_by_id((user_id, sent.draft.clone())).exec(tx).await?;
    Ok(sent.draft)
}

impl PendingSend {
    /// Stores what the draft became: a message on this ticket, or the ticket itself.
    pub(crate) async fn store(self, tx: &Tx, ticket_id: i64, message: &str, now: i64) -> Result<()> {
        let Some(mut row) = self.0 else { return Ok(()) };
        row.ticket_id = Set(ticket_id);
        row.message = Set(message.to_owned());
        row.sent_at = Set(now);
        sent_draft::Entity::insert(row).exec_without_returning(tx).await?;
        Ok(())
    }
}
