//! Reading and finding articles, signed in or not.

use super::library::{audience_of, library, reader};
use super::{Library, article, article_rating, article_version};
use crate::actor::Person;
use crate::format_time::{format_time, zone};
use crate::{Desk, Result};
use domain::Refusal;
use domain::help::text::anchored;
use domain::help::{
    Article, ArticleCategory, ArticleReader, ArticleSearch, ArticleSummary, Categories, article_hit, highlight_terms,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Articles that a search shows.
const FOUND_MAX: usize = 20;
/// Those beside an article.
const RELATED_MAX: usize = 4;
/// Those beside a new ticket.
const SUGGESTED_MAX: usize = 3;
/// What fits worse than this has nothing to do with it.
const RELATED_FROM: f64 = 0.12;
const FOUND_FROM: f64 = 0.08;
const SUGGESTED_FROM: f64 = 0.3;
/// Characters of a search that count.
const SOUGHT_MAX: usize = 300;

/// Every category with the articles that this person reads.
///
/// # Errors
/// When the database fails.
pub async fn home(desk: &Desk, person: Option<&Person>) -> Result<Categories> {
    let (library, reader) = (library(desk).await?, reader(desk, person));
    let mut categories: Vec<ArticleCategory> = Vec::new();
    for article in library.articles.iter().filter(|article| article.audience.lets(&reader)) {
        if categories.last().is_none_or(|last| last.slug != article.category_slug) {
            let (slug, name) = (article.category_slug.clone(), article.category.clone());
            categories.push(ArticleCategory { slug, name, articles: Vec::new() });
        }
        if let Some(category) = categories.last_mut() {
            category.articles.push(line(article));
        }
    }
    Ok(Categories { categories, writes: person.is_some_and(Person::writes_articles) })
}

fn line(article: &super::library::PublishedArticle) -> ArticleSummary {
    ArticleSummary { slug: article.slug.clone(), title: article.title.clone(), summary: article.summary.clone() }
}

/// Articles about something, the best first.
///
/// # Errors
/// When the database fails.
pub async fn find(desk: &Desk, person: Option<&Person>, sought: &str) -> Result<ArticleSearch> {
    let (library, reader) = (library(desk).await?, reader(desk, person));
    let sought: String = sought.trim().chars().take(SOUGHT_MAX).collect();
    let hits = library.index.find(&sought, |text| library.lets(text, &reader), FOUND_MAX);
    let meant = highlight_terms(&sought, library.index.matched_terms(&sought, |text| library.lets(text, &reader)));
    let best = hits.first().map_or(0.0, |hit| hit.score);
    let near = hits.iter().filter(|hit| hit.score >= FOUND_FROM.max(best / 4.0));
    let found = near.filter_map(|hit| article_hit(&library.index, hit, &meant)).collect();
    Ok(ArticleSearch { query: sought, hits: found })
}

/// Articles that may answer what somebody is about to raise a ticket about.
///
/// # Errors
/// When the database fails.
pub async fn suggest(desk: &Desk, person: &Person, subject: &str) -> Result<Vec<ArticleSummary>> {
    let (library, reader) = (library(desk).await?, reader(desk, Some(person)));
    let subject: String = subject.chars().take(SOUGHT_MAX).collect();
    let hits = library.index.find(&subject, |text| library.lets(text, &reader), SUGGESTED_MAX);
    let near = hits.iter().filter(|hit| hit.score >= SUGGESTED_FROM);
    Ok(near.filter_map(|hit| library.articles.get(hit.place)).map(line).collect())
}

/// Whether somebody who is not signed in reads this article.
///
/// # Errors
/// When the database fails.
pub async fn is_there(desk: &Desk, slug: &str) -> Result<bool> {
    let found = library(desk).await?.article(slug).map(|article| article.audience.lets(&ArticleReader::default()));
    Ok(found.unwrap_or(false))
}

/// A published article.
///
/// # Errors
/// `NotFound` for one that is not published, or not for this person.
pub async fn show(desk: &Desk, person: Option<&Person>, slug: &str) -> Result<Article> {
    let reader = reader(desk, person);
    let (article, version) = published(desk, &reader, slug).await?;
    let library = library(desk).await?;
    let (html, headings) = anchored(&version.html);
    let helped = match person {
        Some(person) => {
            let own = article_rating::Entity::find_by_id((article.id, person.id)).one(desk.db().read()).await?;
            own.map(|rating| rating.helped)
        }
        None => None,
    };
    let own_zone = person.map_or_else(|| zone("Europe/London"), |person| person.zone.clone());
    Ok(Article {
        related: related(&library, &reader, slug, &version),
        category: library.article(slug).map(|own| own.category.clone()).unwrap_or_default(),
        published: format_time(article.published_at.unwrap_or(article.changed_at), desk.now(), &own_zone),
        slug: article.slug,
        title: version.title,
        summary: version.summary,
        html,
        headings,
        helped,
        rates: person.is_some(),
        writes: person.is_some_and(Person::writes_articles),
    })
}

/// The article with the version that people read, if it is for this reader.
pub(super) async fn published(
    desk: &Desk,
    reader: &ArticleReader,
    slug: &str,
) -> Result<(article::Model, article_version::Model)> {
    let db = desk.db().read();
    // PostgreSQL refuses to compare with a NUL.
    let by_slug = article::Entity::find().filter(article::Column::Slug.eq(slug.replace('\0', "")));
    let article = by_slug.one(db).await?.ok_or(Refusal::NotFound)?;
    let number = article.published.ok_or(Refusal::NotFound)?;
    let version = article_version::Entity::find_by_id((article.id, number)).one(db).await?.ok_or(Refusal::NotFound)?;
    if audience_of(&version).lets(reader) { Ok((article, version)) } else { Err(Refusal::NotFound.into()) }
}

/// What else is about the same.
fn related(
    library: &Library,
    reader: &ArticleReader,
    slug: &str,
    version: &article_version::Model,
) -> Vec<ArticleSummary> {
    let about = format!("{} {}", version.title, version.summary);
    let others = |text: &domain::help::index::Document| text.id != slug && library.lets(text, reader);
    let hits = library.index.find(&about, others, RELATED_MAX);
    let near = hits.into_iter().filter(|hit| hit.score >= RELATED_FROM);
    near.filter_map(|hit| library.articles.get(hit.place)).map(line).collect()
}
