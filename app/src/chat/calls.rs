use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::chat::{Front, Inbox, Talk};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::backstage::{answer, asking};

/// Whether the person may start a chat, the one that runs, and their last ones.
#[server(prefix = "/calls", endpoint = "chat/front", input = GetUrl, output = CompactAnswer)]
pub async fn chat_front() -> Result<Front, AppError> {
    let (desk, person) = asking()?;
    answer(desk::chat::front(&desk, &person).await)
}

/// A chat with its newest messages, or with what follows the message `after`.
#[server(prefix = "/calls", endpoint = "chat/talk", input = GetUrl, output = CompactAnswer)]
pub async fn chat_talk(number: String, #[server(default)] after: String) -> Result<Talk, AppError> {
    let (desk, person) = asking()?;
    let after = Some(after.as_str()).filter(|after| !after.is_empty());
    let found = desk::chat::talk(&desk, &person, &number, after, domain::chat::MESSAGES).await;
    if matches!(found, Err(desk::Error::Refused(domain::Refusal::NotFound))) {
        desk::tickets::note_denied(&desk, &person, &number);
    }
    answer(found)
}

/// One of the desk's lists of chats, by its name in the address; the first where there is none of that name.
#[server(prefix = "/calls", endpoint = "chat/inbox", input = GetUrl, output = CompactAnswer)]
pub async fn chat_inbox(#[server(default)] list: String) -> Result<Inbox, AppError> {
    let (desk, person) = asking()?;
    let list = domain::chat::Which::parse(&list).unwrap_or_default();
    answer(desk::chat::inbox(&desk, &person, list).await)
}

/// How many chats wait that the person may accept; none for customers.
#[server(prefix = "/calls", endpoint = "chat/waiting", input = GetUrl, output = CompactAnswer)]
pub async fn chats_waiting() -> Result<u16, AppError> {
    let (desk, person) = asking()?;
    answer(desk::chat::waiting(&desk, &person).await)
}
