//! Attachments: their content in the file store, their names in the database.

pub mod attachment;
mod fetch;
pub mod file_text;
mod pdf;
mod reading;
mod small;
mod store;
mod sweep;
mod text;

pub(crate) use fetch::stored;
pub use fetch::{Fetched, fetch};
pub use pdf::{PdfReader, write_pdf_text};
pub(crate) use reading::forget_texts;
pub use reading::{keep_reading, read_waiting};
pub use small::fetch_small;
pub(crate) use small::{small, square};
pub use store::{Incoming, Store, Upload};
pub use sweep::sweep;

use crate::db::{Reader, Tx};
use crate::scope::message;
use crate::{Result, random};
use domain::files::{FILES_MAX, FileLink};
use domain::{Reason, Refusal};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, Set};

/// Files shown beside a ticket at most.
const SHOWN_MAX: u64 = 2_000;

/// Hangs stored files on a message, under these random ids or, where there are none, new ones.
pub(crate) async fn attach(tx: &Tx, ticket_id: i64, message_id: i64, files: &[Upload], ids: &[String]) -> Result<()> {
    for (place, file) in files.iter().enumerate() {
        let row = attachment::ActiveModel {
            public_id: Set(ids.get(place).cloned().unwrap_or_else(random::id)),
            message_id: Set(message_id),
            ticket_id: Set(ticket_id),
            name: Set(file.name.clone()),
            media_type: Set(file.media_type.clone()),
            size: Set(i64::try_from(file.size).unwrap_or(i64::MAX)),
            sha256: Set(file.sha256.to_vec()),
            ..Default::default()
        };
        attachment::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// All files of a ticket, newest first; those on notes only for those who work at the desk.
pub(crate) async fn of_ticket(db: &Reader, ticket_id: i64, notes_too: bool) -> Result<Vec<attachment::Model>> {
    let mut query = attachment::Entity::find().filter(attachment::Column::TicketId.eq(ticket_id));
    if !notes_too {
        let on_message = attachment::Entity::belongs_to(message::Entity)
            .from(attachment::Column::MessageId)
            .to(message::Column::Id)
            .into();
        query = query.join(JoinType::InnerJoin, on_message).filter(message::Column::Note.eq(false));
    }
    Ok(query.order_by_desc(attachment::Column::Id).limit(SHOWN_MAX).all(db).await?)
}

/// A picture that pages may show.
pub(crate) fn is_picture(media_type: &str) -> bool {
    matches!(media_type, "image/png" | "image/jpeg" | "image/gif" | "image/webp")
}

/// Files of a message that came ahead and with it.
///
/// # Errors
/// `Invalid` for too many.
pub(crate) fn check_count(files: &[Upload]) -> Result<(), Refusal> {
    if files.len() > FILES_MAX {
        return Err(Refusal::field("attachment", Reason::TooManyFiles { max: FILES_MAX }));
    }
    Ok(())
}

pub(crate) fn link(file: &attachment::Model) -> FileLink {
    let image = is_picture(&file.media_type);
    FileLink { id: file.public_id.clone(), name: file.name.clone(), size: file.size.unsigned_abs(), image }
}
