//! Simulated customer: asks for a chat, talks in it, reads as a page does.

use super::client::{ChatClient, Stream};
use super::{Log, PAUSE, REST, Rng, messages};
use crate::error::Result;
use domain::chat::ConversationPage;
use domain::live::News;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::time::timeout;

pub async fn work(log: Arc<Log>, token: String, place: usize) -> Result<()> {
    let mut rng = Rng::new(place as u64 + 1_000);
    // Agents are there first, and nobody comes at the same moment.
    tokio::time::sleep(Duration::from_millis(1_000 + 15 * place as u64)).await;
    let mut client = ChatClient::open(log.address, &token).await?;
    let mut stream = Stream::open(log.address, &token, "").await?;
    let to = client.post("/chat", &[("body", "first"), ("key", "first")]).await?;
    let number = to.trim_start_matches("/chat/").to_owned();
    let mut page = Page { number: number.clone(), last: String::new(), bodies: Vec::new() };
    let mut due = Instant::now() + rng.about(PAUSE);
    let mut turn = 0;
    while !log.is_over() {
        match timeout(due.saturating_duration_since(Instant::now()), stream.next()).await {
            Ok(news) => {
                if matches!(news?, News::Chat(signal) if signal.fresh && signal.number == number) {
                    page.read(&log, &mut client, true).await?;
                }
            }
            Err(_) => {
                log.send_message(&mut client, &number, &format!("c{place}-{turn}"), &mut rng).await?;
                turn += 1;
                if rng.one_in(12) {
                    // The line is cut for a moment; the page goes on where it was.
                    let mark = stream.mark.clone();
                    drop(stream);
                    tokio::time::sleep(rng.about(Duration::from_millis(800))).await;
                    stream = Stream::open(log.address, &token, &mark).await?;
                    page.read(&log, &mut client, false).await?;
                    log.cuts.fetch_add(1, Ordering::Relaxed);
                }
                due = Instant::now() + rng.about(PAUSE);
            }
        }
    }
    tokio::time::sleep(REST).await;
    page.read(&log, &mut client, false).await?;
    log.record_page(&number, page.bodies);
    Ok(())
}

/// What a page holds.
struct Page {
    number: String,
    last: String,
    bodies: Vec<String>,
}

impl Page {
    /// Asks for what is after the last message. What a stream has `announced` is recorded as delivered.
    async fn read(&mut self, log: &Log, client: &mut ChatClient, announced: bool) -> Result<()> {
        let call = format!("chat/talk?number={}&after={}", self.number, self.last);
        let Some(talk) = client.call::<ConversationPage>(&call).await? else { return Ok(()) };
        for (id, body) in messages(talk) {
            if announced && body.starts_with('a') {
                log.record_delivery(&body);
            }
            self.last = id;
            if body != "first" {
                self.bodies.push(body);
            }
        }
        Ok(())
    }
}
