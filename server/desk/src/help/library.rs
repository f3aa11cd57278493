//! In-memory cache and index of what is published: a few hundred articles at most, read again when one of them changes. Search, related articles, the
//! hints beside a new ticket and the assistant look into the same index, each with the eyes of whoever asks.

use super::{article_category, article_version};
use crate::actor::Person;
use crate::catalogue::sequence;
use crate::db::Tx;
use crate::{Desk, Error, Result};
use domain::assistant::skill;
use domain::help::index::{Document, Index};
use domain::help::text::passages;
use domain::help::{ArticleAudience, ArticleReader};
use domain::plans::Running;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Statement};
use std::collections::HashMap;
use std::sync::Arc;

/// Articles that are published at most; those beyond are found by their address alone.
const PUBLISHED_MAX: i64 = 2_000;

#[derive(Default)]
pub struct Library {
    version: i64,
    pub(crate) articles: Vec<PublishedArticle>,
    /// The articles in the same order, then the assistant's skills.
    pub(crate) index: Index,
}

pub(crate) struct PublishedArticle {
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub category: String,
    pub category_slug: String,
    pub audience: ArticleAudience,
}

impl Library {
    pub(crate) fn lets(&self, text: &Document, reader: &ArticleReader) -> bool {
        let article = self.index.place(&text.id).and_then(|place| self.articles.get(place));
        article.is_some_and(|article| article.audience.lets(reader))
    }

    pub(crate) fn article(&self, slug: &str) -> Option<&PublishedArticle> {
        self.articles.iter().find(|article| article.slug == slug)
    }
}

/// What decides which articles a person reads; nobody is signed in where there is none.
pub(crate) fn reader(desk: &Desk, person: Option<&Person>) -> ArticleReader {
    let Some(person) = person else { return ArticleReader::default() };
    let runs = |term: domain::plans::Term| matches!(term.at(desk.now()), Running::Active | Running::Grace { .. });
    let plans = person.companies.iter().flat_map(|home| &home.plans).filter(|plan| runs(plan.term));
    ArticleReader {
        signed_in: true,
        is_staff: person.is_staff(),
        levels: plans.map(|plan| plan.level.clone()).collect(),
    }
}

#[derive(FromQueryResult)]
struct PublishedRow {
    slug: String,
    category_id: i64,
    audience: String,
    levels: String,
    title: String,
    summary: String,
    questions: String,
    html: String,
}

const PUBLISHED: &str = "SELECT a.slug, v.category_id, v.audience, v.levels, v.title, v.summary, v.questions, v.html \
    FROM articles a JOIN article_versions v ON v.article_id = a.id AND v.number = a.published \
    JOIN article_categories c ON c.id = v.category_id ORDER BY c.rank, c.id, a.rank, a.id LIMIT $1";

/// What is published, as it stands now.
pub(crate) async fn library(desk: &Desk) -> Result<Arc<Library>> {
    let db = desk.db().read();
    let counter = sequence::Entity::find_by_id("help".to_owned()).one(db).await?;
    let version = counter.map_or(0, |row| row.next_value);
    let kept = desk.kept_library();
    if kept.version == version {
        return Ok(kept);
    }
    let fresh = Arc::new(load(db, version).await?);
    desk.keep_library(fresh.clone());
    Ok(fresh)
}

async fn load(db: &impl ConnectionTrait, version: i64) -> Result<Library> {
    let categories: HashMap<i64, article_category::Model> =
        article_category::Entity::find().all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    let query = Statement::from_sql_and_values(db.get_database_backend(), PUBLISHED, [PUBLISHED_MAX.into()]);
    let (mut articles, mut texts) = (Vec::new(), Vec::new());
    for row in PublishedRow::find_by_statement(query).all(db).await? {
        let category = categories.get(&row.category_id);
        articles.push(PublishedArticle {
            slug: row.slug.clone(),
            title: row.title.clone(),
            summary: row.summary.clone(),
            category: category.map(|category| category.name.clone()).unwrap_or_default(),
            category_slug: category.map(|category| category.slug.clone()).unwrap_or_default(),
            audience: audience(&row.audience, &row.levels),
        });
        texts.push(text(row.slug, row.title, row.summary, &row.questions, &row.html));
    }
    // A thousand articles take a second: other requests go on meanwhile.
    let index = tokio::task::spawn_blocking(|| skill::index(texts)).await;
    Ok(Library { version, articles, index: index.map_err(|_| Error::broken("the index panicked"))? })
}

/// An article as the index takes it.
pub(crate) fn text(id: String, title: String, summary: String, questions: &str, html: &str) -> Document {
    let questions = questions.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    Document { id, title, summary, questions, passages: passages(html) }
}

/// What cannot be read is for those who work here.
pub(crate) fn audience(name: &str, levels: &str) -> ArticleAudience {
    ArticleAudience::parse(name, levels).unwrap_or(ArticleAudience::Levels(Vec::new()))
}

pub(crate) fn audience_of(version: &article_version::Model) -> ArticleAudience {
    audience(&version.audience, &version.levels)
}

/// Lets every process read again what is published.
pub(crate) async fn touch(tx: &Tx) -> Result<()> {
    tx.execute_unprepared("UPDATE sequences SET next_value = next_value + 1 WHERE name = 'help'").await?;
    Ok(())
}
