//! Saved views of the dashboard. A view is an address: it shows everybody what they may see, and no more.

mod edit;
pub mod saved_view;

pub use edit::{ViewChange, ViewDraft, change, remove, save, set_default, step};

use crate::actor::{Person, SEES_VIEW};
use crate::tickets::list;
use crate::{Desk, Result};
use domain::Refusal;
use domain::people::Kind;
use domain::tickets::Total;
use domain::views::{COUNTED_MAX, SavedView, VIEWS_MAX, ViewAudience};
use sea_orm::{FromQueryResult, Statement};

/// So many views of a menu are counted.
const COUNTED_VIEWS: usize = 10;

#[derive(FromQueryResult)]
struct SavedViewRow {
    slug: String,
    name: String,
    audience: String,
    query: String,
    owner_id: i64,
    is_default: bool,
}

/// The views in a person's menu: their own, then their team's, then everyone's. The first of them are counted.
///
/// # Errors
/// When the database fails.
pub async fn of(desk: &Desk, person: &Person) -> Result<Vec<SavedView>> {
    let mut views = Vec::new();
    for found in rows(desk, person).await? {
        let count = if views.len() < COUNTED_VIEWS {
            list::counted(desk, person, &found.query, COUNTED_MAX).await?
        } else {
            None
        };
        views.push(into_saved_view(found, person, count));
    }
    Ok(views)
}

/// The view of this name; the one that opens first where there is no name.
///
/// # Errors
/// `NotFound` for one that does not exist or is not theirs to see.
pub async fn find(desk: &Desk, person: &Person, slug: &str) -> Result<SavedView> {
    let wanted = |found: &SavedViewRow| if slug.is_empty() { found.is_default } else { found.slug == slug };
    let found = rows(desk, person).await?.into_iter().find(wanted).ok_or(Refusal::NotFound)?;
    Ok(into_saved_view(found, person, None))
}

async fn rows(desk: &Desk, person: &Person) -> Result<Vec<SavedViewRow>> {
    let sql = format!(
        "SELECT v.slug, v.name, v.audience, v.query, v.owner_id, (v.slug = u.list_view) AS is_default FROM saved_views v \
         JOIN users u ON u.id = $1 WHERE {SEES_VIEW} ORDER BY CASE v.audience WHEN 'me' THEN 0 WHEN 'team' THEN 1 ELSE 2 END, \
         v.place, v.id LIMIT {VIEWS_MAX}"
    );
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [person.id.into()]);
    Ok(SavedViewRow::find_by_statement(query).all(desk.db().read()).await?)
}

fn into_saved_view(found: SavedViewRow, person: &Person, count: Option<Total>) -> SavedView {
    let SavedViewRow { slug, name, query, owner_id, is_default, audience } = found;
    let audience = ViewAudience::parse(&audience).unwrap_or(ViewAudience::Me);
    let own = owner_id == person.id || (person.kind == Kind::Admin && audience != ViewAudience::Me);
    SavedView { slug, name, audience, query, own, default: is_default, count }
}
