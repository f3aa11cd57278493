//! Text extraction from attachments in the background: a message is there before the text of its files is found.

use super::pdf::PdfReader;
use super::text::{FILE_MAX, is_pdf, may_hold_text, storable, text_of};
use super::{attachment, file_text};
use crate::db::Tx;
use crate::search::Extent;
use crate::write::Actor;
use crate::{Desk, Result, scope};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Set, Statement};
use std::time::Duration;
use tokio::io::AsyncReadExt;

/// Files read at a time.
const BATCH: u64 = 20;
/// Between two looks for new files.
const PAUSE: Duration = Duration::from_secs(5);

#[derive(FromQueryResult)]
struct UnreadFile {
    id: i64,
    ticket_id: i64,
    name: String,
    size: i64,
    sha256: Vec<u8>,
}

#[derive(FromQueryResult)]
struct CursorRow {
    value: String,
}

/// Reads files as they come, for as long as the server runs.
pub async fn keep_reading(desk: Desk, pdf: PdfReader) -> Result<()> {
    let (mut changes, mut more) = (desk.db().changes(), false);
    loop {
        if changes.any() || more {
            match read_waiting(&desk, &pdf).await {
                Ok(read) => more = read == BATCH as usize,
                Err(error) => {
                    tracing::warn!(%error, "files could not be read for search");
                    more = true;
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        if !more {
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Reads the next files that nobody has read yet; how many there were.
///
/// # Errors
/// When the database fails.
pub async fn read_waiting(desk: &Desk, pdf: &PdfReader) -> Result<usize> {
    let (db, backend) = (desk.db().read(), desk.db().backend());
    let mark = Statement::from_string(backend, "SELECT value FROM settings WHERE name = 'files_read'");
    let mark = CursorRow::find_by_statement(mark).one(db).await?.and_then(|mark| mark.value.parse::<i64>().ok());
    let sql = "SELECT id, ticket_id, name, size, sha256 FROM attachments WHERE id > $1 ORDER BY id LIMIT $2";
    let after = [mark.unwrap_or(0).into(), BATCH.into()];
    let waiting = UnreadFile::find_by_statement(Statement::from_sql_and_values(backend, sql, after)).all(db).await?;
    for file in &waiting {
        let text = if may_hold_text(&file.name) { read(desk, pdf, file).await } else { String::new() };
        store_text(desk, file, &text).await?;
    }
    Ok(waiting.len())
}

/// A file that cannot be read has no text.
async fn read(desk: &Desk, pdf: &PdfReader, file: &UnreadFile) -> String {
    if file.size.unsigned_abs() > FILE_MAX {
        return String::new();
    }
    let mut content = Vec::new();
    let Ok(stored) = desk.files().open(&file.sha256).await else { return String::new() };
    if stored.take(FILE_MAX).read_to_end(&mut content).await.is_err() {
        return String::new();
    }
    let (name, pdf) = (file.name.clone(), pdf.clone());
    let read = move || if is_pdf(&name) { storable(&pdf.text(content)) } else { text_of(&name, &content) };
    tokio::task::spawn_blocking(read).await.unwrap_or_default()
}

/// Takes the texts of files away that hang on no message any more.
pub(crate) async fn forget_texts(tx: &Tx, files: &[attachment::Model]) -> Result<()> {
    for file in files {
        let same = attachment::Entity::find().filter(attachment::Column::Sha256.eq(file.sha256.clone()));
        if same.limit(1).one(tx).await?.is_none() {
            file_text::Entity::delete_by_id(file.sha256.clone()).exec(tx).await?;
        }
    }
    Ok(())
}

async fn store_text(desk: &Desk, file: &UnreadFile, text: &str) -> Result<()> {
    desk.write(Actor::Portico, |w| async move {
        scope::lock(&w, file.ticket_id).await?;
        // It may have been taken back meanwhile.
        let stands = attachment::Entity::find_by_id(file.id).one(&*w).await?.is_some();
        if !text.is_empty() && stands {
            let row = file_text::ActiveModel { sha256: Set(file.sha256.clone()), text: Set(text.to_owned()) };
            let kept = file_text::Entity::insert(row).on_conflict_do_nothing_on([file_text::Column::Sha256]);
            kept.exec(&*w).await?;
            w.index(file.ticket_id, Extent::Whole);
        }
        let sql = "INSERT INTO settings (name, value) VALUES ('files_read', $1)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let id = file.id.to_string();
        w.execute_raw(Statement::from_sql_and_values(w.get_database_backend(), sql, [id.into()])).await?;
        Ok(())
    })
    .await
}
