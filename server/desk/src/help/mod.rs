//! The help centre: articles that readers find, and authors write.

pub mod article;
pub mod article_category;
pub mod article_file;
pub mod article_rating;
pub mod article_version;
pub mod categories;
mod library;
pub mod manage;
mod picture;
mod rate;
mod read;
pub mod rebase;
pub mod write;

pub use library::Library;
pub(crate) use library::{library, reader, text, touch};
pub use picture::picture;
pub use rate::rate;
pub use read::{find, home, is_there, show, suggest};
