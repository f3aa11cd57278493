//! Companies and who belongs to them.

pub mod company;
pub mod membership;
