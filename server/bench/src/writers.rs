//! Many writers at once for a while: none is refused, nothing that was taken is lost, and of a hundred writes ninety-nine take
//! less than a second.

use crate::error::{Error, Result};
use crate::figures::percentile;
use crate::http::{Answer, Connection, Form, post};
use crate::options::{Options, Size};
use crate::prepare::{self, Ground, postgres::Postgres};
use crate::program::{Program, Through};
use crate::visitor::{Who, sign_in};
use sea_orm::{ConnectionTrait, Database, Statement};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// Answers go to so many tickets, each of several writers.
const TICKETS: usize = 8;
/// One write in so many raises a ticket.
const RAISE_EVERY: usize = 4;
/// In milliseconds.
const P99_MAX: f64 = 1_000.0;

/// What one writer was told: where each write stands, and how long it took.
#[derive(Default)]
struct Written {
    places: Vec<String>,
    times: Vec<Duration>,
}

pub fn measure(options: &Options, count: usize, runtime: &Runtime) -> Result<()> {
    let size: Size = *options.size.first().ok_or_else(|| Error::new("no size"))?;
    match &options.server {
        Some(url) if options.postgres => {
            let postgres = runtime.block_on(Postgres::make(url, size))?;
            let measured = on(options, count, &postgres.ground, runtime);
            runtime.block_on(postgres.drop())?;
            measured
        }
        _ => on(options, count, &prepare::on_sqlite(size)?, runtime),
    }
}

fn on(options: &Options, count: usize, ground: &Ground, runtime: &Runtime) -> Result<()> {
    let program = Program::portico(ground, Through::Processor)?;
    let (address, cookie) = (program.address, sign_in(program.address, Who::Alice)?);
    let mut connection = Connection::open(address)?;
    let tickets = (0..TICKETS).map(|_| send(&mut connection, address, &cookie, raising("Load")));
    let tickets = tickets.collect::<Result<Vec<_>>>()?;
    let until = Instant::now() + Duration::from_secs_f64(options.writer_seconds);
    let written = thread::scope(|scope| {
        let writers: Vec<_> = (0..count)
            .map(|writer| (writer, &tickets[writer % TICKETS], &cookie))
            .map(|(writer, ticket, cookie)| scope.spawn(move || write(address, cookie, writer, ticket, until)))
            .collect();
        let mut all = Written::default();
        for writer in writers {
            let written = writer.join().map_err(|_| Error::new("a writer's thread panicked"))??;
            all.places.extend(written.places);
            all.times.extend(written.times);
        }
        Ok::<_, Error>(all)
    })?;
    runtime.block_on(compare(ground, &written.places))?;
    report(ground, count, written)
}

fn write(address: SocketAddr, cookie: &str, writer: usize, ticket: &str, until: Instant) -> Result<Written> {
    let mut connection = Connection::open(address)?;
    let mut written = Written::default();
    for turn in 0.. {
        let begun = Instant::now();
        if begun >= until {
            break;
        }
        let body = format!("Writer {writer}, turn {turn}");
        let (path, fields) =
            if turn % RAISE_EVERY == 0 { raising(&body) } else { (format!("{ticket}/messages"), vec![("body", body)]) };
        written.places.push(send(&mut connection, address, cookie, (path, fields))?);
        written.times.push(begun.elapsed());
    }
    Ok(written)
}

/// Where it goes, and the fields of the form.
type Sent = (String, Vec<(&'static str, String)>);

fn raising(subject: &str) -> Sent {
    let fields = [("subject", subject), ("type", "question"), ("queue", "software"), ("description", subject)];
    ("/tickets/new".into(), fields.map(|(name, value)| (name, value.to_owned())).into())
}

/// Sends a form, which must be taken, and tells where it leads.
fn send(connection: &mut Connection, address: SocketAddr, cookie: &str, (path, fields): Sent) -> Result<String> {
    let mut answer = Answer::default();
    connection.ask(&post(address, &path, cookie, &Form::Multipart(fields)), &mut answer)?;
    match answer.header("location") {
        Some(place) if answer.status == 303 => Ok(place.to_owned()),
        _ => Err(Error::new(format!("{path}: status {}", answer.status))),
    }
}

/// Every write has a place of its own, and the database holds as many.
async fn compare(ground: &Ground, places: &[String]) -> Result<()> {
    let db = Database::connect(&ground.database_url).await?;
    let kept = "SELECT COUNT(*) FROM messages WHERE body LIKE 'Writer %'";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), kept)).await?;
    let kept: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
    db.close().await?;
    let different = places.iter().collect::<BTreeSet<_>>().len();
    if (different, usize::try_from(kept).ok()) == (places.len(), Some(places.len())) {
        return Ok(());
    }
    Err(Error::new(format!("{} writes were taken, at {different} places, and {kept} are kept", places.len())))
}

fn report(ground: &Ground, count: usize, mut written: Written) -> Result<()> {
    written.times.sort();
    let of = |share: f64| percentile(&written.times, share);
    println!("{count} writers on {}: {} writes, none refused, none lost", ground.database, written.times.len());
    println!("sent → answered: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms", of(0.50), of(0.95), of(0.99));
    match of(0.99) {
        p99 if p99 < P99_MAX => Ok(()),
        p99 => Err(Error::new(format!("p99 is {p99:.0} ms, not below {P99_MAX} ms"))),
    }
}
