//! Demo data for `portico demo`: a small provider with customers, colleagues and conversations, written for Portico, and any number
//! of generated tickets on top. The same seed and time give the same data.

mod assets;
mod bulk;
mod catalogue;
mod chats;
mod content;
mod help;
mod indexes;
mod organisation;
mod rng;
mod tickets;

use crate::actor::user;
use crate::db::{Db, Tx};
use crate::files::Store;
use crate::tickets::load::Loader;
use crate::{Error, Result, activities, search};
pub use help::texts;
use rng::Rng;
use sea_orm::{EntityTrait, PaginatorTrait};
use std::sync::{Mutex, PoisonError};

/// What `portico demo` was asked for.
pub struct DemoOptions {
    /// Generated tickets beside the written ones; companies, people and months grow with them.
    pub generated: u32,
    pub seed: u64,
    /// Ages count back from here.
    pub now: i64,
}

/// Any fixed number.
const ASSETS: u64 = 0x0061_7373_6574_7321;

/// Password of every demo person.
pub const PASSWORD: &str = "portico-demo";

/// Fills an empty database. `progress` hears how many generated tickets are written.
///
/// # Errors
/// `Command` when the database holds people already; nothing is changed then.
pub async fn fill(db: &Db, files: &Store, options: &DemoOptions, progress: impl FnMut(u32) + Send) -> Result<()> {
    if user::Entity::find().count(db.read()).await? > 0 {
        return Err(Error::command("the database already holds data: portico demo only fills an empty one"));
    }
    let progress = Mutex::new(progress);
    db.write(|tx| write(tx, files, options, &progress)).await?;
    search::merge_fts_segments(db).await?;
    db.analyse().await
}

async fn write(tx: Tx, files: &Store, options: &DemoOptions, progress: &Mutex<impl FnMut(u32) + Send>) -> Result<()> {
    let mut rng = Rng::new(options.seed);
    let mut progress = |written| (progress.lock().unwrap_or_else(PoisonError::into_inner))(written);
    let dropped = if options.generated > 0 { indexes::drop(&tx).await? } else { indexes::Dropped::default() };
    let organisation = organisation::create(&tx, options.now, &mut rng).await?;
    let mut loader = Loader::begin(&tx, &organisation.catalogue.prefix).await?;
    tickets::write(&tx, &mut loader, files, &organisation, options.now, &mut rng).await?;
    loader.flush(&tx).await?;
    chats::write(&tx).await?;
    let tickets = assets::tickets_by_subject(&tx).await?;
    activities::backfill(&tx, options.now - 14 * domain::time::DAY).await?;
    bulk::generate(&tx, &mut loader, &organisation, options, &mut rng, &mut progress).await?;
    loader.finish(&tx).await?;
    // Numbers of their own, so that what is drawn for assets changes no ticket.
    let mut own = Rng::new(options.seed ^ ASSETS);
    assets::write(&tx, &organisation, &tickets, options.generated > 0, options.now, &mut own).await?;
    help::write(&tx, &organisation, options.now).await?;
    dropped.build(&tx).await
}
