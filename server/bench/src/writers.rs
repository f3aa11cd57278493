//! Concurrent writers, for a while: none is refused, nothing that was taken is lost, none waits long, and
//! the list of another company stays quick meanwhile.

use crate::error::{Error, Result};
use crate::figures::percentile;
use crate::http::{Connection, Form, Response, get, post};
use crate::options::{Options, Size};
use crate::prepare::{self, Dataset, postgres::Postgres};
use crate::program::{Program, Through};
use crate::visitor::{DemoUser, sign_in};
use sea_orm::{ConnectionTrait, Database, Statement};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// One write in so many raises a ticket.
const RAISE_EVERY: usize = 4;
/// No write takes longer. In milliseconds.
const WRITE_MAX: f64 = 5_000.0;
/// Ninety-five of a hundred lists of another company take no longer. In milliseconds.
const LIST_P95_MAX: f64 = 100.0;
/// Between one list and the next.
const LIST_PAUSE: Duration = Duration::from_millis(50);

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
            let measured = on(options, count, &postgres.dataset, runtime);
            runtime.block_on(postgres.drop())?;
            measured
        }
        _ => on(options, count, &prepare::on_sqlite(size)?, runtime),
    }
}

fn on(options: &Options, count: usize, dataset: &Dataset, runtime: &Runtime) -> Result<()> {
    let program = Program::portico(dataset, Through::Processor)?;
    let address = program.address;
    let people = [sign_in(address, DemoUser::Alice)?, sign_in(address, DemoUser::Bruno)?];
    let reader = sign_in(address, DemoUser::Petra)?;
    let mut connection = Connection::open(address)?;
    let tickets = (0..options.writer_tickets).map(|_| send(&mut connection, address, &people[0], raising("Load")));
    let tickets = tickets.collect::<Result<Vec<_>>>()?;
    let until = Instant::now() + Duration::from_secs_f64(options.writer_seconds);
    let (written, mut lists) = thread::scope(|scope| {
        let lists = scope.spawn(|| read(address, &reader, until));
        let writers: Vec<_> = (0..count)
            .map(|writer| (writer, &tickets[writer % tickets.len()], &people[writer / tickets.len() % people.len()]))
            .map(|(writer, ticket, cookie)| scope.spawn(move || write(address, cookie, writer, ticket, until)))
            .collect();
        let mut all = Written::default();
        for writer in writers {
            let written = writer.join().map_err(|_| Error::new("a writer's thread panicked"))??;
            all.places.extend(written.places);
            all.times.extend(written.times);
        }
        let lists = lists.join().map_err(|_| Error::new("the reader's thread panicked"))??;
        Ok::<_, Error>((all, lists))
    })?;
    runtime.block_on(compare(dataset, &written.places))?;
    report(dataset, count, written)?;
    lists.sort();
    match percentile(&lists, 0.95) {
        p95 if p95 <= LIST_P95_MAX => {
            println!("another company's list meanwhile: {} times, p95 {p95:.1} ms", lists.len());
            Ok(())
        }
        p95 => Err(Error::new(format!("another company's list: p95 is {p95:.0} ms, above {LIST_P95_MAX} ms"))),
    }
}

/// Looks at the list again and again, and tells how long each took.
fn read(address: SocketAddr, cookie: &str, until: Instant) -> Result<Vec<Duration>> {
    let mut connection = Connection::open(address)?;
    let (mut times, mut response) = (Vec::new(), Response::default());
    while Instant::now() < until {
        let begun = Instant::now();
        connection.ask(&get(address, "/tickets", cookie), &mut response)?;
        times.push(begun.elapsed());
        if response.status != 200 {
            return Err(Error::new(format!("/tickets: status {}", response.status)));
        }
        thread::sleep(LIST_PAUSE);
    }
    Ok(times)
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
    let mut response = Response::default();
    connection.ask(&post(address, &path, cookie, &Form::Multipart(fields)), &mut response)?;
    match response.header("location") {
        Some(place) if response.status == 303 => Ok(place.to_owned()),
        _ => Err(Error::new(format!("{path}: status {}", response.status))),
    }
}

/// Every write has a place of its own, and the database holds as many.
async fn compare(dataset: &Dataset, places: &[String]) -> Result<()> {
    let db = Database::connect(&dataset.database_url).await?;
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

fn report(dataset: &Dataset, count: usize, mut written: Written) -> Result<()> {
    written.times.sort();
    let of = |share: f64| percentile(&written.times, share);
    println!("{count} writers on {}: {} writes, none refused, none lost", dataset.database, written.times.len());
    println!("sent → answered: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms", of(0.50), of(0.95), of(0.99));
    println!("the slowest: {:.1} ms", of(1.0));
    match of(1.0) {
        slowest if slowest <= WRITE_MAX => Ok(()),
        slowest => Err(Error::new(format!("the slowest write took {slowest:.0} ms, more than {WRITE_MAX} ms"))),
    }
}
