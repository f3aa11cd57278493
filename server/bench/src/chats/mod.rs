//! Load test of chats: customers and agents on real connections and streams, for a while. At its end each ticket is compared with what
//! was said: nothing may be lost, doubled or out of order.

mod accounts;
mod agent;
mod client;
mod customer;

use crate::error::{Error, Result};
use crate::figures::{milliseconds, percentile};
use crate::options::Options;
use crate::prepare;
use crate::process;
use crate::program::{Program, Through};
use client::ChatClient;
use domain::chat::ConversationPage;
use domain::conversation::TimelineEntry;
use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// Agents for so many chats.
const CHATS_EACH: usize = 10;
/// Each side says something so often.
const PAUSE: Duration = Duration::from_secs(4);
/// What was said last has come by then.
const REST: Duration = Duration::from_secs(4);

/// What all customers and agents have sent and received.
pub(super) struct Log {
    pub address: SocketAddr,
    pub until: Instant,
    sent: Mutex<HashMap<String, Instant>>,
    latencies: Mutex<Vec<Duration>>,
    /// By chat, what the server has accepted, by author in order.
    accepted: Mutex<BTreeMap<String, Vec<String>>>,
    /// What each customer's page holds in the end.
    pages: Mutex<BTreeMap<String, Vec<String>>>,
    pub twice: AtomicU64,
    pub cuts: AtomicU64,
    pub moves: AtomicU64,
    pub typed: AtomicU64,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Log {
    fn new(address: SocketAddr, seconds: f64) -> Arc<Self> {
        Arc::new(Self {
            address,
            until: Instant::now() + Duration::from_secs_f64(seconds),
            sent: Mutex::default(),
            latencies: Mutex::default(),
            accepted: Mutex::default(),
            pages: Mutex::default(),
            twice: AtomicU64::new(0),
            cuts: AtomicU64::new(0),
            moves: AtomicU64::new(0),
            typed: AtomicU64::new(0),
        })
    }

    pub fn is_over(&self) -> bool {
        Instant::now() >= self.until
    }

    /// Sends a message in a chat, one time in six twice, and records it once it is accepted.
    pub async fn send_message(&self, client: &mut ChatClient, number: &str, body: &str, rng: &mut Rng) -> Result<()> {
        if rng.one_in(2) {
            client.post(&format!("/chat/{number}/signal"), &[("typing", "1"), ("here", "1")]).await?;
            self.typed.fetch_add(1, Ordering::Relaxed);
        }
        let address = format!("/chat/{number}/messages");
        let form = [("body", body), ("key", body)];
        locked(&self.sent).insert(body.to_owned(), Instant::now());
        client.post(&address, &form).await?;
        locked(&self.accepted).entry(number.to_owned()).or_default().push(body.to_owned());
        if rng.one_in(6) {
            client.post(&address, &form).await?;
            self.twice.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    pub fn record_delivery(&self, body: &str) {
        if let Some(sent) = locked(&self.sent).get(body) {
            locked(&self.latencies).push(sent.elapsed());
        }
    }

    pub fn record_page(&self, number: &str, bodies: Vec<String>) {
        locked(&self.pages).insert(number.to_owned(), bodies);
    }
}

/// Pseudo-random numbers (xorshift), the same each time.
pub(super) struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }

    pub fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    /// About as long as this, from half to once and a half.
    pub fn about(&mut self, span: Duration) -> Duration {
        span / 2 + span * u32::try_from(self.below(1_000)).unwrap_or_default() / 1_000
    }
}

pub fn measure(options: &Options, count: usize, runtime: &Runtime) -> Result<()> {
    let size = *options.size.first().ok_or_else(|| Error::new("no size"))?;
    let dataset = prepare::on_sqlite(size)?;
    let program = Program::portico(&dataset, Through::Processor)?;
    let agents = count.div_ceil(CHATS_EACH).max(2);
    let people = runtime.block_on(accounts::prepare(&dataset, count, agents))?;
    let log = Log::new(program.address, options.chat_seconds);
    let (idle, begun) = (process::cpu(program.pid())?, Instant::now());
    let driving = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    driving.block_on(drive(&log, people))?;
    let (busy, lasted) = (process::cpu(program.pid())?, begun.elapsed());
    let wrong = driving.block_on(compare(&log, &dataset))?;
    report(&log, count, agents, lasted, busy - idle);
    match wrong.first() {
        None => {
            println!("every ticket holds what was said, once and in order; so does every customer's page");
            Ok(())
        }
        Some(first) => Err(Error::new(format!("{} chats are wrong: {first}", wrong.len()))),
    }
}

async fn drive(log: &Arc<Log>, people: accounts::People) -> Result<()> {
    let mut tasks = tokio::task::JoinSet::new();
    for (place, token) in people.agents.into_iter().enumerate() {
        tasks.spawn(agent::work(log.clone(), token, place));
    }
    for (place, token) in people.customers.into_iter().enumerate() {
        tasks.spawn(customer::work(log.clone(), token, place));
    }
    while let Some(done) = tasks.join_next().await {
        done.map_err(|error| Error::new(error.to_string()))??;
    }
    Ok(())
}

/// What is wrong with whatever is kept, a sentence for each chat.
async fn compare(log: &Log, dataset: &prepare::Dataset) -> Result<Vec<String>> {
    let (accepted, pages) = (locked(&log.accepted).clone(), locked(&log.pages).clone());
    let mut wrong = Vec::new();
    for (number, said) in &accepted {
        let kept = accounts::bodies(dataset, number).await?;
        let author = |body: &str| body.split('-').next().unwrap_or_default().to_owned();
        let mut by_author: BTreeMap<String, (Vec<&String>, Vec<&String>)> = BTreeMap::new();
        for body in said {
            by_author.entry(author(body)).or_default().0.push(body);
        }
        for body in &kept {
            by_author.entry(author(body)).or_default().1.push(body);
        }
        if let Some((who, (said, kept))) = by_author.iter().find(|(_, (said, kept))| said != kept) {
            wrong.push(format!("{number}: {who} said {} things, {} are kept", said.len(), kept.len()));
        } else if pages.get(number).is_some_and(|page| *page != kept) {
            let page = pages.get(number).map_or(0, Vec::len);
            wrong.push(format!(
                "{number}: {} messages are kept, the customer's page holds {page}, or in another order",
                kept.len()
            ));
        }
    }
    Ok(wrong)
}

fn report(log: &Log, count: usize, agents: usize, lasted: Duration, cpu: Duration) {
    let said: usize = locked(&log.accepted).values().map(Vec::len).sum();
    let mut latencies = locked(&log.latencies).clone();
    latencies.sort();
    let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    println!(
        "{count} chats with {agents} agents for {:.0} s: {said} messages, {:.1} a second",
        lasted.as_secs_f64(),
        said as f64 / lasted.as_secs_f64()
    );
    println!(
        "{} sent twice, {} typing signals, {} handed over, {} streams cut",
        of(&log.twice),
        of(&log.typed),
        of(&log.moves),
        of(&log.cuts)
    );
    println!(
        "sent → on the other side's page: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms ({} times)",
        percentile(&latencies, 0.50),
        percentile(&latencies, 0.95),
        percentile(&latencies, 0.99),
        latencies.len()
    );
    let share = cpu.as_secs_f64() / lasted.as_secs_f64();
    println!("processor: {:.0} % of one, {:.2} ms a message", share * 100.0, milliseconds(cpu) / said.max(1) as f64);
}

/// The messages of a chat: id and text.
pub(super) fn messages(talk: ConversationPage) -> impl Iterator<Item = (String, String)> {
    talk.conversation.into_iter().filter_map(|entry| match entry {
        TimelineEntry::Message(message) => Some((message.id, message.body)),
        TimelineEntry::Line(_) => None,
    })
}
