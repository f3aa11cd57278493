//! Rendering of what an author sends: the text that is kept, with the pictures in it.

use super::SentArticle;
use crate::db::Tx;
use crate::files::{Upload, is_picture};
use crate::help::{article, article_file, article_version};
use crate::messages::rich::{Shown, article as cleaned};
use crate::{Result, random};
use domain::help::{TO_READ_MAX, text};
use domain::{Reason, Refusal};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use std::collections::{HashMap, HashSet};

/// The text as it is kept: formatted, or as plain paragraphs. Whoever changes nothing of the plain text keeps its formatting.
pub(super) async fn rendered(
    tx: &Tx,
    on: &article::Model,
    before: Option<&article_version::Model>,
    sent: &SentArticle<'_>,
) -> Result<Shown> {
    let draft = sent.draft;
    let typed = draft.body.replace("\r\n", "\n");
    let unchanged = before.filter(|before| before.body.trim() == typed.trim()).map(|before| before.html.clone());
    let html = if !draft.html.trim().is_empty() {
        draft.html.clone()
    } else {
        unchanged.unwrap_or_else(|| text::paragraphs(&typed))
    };
    let pictures = store_pictures(tx, on.id, sent.files).await?;
    let own: HashSet<String> = {
        let of_article = article_file::Entity::find().filter(article_file::Column::ArticleId.eq(on.id));
        of_article.all(tx).await?.into_iter().map(|file| file.public_id).collect()
    };
    let shown = cleaned(&html, &pictures, |wanted| wanted.into_iter().filter(|id| own.contains(id)).collect());
    let shown = shown.ok_or(Refusal::field("body", Reason::Missing))?;
    if shown.text.chars().count() > TO_READ_MAX {
        return Err(Refusal::field("body", Reason::TooLong { max: TO_READ_MAX }).into());
    }
    Ok(shown)
}

/// Id and name of each picture that was sent along, by its name. Other files are no part of an article.
async fn store_pictures(tx: &Tx, article_id: i64, files: &[Upload]) -> Result<HashMap<String, (String, String)>> {
    let mut pictures = HashMap::new();
    for file in files.iter().filter(|file| is_picture(&file.media_type)) {
        let id = random::id();
        let row = article_file::ActiveModel {
            public_id: Set(id.clone()),
            article_id: Set(article_id),
            name: Set(file.name.clone()),
            media_type: Set(file.media_type.clone()),
            size: Set(i64::try_from(file.size).unwrap_or(i64::MAX)),
            sha256: Set(file.sha256.to_vec()),
            ..Default::default()
        };
        article_file::Entity::insert(row).exec_without_returning(tx).await?;
        pictures.entry(file.name.clone()).or_insert((id, file.name.clone()));
    }
    Ok(pictures)
}
