//! Companies and who belongs to them.

pub(crate) mod choose;
pub mod directory;
pub mod manage;

pub use crate::actor::{company, membership};
