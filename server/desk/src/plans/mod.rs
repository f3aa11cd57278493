//! Plans, their seats and the requests to change them: who may raise cases.

pub mod change;
mod contacts;
pub mod decide;
pub mod file;
pub mod form;
mod history;
mod judge;
mod letters;
pub mod level;
pub mod list;
mod lock;
pub mod plan;
pub mod plan_event;
pub mod product;
mod raise;
pub mod remind;
pub mod request;
mod scope;
pub mod seat;
pub mod setup;
pub mod show;
mod tasks;
mod ticket;

pub(crate) use contacts::{link, meant};
pub use file::{Sent, Tell};
pub(crate) use list::waiting;
pub(crate) use raise::{because, may_raise, team_queue};
pub(crate) use scope::of_ticket;
pub(crate) use show::lines_of;
pub(crate) use tasks::{see_all, tasks, unseen};

use crate::Result;
use domain::plans::Level;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

/// The levels of support, from the smallest.
pub(crate) async fn load_levels(db: &impl ConnectionTrait) -> Result<Vec<Level>> {
    let rows = level::Entity::find().order_by_asc(level::Column::Rank).all(db).await?;
    let level =
        |row: level::Model| Level { name: row.name, seats: row.seats, phone: row.phone, dedicated: row.dedicated };
    Ok(rows.into_iter().map(level).collect())
}

/// Slug and name of each product, by name.
pub(crate) async fn load_products(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>> {
    let rows = product::Entity::find().order_by_asc(product::Column::Name).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.name)).collect())
}
