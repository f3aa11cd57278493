//! Saving and publishing articles: each time one is saved as a new version, and only what is published is read by others.

mod publish;
mod render;

pub use publish::{publish, unpublish};

use super::categories::CATEGORIES_MAX;
use super::{article, article_category, article_version};
use crate::actor::Person;
use crate::db::Tx;
use crate::events::{Idempotency, fingerprint, idempotency};
use crate::files::Upload;
use crate::messages::rich::Shown;
use crate::write::Write;
use crate::{Desk, Result, random};
use domain::events::Named;
use domain::events::article::{Event, Version};
use domain::help::{ArticleDraft, ArticleFields, TITLE_MAX, slug_of};
use domain::{Reason, Refusal};
use render::rendered;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

/// Articles that a help centre holds at most.
const ARTICLES_MAX: u64 = 5_000;
/// Names of addresses that are not articles.
const RESERVED: [&str; 3] = ["manage", "new", "categories"];

/// What an author sends: the text, the pictures in it, a name for a new category, and a key against sending twice.
pub struct SentArticle<'a> {
    pub draft: &'a ArticleDraft,
    pub new_category: &'a str,
    pub files: &'a [Upload],
    pub key: &'a str,
}

/// # Errors
/// `NotFound` for whoever does not write articles.
pub(super) fn must_write(person: &Person) -> Result<(), Refusal> {
    if person.writes_articles() { Ok(()) } else { Err(Refusal::NotFound) }
}

/// Keeps an article as a new version of it, or as a new one where `slug` is empty, and returns its slug. Readers see nothing of
/// it until it is published. The same text again changes nothing.
///
/// # Errors
/// `NotFound`, `Invalid`, `Conflict` when somebody else has kept a version meanwhile.
pub async fn save(desk: &Desk, person: &Person, slug: &str, sent: SentArticle<'_>) -> Result<String> {
    must_write(person)?;
    let levels: Vec<String> = desk.catalogue().levels.iter().map(|level| level.name.clone()).collect();
    let kept = sent.draft.checked(&levels)?;
    let (kept, sent) = (&kept, &sent);
    desk.write(person, |w| async move {
        let now = w.now();
        let print = fingerprint([sent.draft.title.as_bytes(), sent.draft.body.as_bytes(), sent.draft.html.as_bytes()]);
        let pending = match idempotency::check(&w, person.id, &format!("article {slug}"), sent.key, print, now).await? {
            Idempotency::Seen(slug) => return Ok(slug),
            Idempotency::New(pending) => pending,
        };
        let category_id = category(&w, &sent.draft.category, sent.new_category).await?;
        let found = if slug.is_empty() { create(&w, &kept.title, now).await? } else { locked(&w, slug).await? };
        if found.latest != sent.draft.version {
            return Err(Refusal::Conflict.into());
        }
        let before = version(&*w, found.id, found.latest).await?;
        let shown = rendered(&w, &found, before.as_ref(), sent).await?;
        if before.as_ref().is_some_and(|before| is_same(before, kept, &shown, category_id)) {
            return Ok(found.slug);
        }
        let number = found.latest + 1;
        insert(&w, found.id, number, category_id, person.id, kept.clone(), shown, now).await?;
        let row =
            article::ActiveModel { id: Set(found.id), latest: Set(number), changed_at: Set(now), ..Default::default() };
        row.update(&*w).await?;
        record_event(&w, Event::Saved(version_named(&found, number))).await?;
        pending.store(&w, &found.slug).await?;
        Ok(found.slug)
    })
    .await
}

#[expect(clippy::too_many_arguments, reason = "the columns of a row")]
async fn insert(
    tx: &Tx,
    article_id: i64,
    number: i64,
    category_id: i64,
    author_id: i64,
    kept: ArticleFields,
    shown: Shown,
    now: i64,
) -> Result<()> {
    let row = article_version::ActiveModel {
        article_id: Set(article_id),
        number: Set(number),
        category_id: Set(category_id),
        audience: Set(kept.audience.name().to_owned()),
        levels: Set(kept.audience.levels()),
        title: Set(kept.title),
        summary: Set(kept.summary),
        questions: Set(kept.questions),
        body: Set(shown.text),
        html: Set(shown.html),
        author_id: Set(Some(author_id)),
        created_at: Set(now),
    };
    article_version::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

fn is_same(before: &article_version::Model, kept: &ArticleFields, shown: &Shown, category_id: i64) -> bool {
    let own = (&before.title, &before.summary, &before.questions, &before.html);
    own == (&kept.title, &kept.summary, &kept.questions, &shown.html)
        && before.category_id == category_id
        && before.audience == kept.audience.name()
        && before.levels == kept.audience.levels()
}

/// The category that was chosen, or a new one under the name that was typed.
async fn category(tx: &Tx, slug: &str, name: &str) -> Result<i64> {
    let all = article_category::Entity::find().order_by_asc(article_category::Column::Rank).all(tx).await?;
    let name = name.trim();
    if name.is_empty() {
        let chosen = all.iter().find(|category| category.slug == slug);
        let reason = if slug.is_empty() { Reason::Missing } else { Reason::NotOffered };
        return Ok(chosen.map(|category| category.id).ok_or(Refusal::field("category", reason))?);
    }
    if name.chars().count() > TITLE_MAX {
        return Err(Refusal::field("new_category", Reason::TooLong { max: TITLE_MAX }).into());
    }
    let slug = slug_of(name);
    if let Some(known) = all.iter().find(|category| category.slug == slug) {
        return Ok(known.id);
    }
    if all.len() >= CATEGORIES_MAX {
        return Err(Refusal::field("new_category", Reason::NotOffered).into());
    }
    let rank = all.last().map_or(0, |last| last.rank + 1);
    let row = article_category::ActiveModel {
        slug: Set(slug),
        name: Set(name.to_owned()),
        rank: Set(rank),
        ..Default::default()
    };
    Ok(row.insert(tx).await?.id)
}

async fn create(tx: &Tx, title: &str, now: i64) -> Result<article::Model> {
    let last = article::Entity::find().order_by_desc(article::Column::Id).one(tx).await?;
    if last.as_ref().is_some_and(|last| last.id.unsigned_abs() > ARTICLES_MAX) {
        return Err(Refusal::field("title", Reason::NotOffered).into());
    }
    let slug = unused(tx, &slug_of(title)).await?;
    let row = article::ActiveModel {
        slug: Set(slug),
        latest: Set(0),
        published: Set(None),
        published_at: Set(None),
        rank: Set(last.map_or(0, |last| last.id)),
        changed_at: Set(now),
        ..Default::default()
    };
    Ok(row.insert(tx).await?)
}

async fn unused(tx: &Tx, wanted: &str) -> Result<String> {
    let taken = async |slug: &str| {
        let by_slug = article::Entity::find().filter(article::Column::Slug.eq(slug));
        Ok::<_, crate::Error>(RESERVED.contains(&slug) || by_slug.one(tx).await?.is_some())
    };
    if !taken(wanted).await? {
        return Ok(wanted.to_owned());
    }
    for number in 2..20 {
        let slug = format!("{wanted}-{number}");
        if !taken(&slug).await? {
            return Ok(slug);
        }
    }
    Ok(format!("{wanted}-{}", &random::id()[..8].to_lowercase()))
}

/// The article, held until the write ends.
async fn locked(tx: &Tx, slug: &str) -> Result<article::Model> {
    let by_slug = article::Entity::find().filter(article::Column::Slug.eq(slug.replace('\0', "")));
    // SQLite has one writer and knows no row locks; the query builder leaves the clause out there.
    Ok(by_slug.lock_exclusive().one(tx).await?.ok_or(Refusal::NotFound)?)
}

pub(super) async fn version(
    db: &impl ConnectionTrait,
    article_id: i64,
    number: i64,
) -> Result<Option<article_version::Model>> {
    Ok(article_version::Entity::find_by_id((article_id, number)).one(db).await?)
}

/// Makes an earlier version the newest again; readers see it when it is published.
///
/// # Errors
/// `NotFound`.
pub async fn restore(desk: &Desk, person: &Person, slug: &str, number: i64) -> Result<()> {
    must_write(person)?;
    desk.write(person, |w| async move {
        let found = locked(&w, slug).await?;
        if number == found.latest {
            return Ok(());
        }
        let earlier = version(&*w, found.id, number).await?.ok_or(Refusal::NotFound)?;
        let (latest, now) = (found.latest + 1, w.now());
        let row = article_version::ActiveModel {
            number: Set(latest),
            author_id: Set(Some(person.id)),
            created_at: Set(now),
            ..earlier.into()
        };
        article_version::Entity::insert(row.reset_all()).exec_without_returning(&*w).await?;
        let row =
            article::ActiveModel { id: Set(found.id), latest: Set(latest), changed_at: Set(now), ..Default::default() };
        row.update(&*w).await?;
        record_event(&w, Event::Restored(version_named(&found, number))).await
    })
    .await
}

/// What the log keeps of a version.
fn version_named(article: &article::Model, version: i64) -> Version {
    Version { article: Named::new(article.id, &article.slug), version }
}

async fn record_event(w: &Write, event: Event) -> Result<()> {
    w.record(w.new_event(event)).await.map(drop)
}
