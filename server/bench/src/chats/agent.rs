//! Simulated agent: accepts chats from the queue, answers them in turn, hands some over.

use super::client::{ChatClient, Stream};
use super::{CHATS_EACH, Log, PAUSE, Rng};
use crate::error::Result;
use domain::chat::{AgentInbox, Stage};
use domain::live::News;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// Times in which an agent says something before a chat is handed over.
const MOVES: u64 = 40;

pub async fn work(log: Arc<Log>, token: String, place: usize) -> Result<()> {
    let mut rng = Rng::new(place as u64 + 1);
    let mut client = ChatClient::open(log.address, &token).await?;
    let capacity = (CHATS_EACH + 6).min(20).to_string();
    client.post("/chats/me", &[("available", "1"), ("capacity", &capacity)]).await?;
    let mut stream = Stream::open(log.address, &token, "").await?;
    let me = format!("bench-agent-{place}");
    let mut mine: BTreeSet<String> = BTreeSet::new();
    let mut waiting = true;
    let mut turn = 0;
    let mut due = Instant::now();
    while !log.is_over() {
        let pause = PAUSE / u32::try_from(mine.len().max(1)).unwrap_or(1);
        match timeout(due.saturating_duration_since(Instant::now()), stream.next()).await {
            Ok(news) => match news? {
                News::Chat(signal) => {
                    let own = signal.stage == Stage::Open && signal.agent.is_some_and(|who| who.slug == me);
                    if own {
                        mine.insert(signal.number)
                    } else {
                        mine.remove(&signal.number)
                    };
                }
                News::Line { waiting: count, .. } => waiting = count > 0,
                _ => {}
            },
            Err(_) => {
                due = Instant::now() + rng.about(pause);
                if waiting && mine.len() < CHATS_EACH + 2 {
                    due = Instant::now() + Duration::from_millis(100);
                    waiting = accept(&mut client, &mut mine).await;
                } else if let Some(number) =
                    mine.iter().nth(usize::try_from(rng.below(mine.len() as u64)).unwrap_or_default())
                {
                    let number = number.clone();
                    log.send_message(&mut client, &number, &format!("a{place}-{turn}"), &mut rng).await?;
                    turn += 1;
                    if rng.one_in(MOVES) && transfer(&mut client, &number, &me, &mut rng).await? {
                        mine.remove(&number);
                        log.moves.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
        }
    }
    Ok(())
}

/// Takes the one that has waited longest; false where nobody waits any more, or others were quicker.
async fn accept(client: &mut ChatClient, mine: &mut BTreeSet<String>) -> bool {
    match client.post("/chat/next/accept", &[]).await {
        Ok(to) => mine.insert(to.trim_start_matches("/chat/").to_owned()),
        Err(_) => false,
    }
}

/// Gives a chat to a colleague who can take one more.
async fn transfer(client: &mut ChatClient, number: &str, me: &str, rng: &mut Rng) -> Result<bool> {
    let Some(inbox) = client.call::<AgentInbox>("chat/inbox?list=mine").await? else { return Ok(false) };
    let others: Vec<_> = inbox.team.into_iter().filter(|mate| mate.who.slug != me && !mate.is_full()).collect();
    let Some(to) = others.get(usize::try_from(rng.below(others.len() as u64)).unwrap_or_default()) else {
        return Ok(false);
    };
    // Meanwhile somebody else may have filled the place.
    Ok(client
        .post(&format!("/chat/{number}/transfer"), &[("to", &to.who.slug), ("note", "Please go on")])
        .await
        .is_ok())
}
