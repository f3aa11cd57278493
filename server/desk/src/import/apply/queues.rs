//! Creates the queues that the desk lacks.

use super::find;
use super::slug::{free, slug};
use crate::Result;
use crate::catalogue::{Catalogue, queue};
use crate::db::Tx;
use crate::import::record::TicketRecord;
use sea_orm::{ActiveModelTrait, Set};
use std::collections::HashSet;

/// Creates the missing queues at the end of the list; customers cannot choose them. Returns whether there were any.
pub(super) async fn create_missing(tx: &Tx, catalogue: &Catalogue, records: &[&TicketRecord]) -> Result<bool> {
    let mut met = HashSet::new();
    let mut rank = i64::try_from(catalogue.queues.len()).unwrap_or(i64::MAX);
    let before = rank;
    for record in records {
        if !met.insert(record.queue.to_lowercase()) || find::queue(catalogue, &record.queue).is_some() {
            continue;
        }
        let row = queue::ActiveModel {
            slug: Set(free::<queue::Entity>(tx, queue::Column::Slug, slug(&record.queue, "queue")).await?),
            name: Set(record.queue.clone()),
            parent_id: Set(None),
            rank: Set(rank),
            customers_may_create: Set(false),
            auto_answer: Set(None),
            auto_answer_closed: Set(None),
            ..Default::default()
        };
        row.insert(tx).await?;
        rank += 1;
    }
    Ok(rank > before)
}
