//! Categories of assets and their attributes, as the catalogue keeps them.

use super::{asset_attribute, asset_category, dictionary_entry};
use crate::error::{Error, Result};
use domain::tickets::attribute::{AttributeDefinition, Kind};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

#[derive(Debug)]
pub struct AssetCategory {
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub licences: bool,
    pub attributes: Vec<AssetAttribute>,
}

#[derive(Debug)]
pub struct AssetAttribute {
    pub id: i64,
    pub field: AttributeDefinition,
    pub in_list: bool,
    pub in_filter: bool,
}

pub(crate) async fn load_categories(db: &impl ConnectionTrait) -> Result<Vec<AssetCategory>> {
    let rows = asset_category::Entity::find().order_by_asc(asset_category::Column::Rank).all(db).await?;
    let attributes = asset_attribute::Entity::find().order_by_asc(asset_attribute::Column::Rank).all(db).await?;
    let entries = dictionary_entry::Entity::find().order_by_asc(dictionary_entry::Column::Rank).all(db).await?;
    let with_attributes = |row: asset_category::Model| {
        let own = attributes.iter().filter(|attribute| attribute.category_id == row.id);
        let attributes = own.map(|attribute| attribute_of(attribute, &entries)).collect::<Result<_>>()?;
        Ok(AssetCategory { id: row.id, slug: row.slug, name: row.name, licences: row.licences, attributes })
    };
    rows.into_iter().map(with_attributes).collect()
}

fn attribute_of(row: &asset_attribute::Model, entries: &[dictionary_entry::Model]) -> Result<AssetAttribute> {
    let kind = Kind::parse(&row.kind).ok_or_else(|| Error::broken(format!("attribute kind {}", row.kind)))?;
    let own = entries.iter().filter(|entry| Some(entry.dictionary_id) == row.dictionary_id);
    let field = AttributeDefinition {
        name: row.name.clone(),
        label: row.label.clone(),
        kind,
        required: row.required,
        pattern: row.pattern.clone(),
        hint: row.hint.clone(),
        min: row.min_value,
        max: row.max_value,
        entries: own.map(|entry| entry.label.clone()).collect(),
    };
    Ok(AssetAttribute { id: row.id, field, in_list: row.in_list, in_filter: row.in_filter })
}
