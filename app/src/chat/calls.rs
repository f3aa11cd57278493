//! Server functions of the chat pages.

use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::chat::{AgentInbox, ConversationPage, CustomerPage};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server_context::{into_result, require_person};

/// Whether the person may start a chat, the one that runs, and their last ones; `from` the assistant, with what it was asked.
#[server(prefix = "/calls", endpoint = "chat/front", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn chat_customer_page(#[server(default)] from: String) -> Result<CustomerPage, AppError> {
    let (desk, person) = require_person()?;
    let mut page = into_result(desk::chat::customer_page(&desk, &person).await)?;
    if from == "assistant" {
        let case = crate::assistant::calls::assistant_case().await?;
        // A chat is called by its first words.
        page.begun = format!("{}{}", case.subject, case.description);
    }
    Ok(page)
}

/// A chat with its newest messages, or with what follows the message `after`.
#[server(prefix = "/calls", endpoint = "chat/talk", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn chat_conversation(number: String, #[server(default)] after: String) -> Result<ConversationPage, AppError> {
    let (desk, person) = require_person()?;
    let after = Some(after.as_str()).filter(|after| !after.is_empty());
    let found = desk::chat::conversation(&desk, &person, &number, after, domain::chat::MESSAGES).await;
    if matches!(found, Err(desk::Error::Refused(domain::Refusal::NotFound))) {
        desk::tickets::audit_denied(&desk, &person, &number);
    }
    into_result(found)
}

/// One of the desk's lists of chats, by its name in the address; the first where there is none of that name.
#[server(prefix = "/calls", endpoint = "chat/inbox", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn chat_inbox(#[server(default)] list: String) -> Result<AgentInbox, AppError> {
    let (desk, person) = require_person()?;
    let list = domain::chat::Which::parse(&list).unwrap_or_default();
    into_result(desk::chat::inbox(&desk, &person, list).await)
}
