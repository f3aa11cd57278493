//! URLs of people's profile pictures.

use super::user;
use crate::Result;
use data_encoding::HEXLOWER;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// What pages ask for a picture by: its content, which nobody guesses who is not shown it.
pub(crate) fn address(picture: Option<Vec<u8>>) -> Option<String> {
    picture.map(|sha256| HEXLOWER.encode(&sha256))
}

/// The pictures of those who have one.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = i64> + Send,
) -> Result<HashMap<i64, String>> {
    let query = user::Entity::find().filter(user::Column::Id.is_in(ids)).filter(user::Column::Picture.is_not_null());
    let found = query.into_partial_model::<user::Summary>().all(db).await?;
    Ok(found.into_iter().filter_map(|user| Some((user.id, address(user.picture)?))).collect())
}
