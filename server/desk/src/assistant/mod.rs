//! The digital assistant: it answers from the help centre, and does a few things in the name of whoever asks, with their rights.

mod ask;
mod skills;
pub mod turn;

pub use ask::{ask, clear, show};
