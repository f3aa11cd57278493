//! Load generator: sends operations from one or several connections for a while and says what they cost.

use crate::cases::{Operation, Request};
use crate::error::{Error, Result};
use crate::figures::{Figures, milliseconds, percentile};
use crate::http::{Connection, Response, get};
use std::net::SocketAddr;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// What is done before the clock starts: at least so many operations, for at least so long.
const WARM_UP: (u64, Duration) = (40, Duration::from_millis(200));

/// Every operation of a run has its own number, so that no two writes are the same.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// Reads processor times: of the program and, where it can be read, of PostgreSQL.
pub trait Meter {
    fn read(&self) -> Result<(Duration, Option<Duration>)>;
}

pub struct Load<'a> {
    pub address: SocketAddr,
    pub operation: &'a (dyn Fn(u64) -> Operation + Sync),
    pub at_once: u64,
    pub span: Duration,
    /// One operation takes so long that it needs no warming up.
    pub long: bool,
}

/// What one connection saw.
#[derive(Default)]
struct ConnectionResult {
    latencies: Vec<Duration>,
    bytes: u64,
    rows: Option<u64>,
}

/// What one operation brought.
pub struct OperationResult {
    latency: Duration,
    bytes: u64,
    rows: Option<u64>,
}

impl Load<'_> {
    pub fn run(&self, meter: &impl Meter) -> Result<Figures> {
        let barrier = Barrier::new(usize::try_from(self.at_once).unwrap_or(1) + 1);
        thread::scope(|scope| {
            let workers: Vec<_> = (0..self.at_once).map(|_| scope.spawn(|| self.work(&barrier))).collect();
            barrier.wait();
            let before = meter.read();
            barrier.wait();
            let begun = Instant::now();
            let mut seen = Vec::new();
            for worker in workers {
                seen.push(worker.join().map_err(|_| Error::new("a connection's thread panicked"))??);
            }
            let elapsed = begun.elapsed();
            Ok(sum_up(seen, elapsed, before?, meter.read()?))
        })
    }

    fn work(&self, barrier: &Barrier) -> Result<ConnectionResult> {
        let warm = self.warm_up();
        // Whatever happened: the others wait here.
        barrier.wait();
        barrier.wait();
        let mut connection = warm?;
        let mut seen = ConnectionResult::default();
        let end = Instant::now() + self.span;
        while Instant::now() < end {
            let brought = self.once(&mut connection)?;
            seen.latencies.push(brought.latency);
            (seen.bytes, seen.rows) = (brought.bytes, brought.rows);
        }
        Ok(seen)
    }

    fn warm_up(&self) -> Result<Connection> {
        let mut connection = Connection::open(self.address)?;
        let begun = Instant::now();
        let mut done = 0;
        if self.long {
            return Ok(connection);
        }
        while done * self.at_once < WARM_UP.0 || begun.elapsed() < WARM_UP.1 {
            self.once(&mut connection)?;
            done += 1;
        }
        Ok(connection)
    }

    /// One operation with all its requests, each response checked.
    pub fn once(&self, connection: &mut Connection) -> Result<OperationResult> {
        let operation = (self.operation)(NEXT.fetch_add(1, Ordering::Relaxed));
        let mut response = Response::default();
        let mut bytes = 0;
        let mut latency = Duration::ZERO;
        for step in operation.steps {
            let request = match step.request {
                Request::Ready(bytes) => bytes,
                Request::Follow => {
                    let to = response.header("location").unwrap_or_default();
                    get(self.address, to.split('#').next().unwrap_or_default(), &operation.cookie)
                }
            };
            let begun = Instant::now();
            connection.ask(&request, &mut response)?;
            latency += begun.elapsed();
            bytes += response.body.len() as u64;
            if response.status != step.status || !response.contains(&step.needle) {
                let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
                let line = String::from_utf8_lossy(line);
                return Err(Error::new(format!(
                    "{line}: status {} instead of {}, or without “{}”",
                    response.status, step.status, step.needle
                )));
            }
        }
        let rows =
            response.header("content-type").filter(|kind| kind.starts_with("text/csv")).map(|_| lines(&response));
        Ok(OperationResult { latency, bytes, rows })
    }
}

/// The lines of a file under its heads.
fn lines(response: &Response) -> u64 {
    (response.body.iter().filter(|byte| **byte == b'\n').count() as u64).saturating_sub(1)
}

fn sum_up(
    seen: Vec<ConnectionResult>,
    elapsed: Duration,
    before: (Duration, Option<Duration>),
    after: (Duration, Option<Duration>),
) -> Figures {
    let (bytes, rows) = seen.first().map_or((0, None), |seen| (seen.bytes, seen.rows));
    let mut latencies: Vec<Duration> = seen.into_iter().flat_map(|seen| seen.latencies).collect();
    latencies.sort();
    let count = latencies.len().max(1) as f64;
    let each = |spent: Duration| milliseconds(spent) / count;
    Figures {
        operations: latencies.len() as u64,
        cpu: each(after.0.saturating_sub(before.0)),
        postgres_cpu: after.1.zip(before.1).map(|(after, before)| each(after.saturating_sub(before))),
        p50: percentile(&latencies, 0.50),
        p95: percentile(&latencies, 0.95),
        p99: percentile(&latencies, 0.99),
        per_second: count / elapsed.as_secs_f64(),
        bytes,
        rows,
    }
}
