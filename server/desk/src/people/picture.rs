//! Profile pictures. Of what somebody sends only a small square is kept, made anew: nothing that hides in a file, the place where
//! it was taken included, reaches anybody.
//!
//! Invariant: a picture is asked for by its content, and whoever is shown a name is shown that address.

use super::{Person, user};
use crate::files::{self, Fetched, Upload};
use crate::{Desk, Result};
use data_encoding::HEXLOWER;
use domain::events::Nothing;
use domain::events::person::Event;
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

/// Keeps a picture of the person.
///
/// # Errors
/// `Invalid` for what is no picture.
pub async fn set_picture(desk: &Desk, person: &Person, sent: &Upload) -> Result<()> {
    let square = files::square(desk, &sent.sha256).await?;
    let square = square.ok_or_else(|| Refusal::field("picture", Reason::NotAPicture))?;
    let kept = desk.files().store_file("picture.jpg", "image/jpeg", &square).await?;
    change(desk, person, Some(kept.sha256.to_vec())).await
}

/// Takes the person's picture away.
///
/// # Errors
/// When the database fails.
pub async fn remove_picture(desk: &Desk, person: &Person) -> Result<()> {
    change(desk, person, None).await
}

async fn change(desk: &Desk, person: &Person, picture: Option<Vec<u8>>) -> Result<()> {
    let picture = &picture;
    desk.write(person, |w| async move {
        let user = user::Entity::find_by_id(person.id).one(&*w).await?.ok_or(Refusal::SignedOut)?;
        if user.picture == picture.clone() {
            return Ok(());
        }
        user::ActiveModel { id: Set(user.id), picture: Set(picture.clone()), ..Default::default() }.update(&*w).await?;
        w.record(w.new_event(Event::PictureChanged(Nothing {}))).await?;
        Ok(())
    })
    .await
}

/// The picture at an address. Whoever is shown somebody's name is shown the address; who is signed in and has it may look.
///
/// # Errors
/// `NotFound` for what nobody has as a picture, or no longer.
pub async fn fetch_picture(desk: &Desk, _: &Person, address: &str) -> Result<Fetched> {
    let sha256 = read(address).ok_or(Refusal::NotFound)?;
    let of = user::Entity::find().filter(user::Column::Picture.eq(sha256.clone())).one(desk.db().read()).await?;
    of.ok_or(Refusal::NotFound)?;
    files::stored(desk, "picture.jpg", "image/jpeg", &sha256).await
}

fn read(address: &str) -> Option<Vec<u8>> {
    HEXLOWER.decode(address.as_bytes()).ok().filter(|sha256| sha256.len() == 32)
}
