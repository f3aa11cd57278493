//! Levels of support, which plans name.

use super::record;
use crate::actor::Person;
use crate::catalogue::level;
use crate::entitlements::plan;
use crate::{Desk, Result};
use domain::events::settings::Part;
use domain::plans::setup::{KEPT_MAX, LevelDraft};
use domain::{Reason, Refusal};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

pub(super) async fn is_used(db: &impl ConnectionTrait, level: &str) -> Result<bool> {
    Ok(plan::Entity::find().filter(plan::Column::Level.eq(level)).one(db).await?.is_some())
}

/// Changes the level of this name, or adds one where none is named. Plans keep the seats that they have.
///
/// # Errors
/// `NotFound` for customers and unknown levels; `Forbidden` for agents; `Invalid`.
pub async fn set_level(desk: &Desk, person: &Person, known: &str, draft: &LevelDraft) -> Result<()> {
    person.must_be_admin()?;
    let wanted = draft.checked()?;
    let wanted = &wanted;
    desk.write(person, |w| async move {
        let levels = level::Entity::find().order_by_asc(level::Column::Rank).all(&*w).await?;
        if levels.iter().any(|row| row.name == wanted.name && row.name != known) {
            return Err(Refusal::field("name", Reason::Taken).into());
        }
        let values = level::ActiveModel {
            name: Set(wanted.name.clone()),
            seats: Set(wanted.seats),
            phone: Set(wanted.phone),
            dedicated: Set(wanted.dedicated),
            ..Default::default()
        };
        if known.is_empty() {
            if levels.len() >= KEPT_MAX {
                return Err(Refusal::field("name", Reason::TooBig { max: KEPT_MAX as i64 }).into());
            }
            let rank = levels.last().map_or(0, |last| last.rank + 1);
            level::ActiveModel { rank: Set(rank), ..values }.insert(&*w).await?;
        } else {
            let found = levels.iter().find(|row| row.name == known).ok_or(Refusal::NotFound)?;
            level::ActiveModel { id: Set(found.id), ..values }.update(&*w).await?;
            // A plan names its level.
            let renamed = plan::Entity::update_many().col_expr(plan::Column::Level, Expr::val(wanted.name.clone()));
            renamed.filter(plan::Column::Level.eq(known)).exec(&*w).await?;
        }
        record(&w, Part::Level).await
    })
    .await
}

/// Takes a level away that no plan has.
///
/// # Errors
/// As [`set_level`]; `Invalid` while a plan has it.
pub async fn drop_level(desk: &Desk, person: &Person, known: &str) -> Result<()> {
    person.must_be_admin()?;
    desk.write(person, |w| async move {
        let found = level::Entity::find().filter(level::Column::Name.eq(known.replace('\0', ""))).one(&*w).await?;
        let found = found.ok_or(Refusal::NotFound)?;
        if is_used(&*w, &found.name).await? {
            return Err(Refusal::field("name", Reason::InUse).into());
        }
        level::Entity::delete_by_id(found.id).exec(&*w).await?;
        record(&w, Part::Level).await
    })
    .await
}
