//! Asking to be called back.

pub mod calls;
mod page;

pub(crate) use page::CallbackRoute;
