//! Server-sent events (SSE): the stream of live updates to an open page. What a person may know is decided in the desk.

use crate::AppState;
use crate::auth::RequestContext;
use crate::response::refuse;
use app::compact;
use app::words::words;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk::chat::QueueNews;
use desk::live::{self, Start, StreamEvent};
use desk::people::Person;
use domain::Refusal;
use domain::live::{News, NewsFlags};
use futures::stream;
use serde_json::json;
use std::convert::Infallible;
use std::time::Duration;

/// When a browser comes back to a stream that has ended: at least after so long, and not all at once.
const RECONNECT: (Duration, u64) = (Duration::from_secs(1), 3_000);

pub(crate) async fn stream(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    let start = resume_point(request.headers(), request.uri().query().unwrap_or_default());
    let listener = match &context.token {
        Some(token) => live::listen(&state.desk, token, start).await.map_err(app::server_context::refusal),
        None => Err(Refusal::SignedOut),
    };
    let listener = match listener {
        Ok(listener) => listener,
        Err(refusal) => return refuse(&refusal, context.format),
    };
    let events = stream::unfold(listener, |mut listener| async move {
        let message = listener.next().await?;
        Some((Ok::<_, Infallible>(event(message)), listener))
    });
    let mut response = Sse::new(Box::pin(events)).into_response();
    // The library says no more than that it be asked for again.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would buffer what is to be sent at once.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

/// Where the browser wants to go on: as browsers say it when they come back by themselves, or as a page says it.
fn resume_point<'a>(headers: &'a HeaderMap, query: &'a str) -> Start<'a> {
    let header = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let named = query.split('&').find_map(|pair| pair.strip_prefix("after="));
    Start { after: header.or(named), again: header.is_some() || query.split('&').any(|pair| pair == "again=1") }
}

fn event(message: StreamEvent) -> Event {
    match message {
        StreamEvent::Hello { login, unread, cursor } => {
            let spread = Duration::from_millis(u64::from(u16::from_le_bytes(desk::random::bytes::<2>())) % RECONNECT.1);
            let hello = json!({ "login": login, "unread": unread }).to_string();
            Event::default().event("hello").id(cursor).retry(RECONNECT.0 + spread).data(hello)
        }
        StreamEvent::Ticket { news, person, about, concerns, cursor } => {
            let encoded = news.written(&person, |touched| encode(&News::Ticket(Box::new(touched))));
            let notification = concerns.then(|| notification(&news, &person));
            news_event(about, &encoded, json!({ "notice": notification, "withdrawn": news.withdrawn })).id(cursor)
        }
        StreamEvent::Chat { news, person } => {
            let encoded = news.written(&person, |signal| encode(&News::Chat(Box::new(signal.clone()))));
            news_event(NewsFlags::default(), &encoded, json!({}))
        }
        StreamEvent::Line { news, person } => chat_queue(&news, &person),
        StreamEvent::Gone { number, cursor } => plain(&News::Gone { number }).id(cursor),
        StreamEvent::Read { number } => plain(&News::Read { number }),
        StreamEvent::Counts(counts) => {
            news_event(NewsFlags::default(), &encode(&News::Counts(counts)), json!({ "unread": counts.unread }))
        }
        StreamEvent::Plan => plain(&News::Plan),
        StreamEvent::Recent(entries) => plain(&News::Recent(app::activities::recent(entries))),
        StreamEvent::Resync { cursor } => plain(&News::Resync).id(cursor),
        // A line without meaning.
        StreamEvent::Beat => Event::default().comment(""),
        StreamEvent::Bye => Event::default().event("bye").data("1"),
    }
}

/// For a browser's notification: plain text.
fn notification(news: &live::News, person: &Person) -> serde_json::Value {
    let who = if news.who.is_empty() { words().product } else { &news.who };
    let text = (words().activities().summary)(who, news.what(person));
    json!({ "number": news.number(), "title": news.subject(), "text": text, "message": news.message })
}

/// The queues of chats as an agent may know them. Those who take chats are notified.
fn chat_queue(news: &QueueNews, person: &Person) -> Event {
    let (waiting, asked) = (news.waiting(person), news.fresh(person));
    let notification = asked.filter(|_| news.calls(person)).map(|asked| {
        let text = (words().activities().chat_waits)(&asked.who, &asked.company);
        json!({ "number": asked.number, "title": asked.subject, "text": text, "message": null, "chat": true })
    });
    let queue = News::Line { waiting, fresh: asked.map(|asked| asked.number.clone()) };
    news_event(NewsFlags::default(), &encode(&queue), json!({ "notice": notification, "waiting": waiting }))
}

fn plain(news: &News) -> Event {
    news_event(NewsFlags::default(), &encode(news), json!({}))
}

fn news_event(about: NewsFlags, encoded: &str, mut with: serde_json::Value) -> Event {
    with["news"] = format!("{}{encoded}", about.bits()).into();
    Event::default().event("news").data(with.to_string())
}

fn encode(news: &News) -> String {
    STANDARD.encode(compact::write(news).unwrap_or_default())
}
