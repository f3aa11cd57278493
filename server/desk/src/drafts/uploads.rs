//! Uploads of a draft: files that are sent while their message is still being written.

use super::{resolve_place, to_upload, upload};
use crate::actor::Person;
use crate::db::Tx;
use crate::events::lock;
use crate::files::{Fetched, Upload, is_picture, small};
use crate::{Desk, Error, Result, random};
use domain::drafts::{DraftUpload, WAITING_BYTES_MAX, WAITING_MAX};
use domain::{Reason, Refusal};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Set, Statement};

#[derive(FromQueryResult)]
struct UploadUsage {
    files: i64,
    bytes: i64,
}

async fn used(db: &impl ConnectionTrait, user_id: i64) -> Result<UploadUsage> {
    let sql =
        "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM uploads WHERE user_id = $1";
    let query = Statement::from_sql_and_values(db.get_database_backend(), sql, [user_id.into()]);
    UploadUsage::find_by_statement(query).one(db).await?.ok_or_else(|| Error::broken("a sum without a row"))
}

fn fits(room: &UploadUsage, files: &[Upload]) -> Result<(), Refusal> {
    let bytes = room.bytes.unsigned_abs() + files.iter().map(|file| file.size).sum::<u64>();
    if room.files.unsigned_abs() as usize + files.len() > WAITING_MAX || bytes > WAITING_BYTES_MAX {
        return Err(Refusal::field("attachment", Reason::NoRoom { max: WAITING_BYTES_MAX }));
    }
    Ok(())
}

/// Whether this person may send any file ahead: asked before one is taken in.
///
/// # Errors
/// `Invalid` when too many wait already.
pub async fn has_room(desk: &Desk, person: &Person) -> Result<()> {
    let room = used(desk.db().read(), person.id).await?;
    let nearly = UploadUsage { files: room.files + 1, bytes: room.bytes };
    Ok(fits(&nearly, &[])?)
}

/// Keeps stored files for the message that this person writes at `place`.
///
/// # Errors
/// `NotFound`; `Forbidden` for those who may not answer there; `Invalid` when too many wait already.
pub async fn receive(desk: &Desk, person: &Person, place: &str, files: &[Upload]) -> Result<Vec<DraftUpload>> {
    desk.write(person, |w| async move {
        let ticket_id = resolve_place(&*w, person, place).await?;
        lock(&w, person.id).await?;
        fits(&used(&*w, person.id).await?, files)?;
        let kept = insert_uploads(&w, person.id, ticket_id, files, desk.now()).await?;
        Ok(kept)
    })
    .await
}

pub(super) async fn insert_uploads(
    tx: &Tx,
    user_id: i64,
    ticket_id: i64,
    files: &[Upload],
    now: i64,
) -> Result<Vec<DraftUpload>> {
    let mut kept = Vec::with_capacity(files.len());
    for file in files {
        let row = upload::ActiveModel {
            public_id: Set(random::id()),
            user_id: Set(user_id),
            ticket_id: Set(ticket_id),
            name: Set(file.name.clone()),
            media_type: Set(file.media_type.clone()),
            size: Set(i64::try_from(file.size).unwrap_or(i64::MAX)),
            sha256: Set(file.sha256.to_vec()),
            created_at: Set(now),
            ..Default::default()
        };
        kept.push(to_upload(&upload::Entity::insert(row).exec_with_returning(tx).await?));
    }
    Ok(kept)
}

/// Removes an uploaded file whose message has not been sent yet.
///
/// # Errors
/// `NotFound` for everybody but its owner.
pub async fn remove(desk: &Desk, person: &Person, id: &str) -> Result<()> {
    desk.write(person, |w| async move {
        let found = mine(&*w, person, id).await?.ok_or(Refusal::NotFound)?;
        upload::Entity::delete_by_id(found.id).exec(&*w).await?;
        Ok(())
    })
    .await
}

/// A small picture of a file that waits, for whoever sent it.
///
/// # Errors
/// `NotFound` for everybody else, and for what is no picture.
pub async fn preview(desk: &Desk, person: &Person, id: &str) -> Result<Fetched> {
    let found = mine(desk.db().read(), person, id).await?.filter(|file| is_picture(&file.media_type));
    let file = found.ok_or(Refusal::NotFound)?;
    small(desk, file.name, &file.sha256).await
}

async fn mine(db: &impl ConnectionTrait, person: &Person, id: &str) -> Result<Option<upload::Model>> {
    // PostgreSQL refuses to compare with a NUL.
    if id.contains('\0') {
        return Ok(None);
    }
    let own = upload::Entity::find().filter(upload::Column::UserId.eq(person.id));
    Ok(own.filter(upload::Column::PublicId.eq(id)).one(db).await?)
}

/// The files of these ids, to hang them on a message; each once. Their rows stay until the draft is finished.
///
/// # Errors
/// `Invalid` for one that is somebody else's, was written for another place, or is gone.
pub(crate) async fn load_uploads(tx: &Tx, person: &Person, ticket_id: i64, ids: &[String]) -> Result<Vec<Upload>> {
    let mut files = Vec::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate().filter(|(_, id)| !id.is_empty()) {
        if ids[..place].contains(id) {
            continue;
        }
        let found = mine(tx, person, id).await?.filter(|file| file.ticket_id == ticket_id);
        let file = found.ok_or_else(|| Refusal::field("attachment", Reason::FileGone))?;
        let sha256 = file.sha256.try_into().map_err(|_| Error::broken("a hash of another length"))?;
        files.push(Upload { name: file.name, media_type: file.media_type, size: file.size.unsigned_abs(), sha256 });
    }
    Ok(files)
}
