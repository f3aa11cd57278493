//! The commands of the program.

mod alone;
pub mod demo;
pub mod import;
pub mod read_pdf;
pub mod serve;
mod standing;
pub mod user;
