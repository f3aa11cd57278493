//! Chat: for customers the door to it, for agents their inbox, and the conversation.

mod announce;
pub mod calls;
mod front;
mod inbox;
mod talk;

pub(crate) use front::ChatRoute;
pub(crate) use talk::ChatTalkRoute;

/// What the page at `/chat/…` shows.
#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead(prepared: &crate::prepared::Prepared, parts: &[&str], search: &str) {
    let works_here = crate::backstage::asking().is_ok_and(|(_, person)| person.works_here());
    match *parts {
        [] if works_here => {
            let list = crate::prepared::param(search, "list").unwrap_or_default();
            prepared.hold(list.clone(), calls::chat_inbox(list).await);
        }
        [] => {
            let from = crate::prepared::param(search, "from").unwrap_or_default();
            prepared.hold(from.clone(), calls::chat_front(from).await);
        }
        [number] => {
            prepared.hold(number.to_owned(), calls::chat_talk(number.to_owned(), String::new()).await);
            if works_here {
                let list = inbox::BESIDE.as_str().to_owned();
                prepared.hold(list.clone(), calls::chat_inbox(list).await);
            }
        }
        _ => {}
    }
}
