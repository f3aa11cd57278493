//! Three-way merge of an article form: one that was begun with an earlier version goes on from the newest: what its author has not changed in it becomes
//! as it is now.

use super::manage::find_article;
use super::write::{must_write, version};
use super::{article_category, article_version};
use crate::actor::{Person, user};
use crate::messages::rich::article as cleaned;
use crate::{Desk, Result};
use domain::Refusal;
use domain::help::{ArticleDraft, text};
use domain::seen::{FormMerge, SeenFields, is_same};
use sea_orm::EntityTrait;
use std::collections::HashMap;

/// Characters of a text that are told of it.
const SHOWN_MAX: usize = 80;

/// The form upon the newest version.
pub struct Rebased {
    pub draft: ArticleDraft,
    /// What its author and somebody else have both changed.
    pub refusal: Option<Refusal>,
}

/// Nothing where the form was begun with the newest version, or with one that is not known.
///
/// # Errors
/// `NotFound`.
pub async fn rebase(
    desk: &Desk,
    person: &Person,
    slug: &str,
    sent: &ArticleDraft,
    new_category: &str,
) -> Result<Option<Rebased>> {
    must_write(person)?;
    let db = desk.db().read();
    let article = find_article(desk, slug).await?;
    if article.latest == sent.version {
        return Ok(None);
    }
    let base = version(db, article.id, sent.version).await?;
    let (Some(base), Some(latest)) = (base, version(db, article.id, article.latest).await?) else { return Ok(None) };
    let (before, now) = (category(desk, &base).await?, category(desk, &latest).await?);
    let audience = readers(&base.audience, &base.levels);
    let seen = SeenFields::read([
        ("seen.title", base.title.as_str()),
        ("seen.summary", base.summary.as_str()),
        ("seen.questions", base.questions.as_str()),
        ("seen.category", before.0.as_str()),
        ("seen.audience", audience.as_str()),
        ("seen.body", base.html.as_str()),
    ]);
    let (mut draft, mut merge) = (ArticleDraft { version: article.latest, ..sent.clone() }, FormMerge::new(&seen));
    merge.field("title", &mut draft.title, &latest.title, &latest.title);
    merge.field("summary", &mut draft.summary, &latest.summary, &latest.summary);
    merge.field("questions", &mut draft.questions, &latest.questions, &brief(&latest.questions));
    if new_category.trim().is_empty() {
        merge.field("category", &mut draft.category, &now.0, &now.1);
    }
    let own = readers(&sent.audience, &sent.levels.join("\n"));
    let mut wanted = own.clone();
    let audience_label =
        if latest.levels.is_empty() { latest.audience.replace('_', " ") } else { latest.levels.replace('\n', ", ") };
    merge.field("audience", &mut wanted, &readers(&latest.audience, &latest.levels), &audience_label);
    if wanted != own {
        draft.audience.clone_from(&latest.audience);
        draft.levels = latest.levels.lines().map(str::to_owned).collect();
    }
    let mut html = rendered(sent, &base);
    merge.field("body", &mut html, &latest.html, &brief(&latest.body));
    if html == latest.html {
        (draft.body, draft.html) = (latest.body.clone(), latest.html.clone());
    }
    let by = author(desk, &latest).await?;
    Ok(Some(Rebased { draft, refusal: merge.done(&by).err() }))
}

/// Whom it is for, as one field.
fn readers(audience: &str, levels: &str) -> String {
    let mut levels: Vec<&str> = levels.lines().filter(|_| audience == "levels").collect();
    levels.sort_unstable();
    format!("{audience}\n{}", levels.join("\n"))
}

/// The text of the form as it would be kept. With a new picture it is another one in any case.
fn rendered(sent: &ArticleDraft, base: &article_version::Model) -> String {
    match sent.html.trim() {
        "" if is_same(&sent.body, &base.body) => base.html.clone(),
        "" => text::paragraphs(&sent.body.replace("\r\n", "\n")),
        html if html.contains("cid:") => html.to_owned(),
        html => {
            let shown = cleaned(html, &HashMap::new(), |pictures| pictures.into_iter().collect());
            shown.map_or_else(|| html.to_owned(), |shown| shown.html)
        }
    }
}

fn brief(text: &str) -> String {
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text.to_owned(),
    }
}

/// Slug and name.
async fn category(desk: &Desk, of: &article_version::Model) -> Result<(String, String)> {
    let found = article_category::Entity::find_by_id(of.category_id).one(desk.db().read()).await?;
    Ok(found.map(|category| (category.slug, category.name)).unwrap_or_default())
}

async fn author(desk: &Desk, of: &article_version::Model) -> Result<String> {
    let Some(id) = of.author_id else { return Ok(String::new()) };
    let found = user::Entity::find_by_id(id).one(desk.db().read()).await?;
    Ok(found.map(|user| user.name).unwrap_or_default())
}
