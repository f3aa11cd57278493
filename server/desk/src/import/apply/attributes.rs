//! Creates the attributes that ticket types lack.

use super::find::{self, second_name};
use crate::catalogue::{Catalogue, TicketType, attribute, attribute_group};
use crate::db::Tx;
use crate::import::mapping::AttributeRule;
use crate::import::record::{AttributeValue, TicketRecord};
use crate::{Error, Result};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use std::collections::HashSet;

/// The group of attributes that an import created.
const GROUP: &str = "Imported";

/// Creates what is missing in the order of the mapping. Returns whether there was anything.
pub(super) async fn create_missing(
    tx: &Tx,
    catalogue: &Catalogue,
    rules: &[AttributeRule],
    records: &[&TicketRecord],
) -> Result<bool> {
    let mut missing = HashSet::new();
    for record in records {
        let kind =
            find::ticket_type(catalogue, &record.ticket_type).ok_or_else(|| Error::broken("a type was not created"))?;
        let homeless = record.attributes.iter().filter(|value| find::place(kind, value).is_none());
        missing.extend(homeless.map(|value| (kind.id, value.name.as_str())));
    }
    for kind in &catalogue.types {
        let rules = rules.iter().zip(0..).filter(|(rule, _)| missing.contains(&(kind.id, rule.name.as_str())));
        for (rule, rank) in rules {
            create(tx, kind, rule, rank).await?;
        }
    }
    Ok(!missing.is_empty())
}

/// Whether the value has a place, or can get one.
pub(super) fn can_place(kind: &TicketType, value: &AttributeValue) -> bool {
    let taken = |name: &str| find::attribute(kind, name).is_some();
    find::place(kind, value).is_some() || !taken(&value.name) || !taken(&second_name(&value.name))
}

async fn create(tx: &Tx, kind: &TicketType, rule: &AttributeRule, rank: i64) -> Result<()> {
    let (name, label) = match find::attribute(kind, &rule.name) {
        None => (rule.name.clone(), rule.label.clone()),
        Some(_) => (second_name(&rule.name), format!("{} (imported)", rule.label)),
    };
    let row = attribute::ActiveModel {
        group_id: Set(group(tx, kind).await?),
        name: Set(name),
        label: Set(label),
        kind: Set(rule.kind.as_str().into()),
        required: Set(false),
        in_list: Set(false),
        pattern: Set(String::new()),
        hint: Set(String::new()),
        min_value: Set(None),
        max_value: Set(None),
        dictionary_id: Set(None),
        rank: Set(rank),
        ..Default::default()
    };
    row.insert(tx).await?;
    Ok(())
}

async fn group(tx: &Tx, kind: &TicketType) -> Result<i64> {
    let own = attribute_group::Entity::find().filter(attribute_group::Column::TypeId.eq(kind.id));
    if let Some(group) = own.filter(attribute_group::Column::Name.eq(GROUP)).one(tx).await? {
        return Ok(group.id);
    }
    let rank = i64::try_from(kind.groups.len()).unwrap_or(i64::MAX);
    let row = attribute_group::ActiveModel {
        type_id: Set(kind.id),
        name: Set(GROUP.into()),
        rank: Set(rank),
        ..Default::default()
    };
    Ok(row.insert(tx).await?.id)
}
