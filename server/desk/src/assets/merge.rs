//! Three-way merge of an asset form with what somebody else has changed since it was begun.

use super::{AssetCategory, asset, scope, value};
use crate::Result;
use crate::actor::{Person, user};
use crate::db::Tx;
use domain::assets::AssetDraft;
use domain::events::asset::Kind;
use domain::seen::FormMerge;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};

/// The draft with what is kept now in every field that its author has not changed.
///
/// # Errors
/// `Invalid` about what both have changed.
pub(super) async fn merge_draft(
    tx: &Tx,
    person: &Person,
    category: &AssetCategory,
    asset: &asset::Model,
    draft: &AssetDraft,
) -> Result<AssetDraft> {
    let (mut draft, mut merge) = (draft.clone(), FormMerge::new(&draft.seen));
    merge.field("name", &mut draft.name, &asset.name, &asset.name);
    merge.field("identifier", &mut draft.identifier, &asset.identifier, &asset.identifier);
    if person.is_staff() {
        let assignee = match asset.assignee_id {
            Some(id) => user::Entity::find_by_id(id).one(tx).await?,
            None => None,
        };
        let (slug, name) = assignee.map(|user| (user.slug, user.name)).unwrap_or_default();
        merge.field("assignee", &mut draft.assignee, &slug, &name);
        let seats = asset.seats.map(|seats| seats.to_string()).unwrap_or_default();
        merge.field("seats", &mut draft.seats, &seats, &seats);
    }
    let values = value::Entity::find().filter(value::Column::AssetId.eq(asset.id)).all(tx).await?;
    for known in category.attributes.iter().filter(|known| scope::updates_attribute(person, asset, known.id)) {
        let now = values.iter().find(|value| value.attribute_id == known.id).map_or("", |value| value.value.as_str());
        if let Some((name, wanted)) = draft.attributes.iter_mut().rev().find(|(name, _)| *name == known.field.name) {
            merge.field(&format!("attr.{name}"), wanted, now, now);
        }
    }
    let by = if merge.is_refused() { last_author(tx, asset).await? } else { String::new() };
    merge.done(&by)?;
    Ok(draft)
}

#[derive(FromQueryResult)]
struct AuthorRow {
    name: String,
}

/// Who changed it last, or nothing.
async fn last_author(tx: &Tx, asset: &asset::Model) -> Result<String> {
    let sql = "SELECT u.name FROM asset_events a JOIN events e ON e.id = a.event_id JOIN users u ON u.id = e.actor_id \
        WHERE a.asset_id = $1 AND e.kind = $2 ORDER BY a.event_id DESC LIMIT 1";
    let values = [asset.id.into(), Kind::Changed.as_str().into()];
    let query = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(AuthorRow::find_by_statement(query).one(tx).await?.map(|who| who.name).unwrap_or_default())
}
