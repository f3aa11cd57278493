//! Saving, reading and discarding a draft. A save names the revision that it grew out of (optimistic locking).

use super::{draft, of, open_drafts, resolve_place, sending, upload, uploads};
use crate::actor::Person;
use crate::db::Tx;
use crate::files::Upload;
use crate::{Desk, Error, Result, random};
use domain::drafts::{DraftRef, NEW_MAX, SavedDraft, read_id};
use domain::text;
use domain::{Reason, Refusal};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, Set};

/// What became of a draft that was to be saved.
#[derive(Debug, PartialEq, Eq)]
pub enum Saved {
    /// Under this revision.
    Kept(i64),
    /// Not at all: another window or device was faster, with this, or has sent it.
    Newer(SavedDraft),
}

/// Saves what is being written at `place`, if it grew out of what is kept there: `unsent.revision` is what its author has seen.
/// Files are sent by themselves and not looked at.
///
/// # Errors
/// `NotFound`, `Forbidden` for those who may not answer there, or `Invalid` for more than anybody writes.
pub async fn save(desk: &Desk, person: &Person, place: &str, unsent: &SavedDraft) -> Result<Saved> {
    unsent.check().map_err(|reason| Refusal::field("body", reason))?;
    let now = desk.now();
    desk.write(person, |w| async move {
        let ticket_id = resolve_place(&*w, person, place).await?;
        if sending::is_sent(&w, person.id, &unsent.id).await? {
            return Ok(Saved::Newer(of(&*w, person.id, ticket_id).await?));
        }
        if unsent.revision == 0 && ticket_id < 0 && !open_drafts::has_room(&*w, person.id).await? {
            return Err(Refusal::field("body", Reason::TooManyDrafts { max: NEW_MAX }).into());
        }
        let row = row(person.id, ticket_id, unsent, now)?;
        let revision = *row.revision.as_ref();
        if !save_if_unchanged(&w, row, unsent.revision).await? {
            return Ok(Saved::Newer(of(&*w, person.id, ticket_id).await?));
        }
        Ok(Saved::Kept(revision))
    })
    .await
}

fn row(user_id: i64, ticket_id: i64, unsent: &SavedDraft, now: i64) -> Result<draft::ActiveModel> {
    let fields: Vec<_> = unsent.fields.iter().map(|(name, value)| (text::clean(name), text::clean(value))).collect();
    let fields = serde_json::to_string(&fields).map_err(|error| Error::broken(error.to_string()))?;
    let id = read_id(&unsent.id).map_or_else(random::id, str::to_owned);
    Ok(draft::ActiveModel {
        user_id: Set(user_id),
        ticket_id: Set(ticket_id),
        // Written on, it stays the draft that it is.
        public_id: if unsent.revision == 0 { Set(id) } else { NotSet },
        // Also tells apart a draft that was sent and one that was begun after it.
        revision: Set(now.max(unsent.revision.saturating_add(1))),
        body: Set(text::clean(&unsent.text)),
        html: Set(text::clean(&unsent.html)),
        fields: Set(fields),
        changed_at: Set(now),
    })
}

/// Writes the row where the kept revision is the one that was seen; says whether it was. Of two at once one is.
async fn save_if_unchanged(tx: &Tx, row: draft::ActiveModel, seen: i64) -> Result<bool> {
    if seen != 0 {
        let own = draft::Entity::update_many().filter(draft::Column::UserId.eq(*row.user_id.as_ref()));
        let here = own.filter(draft::Column::TicketId.eq(*row.ticket_id.as_ref()));
        let changed = here.filter(draft::Column::Revision.eq(seen)).set(row).exec(tx).await?;
        return Ok(changed.rows_affected == 1);
    }
    let key = [draft::Column::UserId, draft::Column::TicketId];
    let alone = OnConflict::columns(key).do_nothing().to_owned();
    Ok(draft::Entity::insert(row).on_conflict(alone).exec_without_returning(tx).await? == 1)
}

/// What this person has begun at `place`, on whatever device.
///
/// # Errors
/// As [`save`].
pub async fn read(desk: &Desk, person: &Person, place: &str) -> Result<SavedDraft> {
    let db = desk.db().read();
    let ticket_id = resolve_place(db, person, place).await?;
    of(db, person.id, ticket_id).await
}

/// Gives a draft up together with these files of it.
///
/// # Errors
/// As [`save`].
pub async fn discard(desk: &Desk, person: &Person, place: &str, draft_ref: &DraftRef) -> Result<()> {
    desk.write(person, |w| async move {
        let ticket_id = resolve_place(&*w, person, place).await?;
        finish(&w, person.id, ticket_id, draft_ref, "").await?;
        Ok(())
    })
    .await
}

/// What was begun there is sent as `text` or given up, so far as its author has seen it: what another window holds stays.
pub(crate) async fn finish(tx: &Tx, user_id: i64, ticket_id: i64, draft_ref: &DraftRef, text: &str) -> Result<()> {
    let kept = draft::Entity::find_by_id((user_id, ticket_id)).one(tx).await?;
    let text = text::clean(text);
    // A page that was left may have saved the same words on its way.
    let same = |kept: &draft::Model| !text.trim().is_empty() && kept.body.trim() == text.trim();
    match kept {
        Some(kept) if kept.revision <= draft_ref.revision || same(&kept) => {
            draft::Entity::delete_by_id((user_id, ticket_id)).exec(tx).await?;
        }
        // Written on meanwhile, it is another draft than the one that is sent.
        Some(kept) if kept.public_id == draft_ref.draft => {
            let mut row: draft::ActiveModel = kept.into();
            row.public_id = Set(random::id());
            row.update(tx).await?;
        }
        _ => {}
    }
    if draft_ref.uploads.is_empty() {
        return Ok(());
    }
    let ids = draft_ref.uploads.iter().filter(|id| !id.contains('\0')).cloned();
    let own = upload::Entity::delete_many().filter(upload::Column::UserId.eq(user_id));
    let here = own.filter(upload::Column::TicketId.eq(ticket_id));
    here.filter(upload::Column::PublicId.is_in(ids)).exec(tx).await?;
    Ok(())
}

/// Makes a message that was taken back a draft again, before whatever its author has begun since.
pub(crate) async fn restore(
    tx: &Tx,
    user_id: i64,
    ticket_id: i64,
    message: SavedDraft,
    files: &[Upload],
    now: i64,
) -> Result<()> {
    let current = of(tx, user_id, ticket_id).await?;
    let joined = |first: String, second: &str| {
        let gap = if second.trim().is_empty() || first.is_empty() { "" } else { "\n\n" };
        format!("{first}{gap}{second}")
    };
    // Looks are kept where nothing else was begun: two texts of different kinds are joined as plain ones.
    let html = if current.text.trim().is_empty() { message.html } else { String::new() };
    let whole = SavedDraft { text: joined(message.text, &current.text), html, revision: current.revision, ..message };
    if !save_if_unchanged(tx, row(user_id, ticket_id, &whole, now)?, current.revision).await? {
        return Err(Refusal::Conflict.into());
    }
    uploads::insert_uploads(tx, user_id, ticket_id, files, now).await?;
    Ok(())
}
