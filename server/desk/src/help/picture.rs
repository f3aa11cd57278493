//! Downloading a picture of an article.

use super::library::audience_of;
use super::{article, article_file, article_version, reader};
use crate::actor::Person;
use crate::files::Fetched;
use crate::{Desk, Result};
use domain::Refusal;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// A picture of an article: for those who read what is published, if it shows it, and for authors.
///
/// # Errors
/// `NotFound` for everything else.
pub async fn picture(desk: &Desk, person: Option<&Person>, id: &str) -> Result<Fetched> {
    let db = desk.db().read();
    if id.contains('\0') {
        return Err(Refusal::NotFound.into());
    }
    let by_id = article_file::Entity::find().filter(article_file::Column::PublicId.eq(id));
    let file = by_id.one(db).await?.ok_or(Refusal::NotFound)?;
    if !person.is_some_and(Person::writes_articles) {
        let article = article::Entity::find_by_id(file.article_id).one(db).await?.ok_or(Refusal::NotFound)?;
        let number = article.published.ok_or(Refusal::NotFound)?;
        let version = article_version::Entity::find_by_id((article.id, number)).one(db).await?;
        let version = version.ok_or(Refusal::NotFound)?;
        let shown = version.html.contains(&format!("/files/{id}/"));
        if !shown || !audience_of(&version).lets(&reader(desk, person)) {
            return Err(Refusal::NotFound.into());
        }
    }
    let content = desk.files().open(&file.sha256).await?;
    Ok(Fetched { name: file.name, media_type: file.media_type, size: file.size.unsigned_abs(), content })
}
