//! Companies and who belongs to them.

pub(crate) mod choose;
pub mod company;
pub mod directory;
pub mod manage;
pub mod membership;
