//! Call-backs: asking to be called by the desk.

pub mod calls;
mod page;

pub(crate) use page::CallbackRoute;
