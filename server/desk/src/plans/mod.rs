//! Plans and their seats: who may raise cases.

mod contacts;
pub mod plan;
pub mod seat;

pub(crate) use contacts::contacts;
