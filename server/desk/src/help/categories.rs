//! Categories of articles: authors add categories, rename them, put them in order, and delete those that nothing stands in.

use super::library::touch;
use super::write::must_write;
use super::{article_category, article_version};
use crate::actor::Person;
use crate::db::Tx;
use crate::write::Write;
use crate::{Desk, Result};
use domain::events::Named;
use domain::events::article::{Category, Event};
use domain::help::{ManagedCategory, TITLE_MAX, slug_of};
use domain::{Reason, Refusal};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryOrder, Set, Statement,
};

/// Categories that a help centre holds at most.
pub(super) const CATEGORIES_MAX: usize = 100;

#[derive(FromQueryResult)]
struct CategoryRow {
    slug: String,
    name: String,
    articles: i64,
    versions: i64,
}

const LISTED: &str = "SELECT c.slug, c.name, \
    (SELECT COUNT(*) FROM articles a JOIN article_versions v ON v.article_id = a.id AND v.number = a.latest \
        WHERE v.category_id = c.id) AS articles, \
    (SELECT COUNT(*) FROM article_versions v WHERE v.category_id = c.id) AS versions \
    FROM article_categories c ORDER BY c.rank, c.id";

/// All of them in their order, with what stands in each.
///
/// # Errors
/// `NotFound` for whoever does not write articles.
pub async fn list(desk: &Desk, person: &Person) -> Result<Vec<ManagedCategory>> {
    must_write(person)?;
    let query = Statement::from_string(desk.db().backend(), LISTED);
    let into_category = |row: CategoryRow| ManagedCategory {
        slug: row.slug,
        name: row.name,
        articles: row.articles.unsigned_abs(),
        is_used: row.versions > 0,
    };
    Ok(CategoryRow::find_by_statement(query).all(desk.db().read()).await?.into_iter().map(into_category).collect())
}

/// Adds one at the end. What is there already stays as it is.
///
/// # Errors
/// `NotFound`, `Invalid` for a name that is none, or when there are too many.
pub async fn add(desk: &Desk, person: &Person, name: &str) -> Result<()> {
    must_write(person)?;
    let name = named(name)?;
    let name = &name;
    desk.write(person, |w| async move {
        let all = all(&w).await?;
        let slug = slug_of(name);
        if all.iter().any(|category| category.slug == slug) {
            return Ok(());
        }
        if all.len() >= CATEGORIES_MAX {
            return Err(Refusal::field("name", Reason::NotOffered).into());
        }
        let rank = all.last().map_or(0, |last| last.rank + 1);
        let row = article_category::ActiveModel {
            slug: Set(slug),
            name: Set(name.clone()),
            rank: Set(rank),
            ..Default::default()
        };
        let row = row.insert(&*w).await?;
        finish(&w, Event::CategoryAdded(category_named(row.id, row.name))).await
    })
    .await
}

/// Gives one another name; its address stays.
///
/// # Errors
/// `NotFound`, `Invalid` for a name that is none or that another one has.
pub async fn rename(desk: &Desk, person: &Person, slug: &str, name: &str) -> Result<()> {
    must_write(person)?;
    let name = named(name)?;
    let name = &name;
    desk.write(person, |w| async move {
        let all = all(&w).await?;
        let own = all.iter().find(|category| category.slug == slug).ok_or(Refusal::NotFound)?;
        if own.name == *name {
            return Ok(());
        }
        let folded = name.to_lowercase();
        if all.iter().any(|other| other.id != own.id && other.name.to_lowercase() == folded) {
            return Err(Refusal::field("name", Reason::Taken).into());
        }
        let row = article_category::ActiveModel { id: Set(own.id), name: Set(name.clone()), ..Default::default() };
        row.update(&*w).await?;
        finish(&w, Event::CategoryRenamed(category_named(own.id, name.clone()))).await
    })
    .await
}

/// Puts one in this place, counted from 0; again it changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn place(desk: &Desk, person: &Person, slug: &str, place: usize) -> Result<()> {
    must_write(person)?;
    desk.write(person, |w| async move {
        let mut all = all(&w).await?;
        let before = all.iter().position(|category| category.slug == slug).ok_or(Refusal::NotFound)?;
        let place = place.min(all.len() - 1);
        if before == place {
            return Ok(());
        }
        let own = all.remove(before);
        let event = Event::CategoryMoved(category_named(own.id, own.name.clone()));
        all.insert(place, own);
        for (rank, category) in all.into_iter().enumerate() {
            let rank = i64::try_from(rank).unwrap_or_default();
            if category.rank != rank {
                let row = article_category::ActiveModel { id: Set(category.id), rank: Set(rank), ..Default::default() };
                row.update(&*w).await?;
            }
        }
        finish(&w, event).await
    })
    .await
}

/// Deletes one that no article and no earlier version of one stands in.
///
/// # Errors
/// `NotFound`, `Invalid` for one that is in use.
pub async fn delete(desk: &Desk, person: &Person, slug: &str) -> Result<()> {
    must_write(person)?;
    desk.write(person, |w| async move {
        let own = all(&w).await?.into_iter().find(|category| category.slug == slug).ok_or(Refusal::NotFound)?;
        let used =
            article_version::Entity::find().filter(article_version::Column::CategoryId.eq(own.id)).count(&*w).await?;
        if used > 0 {
            return Err(Refusal::field("category", Reason::InUse).into());
        }
        article_category::Entity::delete_by_id(own.id).exec(&*w).await?;
        finish(&w, Event::CategoryDeleted(category_named(own.id, own.name))).await
    })
    .await
}

fn named(name: &str) -> Result<String, Refusal> {
    let name = domain::text::name(name);
    match name.chars().count() {
        0 => Err(Refusal::field("name", Reason::Missing)),
        count if count > TITLE_MAX => Err(Refusal::field("name", Reason::TooLong { max: TITLE_MAX })),
        _ => Ok(name),
    }
}

/// In their order. Authors who change categories at once wait for each other.
async fn all(tx: &Tx) -> Result<Vec<article_category::Model>> {
    if tx.get_database_backend() == sea_orm::DbBackend::Postgres {
        tx.execute_unprepared("LOCK TABLE article_categories IN SHARE ROW EXCLUSIVE MODE").await?;
    }
    let ordered = article_category::Entity::find().order_by_asc(article_category::Column::Rank);
    Ok(ordered.order_by_asc(article_category::Column::Id).all(tx).await?)
}

/// What the log keeps of a category.
fn category_named(id: i64, name: String) -> Category {
    Category { category: Named::new(id, name) }
}

async fn finish(w: &Write, event: Event) -> Result<()> {
    touch(w).await?;
    w.record(w.new_event(event)).await.map(drop)
}
