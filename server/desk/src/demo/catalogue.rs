//! Creates the demo desk's queues, statuses, dictionaries and ticket types.

use super::content::{self, DeskContent};
use super::organisation::{Ids, id_of};
use crate::Result;
use crate::catalogue::{
    attribute, attribute_group, dictionary, dictionary_entry, priority, queue, status, status_order, status_set,
    ticket_type,
};
use crate::db::Tx;
use sea_orm::{ActiveModelTrait, Set};

pub(super) async fn queues(tx: &Tx, content: &DeskContent) -> Result<()> {
    let mut ids = Ids::new();
    for (rank, queue) in (0..).zip(&content.queue) {
        let parent_id = if queue.parent.is_empty() { None } else { Some(id_of(&ids, &queue.parent)?) };
        let row = queue::ActiveModel {
            slug: Set(queue.slug.clone()),
            name: Set(queue.name.clone()),
            parent_id: Set(parent_id),
            rank: Set(rank),
            customers_may_create: Set(queue.customers_may_create),
            auto_answer: Set(queue.auto_answer.clone()),
            auto_answer_closed: Set(queue.auto_answer_closed.clone()),
            product: Set(queue.product.clone()),
            ..Default::default()
        };
        ids.insert(queue.slug.clone(), row.insert(tx).await?.id);
    }
    Ok(())
}

pub(super) async fn priorities(tx: &Tx, content: &DeskContent) -> Result<()> {
    for (rank, priority) in (0..).zip(&content.priority) {
        let row = priority::ActiveModel {
            slug: Set(priority.slug.clone()),
            label: Set(priority.name.clone()),
            colour: Set(priority.colour.clone()),
            rank: Set(rank),
            ..Default::default()
        };
        row.insert(tx).await?;
    }
    Ok(())
}

pub(super) async fn status_sets(tx: &Tx, content: &DeskContent) -> Result<Ids> {
    let mut ids = Ids::new();
    for set in &content.status_set {
        let row =
            status_set::ActiveModel { slug: Set(set.slug.clone()), name: Set(set.name.clone()), ..Default::default() };
        let set_id = row.insert(tx).await?.id;
        ids.insert(set.slug.clone(), set_id);
        let statuses = (0..).zip(&set.status).map(|(rank, status)| status::ActiveModel {
            set_id: Set(set_id),
            slug: Set(status.slug.clone()),
            label: Set(status.name.clone()),
            kind: Set(status.kind.clone()),
            colour: Set(status.colour.clone()),
            rank: Set(rank),
            waits_for: Set(status.waits_for.clone()),
            customer_name: Set(status.customer_name.clone()),
            ..Default::default()
        });
        status_order::add(tx, statuses.collect()).await?;
    }
    Ok(ids)
}

pub(super) async fn dictionaries(tx: &Tx, content: &DeskContent) -> Result<Ids> {
    let mut ids = Ids::new();
    for dictionary in &content.dictionary {
        let row = dictionary::ActiveModel {
            slug: Set(dictionary.slug.clone()),
            name: Set(dictionary.name.clone()),
            ..Default::default()
        };
        let dictionary_id = row.insert(tx).await?.id;
        ids.insert(dictionary.slug.clone(), dictionary_id);
        for (rank, label) in (0..).zip(&dictionary.entries) {
            let dictionary_id = Set(dictionary_id);
            let row = dictionary_entry::ActiveModel {
                dictionary_id,
                label: Set(label.clone()),
                rank: Set(rank),
                ..Default::default()
            };
            row.insert(tx).await?;
        }
    }
    Ok(ids)
}

/// Returns the attributes as `type.attribute`, the types as `type`.
pub(super) async fn types(tx: &Tx, content: &DeskContent, sets: &Ids, dictionaries: &Ids) -> Result<Ids> {
    let mut ids = Ids::new();
    for (rank, kind) in (0..).zip(&content.ticket_type) {
        let row = ticket_type::ActiveModel {
            slug: Set(kind.slug.clone()),
            name: Set(kind.name.clone()),
            status_set_id: Set(id_of(sets, &kind.status_set)?),
            customers_may_create: Set(kind.customers_may_create),
            rank: Set(rank),
            ..Default::default()
        };
        let type_id = row.insert(tx).await?.id;
        ids.insert(kind.slug.clone(), type_id);
        for (rank, group) in (0..).zip(&kind.group) {
            let row = attribute_group::ActiveModel {
                type_id: Set(type_id),
                name: Set(group.name.clone()),
                rank: Set(rank),
                ..Default::default()
            };
            let group_id = row.insert(tx).await?.id;
            for (rank, attribute) in (0..).zip(&group.attribute) {
                let dictionary_id = attribute.dictionary.as_ref().map(|slug| id_of(dictionaries, slug)).transpose()?;
                let id = insert_attribute(tx, group_id, dictionary_id, rank, attribute).await?;
                ids.insert(format!("{}.{}", kind.slug, attribute.name), id);
            }
        }
    }
    Ok(ids)
}

async fn insert_attribute(
    tx: &Tx,
    group_id: i64,
    dictionary_id: Option<i64>,
    rank: i64,
    content: &content::AttributeContent,
) -> Result<i64> {
    let row = attribute::ActiveModel {
        group_id: Set(group_id),
        name: Set(content.name.clone()),
        label: Set(content.label.clone()),
        kind: Set(content.kind.clone()),
        required: Set(content.required),
        in_list: Set(content.in_list),
        pattern: Set(content.pattern.clone()),
        hint: Set(content.hint.clone()),
        min_value: Set(content.min),
        max_value: Set(content.max),
        dictionary_id: Set(dictionary_id),
        rank: Set(rank),
        ..Default::default()
    };
    Ok(row.insert(tx).await?.id)
}
