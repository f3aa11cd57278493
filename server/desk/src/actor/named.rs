//! References to people in the event log: the id, with the name that they have now.

use super::{Person, user};
use crate::{Error, Result};
use domain::events::Named;
use sea_orm::{ConnectionTrait, EntityTrait};

impl Person {
    pub(crate) fn named(&self) -> Named {
        Named::new(self.id, &self.name)
    }
}

impl user::Model {
    pub(crate) fn named(&self) -> Named {
        Named::new(self.id, &self.name)
    }
}

/// Somebody of whom only the id is known.
///
/// # Errors
/// `Broken` where there is no such user.
pub(crate) async fn named(db: &impl ConnectionTrait, user_id: i64) -> Result<Named> {
    let found = user::Entity::find_by_id(user_id).into_partial_model::<user::Summary>().one(db).await?;
    found.map(|user| Named::new(user.id, user.name)).ok_or_else(|| Error::broken(format!("user {user_id}")))
}

/// The same of somebody who may be nobody.
///
/// # Errors
/// As [`named`].
pub(crate) async fn maybe_named(db: &impl ConnectionTrait, user_id: Option<i64>) -> Result<Option<Named>> {
    match user_id {
        Some(id) => named(db, id).await.map(Some),
        None => Ok(None),
    }
}
