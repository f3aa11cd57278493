//! The demo company set: a small provider with customers, colleagues and conversations, written for Portico, and any number
//! of generated tickets on top. The same seed and time give the same data.

mod assets;
mod bulk;
mod catalogue;
mod chats;
mod content;
mod found;
mod help;
mod indexes;
mod rng;
mod written;

use crate::db::Db;
use crate::files::Store;
use crate::people::user;
use crate::tickets::load::Loader;
use crate::{Error, Result, activities, search};
pub use help::texts;
use rng::Rng;
use sea_orm::{EntityTrait, PaginatorTrait};

/// What `portico demo` was asked for.
pub struct Options {
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
pub async fn fill(db: &Db, files: &Store, options: &Options, mut progress: impl FnMut(u32)) -> Result<()> {
    if user::Entity::find().count(db.read()).await? > 0 {
        return Err(Error::command("the database already holds data: portico demo only fills an empty one"));
    }
    let mut rng = Rng::new(options.seed);
    let tx = db.write().await?;
    if options.generated > 0 {
        indexes::drop(&tx).await?;
    }
    let founded = found::found(&tx, options.now, &mut rng).await?;
    let mut loader = Loader::begin(&tx, &founded.catalogue.prefix).await?;
    written::write(&tx, &mut loader, files, &founded, options.now, &mut rng).await?;
    loader.flush(&tx).await?;
    chats::write(&tx).await?;
    let tickets = assets::subjects(&tx).await?;
    activities::gather(&tx, options.now - 14 * domain::time::DAY).await?;
    bulk::generate(&tx, &mut loader, &founded, options, &mut rng, &mut progress).await?;
    loader.finish(&tx).await?;
    // Numbers of their own, so that what is drawn for assets changes no ticket.
    let mut own = Rng::new(options.seed ^ ASSETS);
    assets::write(&tx, &founded, &tickets, options.generated > 0, options.now, &mut own).await?;
    help::write(&tx, &founded, options.now).await?;
    if options.generated > 0 {
        indexes::build(&tx).await?;
    }
    tx.commit().await?;
    search::settle(db).await?;
    db.analyse().await
}
