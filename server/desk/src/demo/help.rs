//! The help centre of the demo: written articles, each with its first version published.

use super::content::{self, ArticleContent, span};
use super::organisation::{Ids, Organisation, id_of, member};
use crate::db::Tx;
use crate::help::{article, article_category, article_version, text};
use crate::messages::rich::{Shown, article as cleaned};
use crate::{Error, Result};
use domain::help::index::Document;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use std::collections::{HashMap, HashSet};

/// Who wrote them, and how long ago.
const AUTHOR: &str = "grace";
const WRITTEN: &str = "40d";

pub(super) async fn write(tx: &Tx, organisation: &Organisation, now: i64) -> Result<()> {
    let content = content::help()?;
    let mut categories = Ids::new();
    for (rank, category) in content.category.iter().enumerate() {
        let row = article_category::ActiveModel {
            slug: Set(category.slug.clone()),
            name: Set(category.name.clone()),
            rank: Set(i64::try_from(rank).unwrap_or_default()),
            ..Default::default()
        };
        categories.insert(category.slug.clone(), row.insert(tx).await?.id);
    }
    let author = member(&organisation.people, AUTHOR)?.id;
    for (rank, written) in content.article.iter().enumerate() {
        let at = now - span(WRITTEN)?;
        let row = article::ActiveModel {
            slug: Set(written.slug.clone()),
            latest: Set(1),
            published: Set(Some(1)),
            published_at: Set(Some(at)),
            rank: Set(i64::try_from(rank).unwrap_or_default()),
            changed_at: Set(at),
            ..Default::default()
        };
        let article_id = row.insert(tx).await?.id;
        let shown = shown(written)?;
        let row = article_version::ActiveModel {
            article_id: Set(article_id),
            number: Set(1),
            category_id: Set(id_of(&categories, &written.category)?),
            audience: Set(written.audience.clone()),
            levels: Set(written.levels.join("\n")),
            title: Set(written.title.clone()),
            summary: Set(written.summary.clone()),
            questions: Set(written.questions.trim().to_owned()),
            body: Set(shown.text),
            html: Set(shown.html),
            author_id: Set(Some(author)),
            created_at: Set(at),
        };
        article_version::Entity::insert(row).exec_without_returning(tx).await?;
    }
    crate::help::touch(tx).await
}

fn shown(written: &ArticleContent) -> Result<Shown> {
    let shown = cleaned(&written.html, &HashMap::new(), |_| HashSet::new());
    shown.ok_or_else(|| Error::broken(format!("demo content: article {} is empty", written.slug)))
}

/// The articles as the index takes them: what the assistant is measured with.
///
/// # Errors
/// When the content cannot be read.
pub fn texts() -> Result<Vec<Document>> {
    let one = |written: ArticleContent| {
        let html = shown(&written)?.html;
        Ok(text(written.slug, written.title, written.summary, &written.questions, &html))
    };
    content::help()?.article.into_iter().map(one).collect()
}
