//! Article management for authors: every article, the form where one is written, and its versions.

use super::library::audience_of;
use super::write::{must_write, version};
use super::{article, article_category, article_version};
use crate::actor::{Person, user};
use crate::format_time::format_time;
use crate::{Desk, Result, random};
use domain::Refusal;
use domain::help::text::anchored;
use domain::help::{ArticleAudience, ArticleStatus, ArticleVersion, Editor, ManagedArticle, ManagedArticles, Preview};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement};
use std::collections::HashMap;

/// Articles in the list; the rest is found by searching.
const LISTED_MAX: i64 = 500;
/// Versions that are shown of one.
const VERSIONS_MAX: u64 = 50;

#[derive(FromQueryResult)]
struct ArticleRow {
    slug: String,
    latest: i64,
    published: Option<i64>,
    changed_at: i64,
    title: String,
    audience: String,
    levels: String,
    category: String,
    helped: i64,
    failed: i64,
}

const LISTED: &str = "SELECT a.slug, a.latest, a.published, a.changed_at, v.title, v.audience, v.levels, c.name AS category, \
    (SELECT COUNT(*) FROM article_ratings r WHERE r.article_id = a.id AND r.helped) AS helped, \
    (SELECT COUNT(*) FROM article_ratings r WHERE r.article_id = a.id AND NOT r.helped) AS failed \
    FROM articles a JOIN article_versions v ON v.article_id = a.id AND v.number = a.latest \
    JOIN article_categories c ON c.id = v.category_id ORDER BY a.changed_at DESC, a.id DESC LIMIT $1";

/// Every article as its authors see it, the last changed first.
///
/// # Errors
/// `NotFound` for whoever does not write articles.
pub async fn list(desk: &Desk, person: &Person) -> Result<ManagedArticles> {
    must_write(person)?;
    let db = desk.db().read();
    let query = Statement::from_sql_and_values(desk.db().backend(), LISTED, [LISTED_MAX.into()]);
    let managed = |row: ArticleRow| ManagedArticle {
        standing: standing(row.latest, row.published),
        audience: super::library::audience(&row.audience, &row.levels),
        changed: format_time(row.changed_at, desk.now(), &person.zone),
        slug: row.slug,
        title: row.title,
        category: row.category,
        helped: row.helped.unsigned_abs(),
        failed: row.failed.unsigned_abs(),
    };
    let articles = ArticleRow::find_by_statement(query).all(db).await?.into_iter().map(managed).collect();
    Ok(ManagedArticles { articles, categories: categories(desk).await? })
}

fn standing(latest: i64, published: Option<i64>) -> ArticleStatus {
    match published {
        None => ArticleStatus::Draft,
        Some(number) if number == latest => ArticleStatus::Published,
        Some(_) => ArticleStatus::Newer,
    }
}

async fn categories(desk: &Desk) -> Result<Vec<(String, String)>> {
    let all = article_category::Entity::find().order_by_asc(article_category::Column::Rank);
    Ok(all.all(desk.db().read()).await?.into_iter().map(|row| (row.slug, row.name)).collect())
}

pub(super) async fn find_article(desk: &Desk, slug: &str) -> Result<article::Model> {
    let by_slug = article::Entity::find().filter(article::Column::Slug.eq(slug.replace('\0', "")));
    Ok(by_slug.one(desk.db().read()).await?.ok_or(Refusal::NotFound)?)
}

/// The form with the newest version of an article, or an empty one where `slug` is empty.
///
/// # Errors
/// `NotFound`.
pub async fn editor(desk: &Desk, person: &Person, slug: &str) -> Result<Editor> {
    must_write(person)?;
    let levels = desk.catalogue().levels.iter().map(|level| level.name.clone()).collect();
    let categories = categories(desk).await?;
    let blank = Editor {
        slug: String::new(),
        version: 0,
        title: String::new(),
        summary: String::new(),
        questions: String::new(),
        body: String::new(),
        html: String::new(),
        category: String::new(),
        audience: ArticleAudience::default(),
        standing: ArticleStatus::Draft,
        categories,
        levels,
        key: random::id(),
        history: Vec::new(),
    };
    if slug.is_empty() {
        return Ok(blank);
    }
    let article = find_article(desk, slug).await?;
    let latest = version(desk.db().read(), article.id, article.latest).await?.ok_or(Refusal::NotFound)?;
    let category = article_category::Entity::find_by_id(latest.category_id).one(desk.db().read()).await?;
    Ok(Editor {
        version: article.latest,
        audience: audience_of(&latest),
        title: latest.title,
        summary: latest.summary,
        questions: latest.questions,
        body: latest.body,
        html: latest.html,
        category: category.map(|category| category.slug).unwrap_or_default(),
        standing: standing(article.latest, article.published),
        history: history(desk, person, &article).await?,
        slug: article.slug,
        ..blank
    })
}

async fn history(desk: &Desk, person: &Person, article: &article::Model) -> Result<Vec<ArticleVersion>> {
    let of_article = article_version::Entity::find().filter(article_version::Column::ArticleId.eq(article.id));
    let newest = of_article.order_by_desc(article_version::Column::Number).limit(VERSIONS_MAX);
    let versions = newest.all(desk.db().read()).await?;
    let authors = versions.iter().filter_map(|version| version.author_id);
    let query = user::Entity::find().filter(user::Column::Id.is_in(authors)).into_partial_model::<user::Summary>();
    let names: HashMap<i64, String> =
        query.all(desk.db().read()).await?.into_iter().map(|user| (user.id, user.name)).collect();
    let into_version = |version: article_version::Model| ArticleVersion {
        author: version.author_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        at: format_time(version.created_at, desk.now(), &person.zone),
        published: article.published == Some(version.number),
        number: version.number,
        title: version.title,
    };
    Ok(versions.into_iter().map(into_version).collect())
}

/// A version as its readers would see it; the newest where `number` is 0.
///
/// # Errors
/// `NotFound`.
pub async fn preview(desk: &Desk, person: &Person, slug: &str, number: i64) -> Result<Preview> {
    must_write(person)?;
    let article = find_article(desk, slug).await?;
    let number = if number == 0 { article.latest } else { number };
    let shown = version(desk.db().read(), article.id, number).await?.ok_or(Refusal::NotFound)?;
    let category = article_category::Entity::find_by_id(shown.category_id).one(desk.db().read()).await?;
    let (html, headings) = anchored(&shown.html);
    Ok(Preview {
        slug: article.slug,
        number,
        latest: number == article.latest,
        published: article.published == Some(number),
        title: shown.title,
        summary: shown.summary,
        category: category.map(|category| category.name).unwrap_or_default(),
        html,
        headings,
    })
}
