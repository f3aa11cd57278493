//! Chat.

pub mod calls;
