//! Mails on their way out. What somebody has to be told is written in the transaction of its cause and sent afterwards.

pub mod letter;
mod post;

pub use post::{Letter, post};
