//! Default priorities for a desk that has none.

use crate::Result;
use crate::catalogue::priority;
use crate::db::Tx;
use crate::tickets::load::insert_all;
use sea_orm::Set;

const USUAL: [(&str, &str, &str); 4] =
    [("low", "Low", "grey"), ("normal", "Normal", "blue"), ("high", "High", "amber"), ("urgent", "Urgent", "red")];

pub(super) async fn create(tx: &Tx) -> Result<()> {
    let rows = (0..).zip(USUAL).map(|(rank, (slug, label, colour))| priority::ActiveModel {
        slug: Set(slug.into()),
        label: Set(label.into()),
        colour: Set(colour.into()),
        rank: Set(rank),
        ..Default::default()
    });
    insert_all(tx, rows.collect()).await
}
