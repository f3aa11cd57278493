//! Event streams (SSE): what many open ones cost, and how long it takes from an answer being sent to its being heard of.

use crate::error::{Error, Result};
use crate::figures::{milliseconds, percentile};
use crate::http::{Connection, Form, Response, post};
use crate::options::Options;
use crate::prepare::{self, Dataset};
use crate::process;
use crate::program::{Program, Through};
use crate::visitor::{DemoUser, kept, sign_in, token};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

/// One in so many streams is an agent's, who hears of everything; the others are customers'.
const AGENTS: usize = 10;
/// Answers in a second, and how many in all.
const PER_SECOND: u32 = 20;
const ANSWERS: u32 = 400;
/// Answers go to so many tickets in turn, so that each is a piece of news of its own.
const TICKETS: usize = 100;
/// Streams that are opened at a time.
const AT_ONCE: usize = 100;
/// Sessions of the streams last so long, in milliseconds.
const LASTING: i64 = 3_600_000;

/// When each piece of news came, by stream.
pub type Arrivals = Arc<Mutex<Vec<Vec<Instant>>>>;

pub fn measure(options: &Options, count: usize, runtime: &Runtime) -> Result<()> {
    let size = *options.size.first().ok_or_else(|| Error::new("no size"))?;
    let dataset = prepare::on_sqlite(size)?;
    let program = Program::portico(&dataset, Through::Processor)?;
    let (sessions, tickets) = (runtime.block_on(sessions(&dataset, count))?, runtime.block_on(tickets(&dataset))?);
    let grace = sign_in(program.address, DemoUser::Grace)?;
    let heard = no_arrivals(count);
    // What the program keeps after its first work, such as pages of the database, belongs to no stream.
    let warming = listener_runtime()?;
    warming.block_on(open(program.address, &sessions[..count.min(AT_ONCE)], &heard))?;
    drop(warming);
    thread::sleep(Duration::from_secs(1));
    let before = process::memory(program.pid())?;
    let listening = listener_runtime()?;
    listening.block_on(open(program.address, &sessions, &heard))?;
    thread::sleep(Duration::from_secs(3));
    let (open, idle) = (process::memory(program.pid())?, process::cpu(program.pid())?);
    let sent = publish(program.address, &grace, &tickets)?;
    thread::sleep(Duration::from_secs(2));
    let (busy, after) = (process::cpu(program.pid())?, process::memory(program.pid())?);
    let heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
    report(count, &sent, &heard)?;
    let each = |memory: u64| (memory.saturating_sub(before.own)) as f64 / 1024.0 / count as f64;
    println!("memory of a stream: {:.1} kB idle, {:.1} kB after the answers", each(open.own), each(after.own));
    println!("processor time of an answer with all it tells: {:.2} ms", milliseconds(busy - idle) / f64::from(ANSWERS));
    Ok(())
}

/// Nothing has come yet by so many streams.
pub fn no_arrivals(count: usize) -> Arrivals {
    Arc::new(Mutex::new(vec![Vec::new(); count]))
}

/// What reads the streams, for as long as it is kept.
pub fn listener_runtime() -> Result<Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?)
}

/// Tokens of sessions: one in ten of somebody at the desk, the others of customers.
pub async fn sessions(dataset: &Dataset, count: usize) -> Result<Vec<String>> {
    let db = Database::connect(&dataset.database_url).await?;
    let agents = column(&db, "SELECT CAST(id AS TEXT) FROM users WHERE active AND role_id IS NOT NULL").await?;
    let customers = column(&db, "SELECT CAST(id AS TEXT) FROM users WHERE active AND role_id IS NULL").await?;
    let mut tokens = Vec::new();
    let now = jiff::Timestamp::now().as_millisecond();
    for stream in 0..count {
        let people = if stream % AGENTS == 0 { &agents } else { &customers };
        let (user, token) = (&people[stream % people.len()], token(&format!("stream {stream}")));
        let kept = kept(&token, db.get_database_backend());
        db.execute_unprepared(&format!(
            "INSERT INTO sessions (token_hash, user_id, created_at, used_at, expires_at, lasting) \
             VALUES ({kept}, {user}, {now}, {now}, {}, FALSE)",
            now + LASTING
        ))
        .await?;
        tokens.push(token);
    }
    db.close().await?;
    Ok(tokens)
}

/// Numbers of tickets to answer.
async fn tickets(dataset: &Dataset) -> Result<Vec<String>> {
    let db = Database::connect(&dataset.database_url).await?;
    let tickets = format!("SELECT 'PT-' || number FROM tickets WHERE NOT closed ORDER BY number DESC LIMIT {TICKETS}");
    let tickets = column(&db, &tickets).await?;
    db.close().await?;
    Ok(tickets)
}

async fn column(db: &DatabaseConnection, sql: &str) -> Result<Vec<String>> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?)
}

/// Opens a stream for each session.
pub async fn open(address: SocketAddr, sessions: &[String], heard: &Arrivals) -> Result<()> {
    for (first, some) in sessions.chunks(AT_ONCE).enumerate() {
        let opening = some
            .iter()
            .enumerate()
            .map(|(place, token)| listen(address, token.clone(), first * AT_ONCE + place, heard.clone()));
        for opened in futures::future::join_all(opening).await {
            opened?;
        }
    }
    Ok(())
}

/// Opens a stream and goes on reading it.
async fn listen(address: SocketAddr, token: String, stream: usize, heard: Arrivals) -> Result<()> {
    let mut socket = TcpStream::connect(address).await?;
    let request = format!(
        "GET /events HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\nOrigin: http://{address}\r\nCookie: portico={token}\r\n\r\n"
    );
    socket.write_all(request.as_bytes()).await?;
    let mut buffer = vec![0; 4096];
    let read = socket.read(&mut buffer).await?;
    if !buffer[..read].starts_with(b"HTTP/1.1 200") {
        return Err(Error::new(format!("a stream was refused: {}", String::from_utf8_lossy(&buffer[..read.min(100)]))));
    }
    tokio::spawn(async move {
        let mut left = Vec::new();
        while let Ok(read @ 1..) = socket.read(&mut buffer).await {
            let now = Instant::now();
            left.extend_from_slice(&buffer[..read]);
            while let Some(end) = left.windows(2).position(|pair| pair == b"\n\n") {
                // Counts of unread activities tell nothing of what is measured.
                if left[..end].windows(9).any(|bytes| bytes == b"\"notice\":") {
                    heard.lock().unwrap_or_else(PoisonError::into_inner)[stream].push(now);
                }
                left.drain(..end + 2);
            }
        }
    });
    Ok(())
}

/// Answers at an even pace and tells when each answer was sent.
fn publish(address: SocketAddr, cookie: &str, tickets: &[String]) -> Result<Vec<Instant>> {
    let mut connection = Connection::open(address)?;
    let mut response = Response::default();
    let begun = Instant::now();
    let mut sent = Vec::new();
    for turn in 0..ANSWERS {
        let due = Duration::from_secs_f64(f64::from(turn) / f64::from(PER_SECOND));
        thread::sleep(due.saturating_sub(begun.elapsed()));
        let ticket = &tickets[turn as usize % tickets.len()];
        let form = Form::Multipart(vec![("body", format!("A word to everybody ({turn})."))]);
        sent.push(Instant::now());
        connection.ask(&post(address, &format!("/tickets/{ticket}/messages"), cookie, &form), &mut response)?;
        if response.status != 303 {
            return Err(Error::new(format!("{ticket}: an answer got status {}", response.status)));
        }
    }
    Ok(sent)
}

fn report(count: usize, sent: &[Instant], heard: &[Vec<Instant>]) -> Result<()> {
    let agents: Vec<_> = heard.iter().step_by(AGENTS).collect();
    let whole = agents.iter().filter(|times| times.len() == sent.len()).count();
    let mut delays: Vec<Duration> = agents
        .iter()
        .filter(|times| times.len() == sent.len())
        .flat_map(|times| times.iter().zip(sent).map(|(heard, sent)| heard.saturating_duration_since(*sent)))
        .collect();
    delays.sort();
    if delays.is_empty() {
        return Err(Error::new("no stream heard of every answer"));
    }
    let delivered: usize = heard.iter().map(Vec::len).sum();
    println!("{count} streams, {} answers at {PER_SECOND} a second, {delivered} pieces of news told", sent.len());
    println!("{whole} of {} agents' streams heard of every answer", agents.len());
    let of = |share: f64| percentile(&delays, share);
    println!("sent → heard: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms", of(0.50), of(0.95), of(0.99));
    Ok(())
}
