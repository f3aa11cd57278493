//! Chat conversation, page `/chat/{number}`.

mod head;
mod live;
mod log;
mod over;
mod page;
mod reply;

pub(crate) use page::ChatConversationRoute;
