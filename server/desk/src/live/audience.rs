//! The sessions that listen to event streams, and their people: authorised again and again, so that a session that has ended
//! and a right that was taken away count for streams that are open already.

use crate::actor::Person;
use crate::people;
use crate::{Desk, Result};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Sessions that are looked up in one query.
const CHUNK: usize = 500;
/// Streams that one session may have open.
const STREAMS_MAX: usize = 60;

/// The person of a session; `None` once it has ended.
pub(super) type SessionPerson = Option<Arc<Person>>;

#[derive(Default)]
pub(super) struct Audience {
    sessions: HashMap<String, ListeningSession>,
    /// Of the catalogue that the rights come from.
    version: i64,
    /// When the first session ends by itself, by the desk's clock; 0 where one has not been looked at.
    ends_at: i64,
}

struct ListeningSession {
    hash: Vec<u8>,
    who: watch::Sender<SessionPerson>,
    /// What the person's rights depend on, as a hash; `None` before the first look.
    print: Option<u64>,
}

impl Audience {
    /// Adds a stream of a session; `None` where it has too many.
    pub(super) fn join(&mut self, token: &str, person: Arc<Person>) -> Option<watch::Receiver<SessionPerson>> {
        let session = self.sessions.entry(token.to_owned()).or_insert_with(|| {
            self.ends_at = 0;
            ListeningSession { hash: people::token_hash(token), who: watch::channel(None).0, print: None }
        });
        if session.who.receiver_count() >= STREAMS_MAX {
            return None;
        }
        session.who.send_if_modified(|who| who.is_none().then(|| *who = Some(person)).is_some());
        Some(session.who.subscribe())
    }

    pub(super) fn end(&mut self, token: &str) {
        if let Some(session) = self.sessions.remove(token) {
            session.who.send_replace(None);
        }
    }

    /// Whether a session may have ended by itself, whatever was committed.
    pub(super) fn may_have_ended(&self, now: i64) -> bool {
        self.ends_at <= now
    }

    /// Token and hash of every session that still has a stream, to be looked at again.
    fn present(&mut self) -> Vec<(String, Vec<u8>)> {
        self.ends_at = i64::MAX;
        self.sessions.retain(|_, session| session.who.receiver_count() > 0);
        self.sessions.iter().map(|(token, session)| (token.clone(), session.hash.clone())).collect()
    }

    /// Who listens: ids of those at the desk, and of customers.
    pub(super) fn people(&self) -> (Vec<i64>, Vec<i64>) {
        let living = self.sessions.values().filter(|session| session.who.receiver_count() > 0);
        let people: Vec<Arc<Person>> = living.filter_map(|session| session.who.borrow().clone()).collect();
        let (desk, customers): (Vec<_>, Vec<_>) = people.iter().partition(|person| person.is_staff());
        let ids = |people: Vec<&Arc<Person>>| people.into_iter().map(|person| person.id).collect();
        (ids(desk), ids(customers))
    }

    /// Stores what a session's rights depend on; whether that is new.
    fn is_new(&mut self, token: &str, print: u64) -> bool {
        let Some(session) = self.sessions.get_mut(token) else { return false };
        let before = session.print.replace(print);
        before != Some(print)
    }

    /// None of the sessions that were looked at ends by itself before this.
    fn ends_by(&mut self, ends_at: i64) {
        self.ends_at = self.ends_at.min(ends_at);
    }

    fn renew(&mut self, token: &str, person: Person) {
        if let Some(session) = self.sessions.get(token) {
            session.who.send_replace(Some(Arc::new(person)));
        }
    }
}

/// How old what is known of so many listeners may be when something is told: with few of them it is looked up each time.
pub(super) fn freshness(listeners: usize) -> Duration {
    Duration::from_micros(200 * listeners as u64).min(Duration::from_millis(400))
}

#[derive(FromQueryResult)]
struct ListenerRow {
    token_hash: Vec<u8>,
    expires_at: i64,
    role_id: Option<i64>,
    time_zone: String,
    company_id: Option<i64>,
    member_role: Option<i64>,
    sees_company: Option<bool>,
    sharing: Option<String>,
}

const SESSIONS: &str = "SELECT s.token_hash, s.expires_at, u.role_id, u.time_zone, m.company_id, m.role_id AS member_role, m.sees_company, c.sharing \
    FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN memberships m ON m.user_id = u.id \
    LEFT JOIN companies c ON c.id = m.company_id WHERE s.expires_at > $1 AND u.active AND s.token_hash IN";

/// Looks at every listening session again: ends the streams of those that are over and renews those whose rights may differ.
pub(super) async fn check(desk: &Desk) -> Result<()> {
    let live = desk.live();
    let rights_changed = catalogue_changed(desk).await?;
    let present = live.audience().present();
    for chunk in present.chunks(CHUNK) {
        let (mut prints, ends_at) = prints(desk, chunk).await?;
        live.audience().ends_by(ends_at);
        for (token, hash) in chunk {
            let Some(print) = prints.remove(hash) else {
                live.audience().end(token);
                continue;
            };
            if live.audience().is_new(token, print) || rights_changed {
                match people::find(desk, token).await? {
                    Some(person) => live.audience().renew(token, person),
                    None => live.audience().end(token),
                }
            }
        }
    }
    Ok(())
}

async fn catalogue_changed(desk: &Desk) -> Result<bool> {
    let sql = "SELECT next_value FROM sequences WHERE name = 'catalogue'";
    let row = desk.db().read().query_one_raw(Statement::from_string(desk.db().backend(), sql)).await?;
    let version: i64 = row.map(|row| row.try_get("", "next_value")).transpose()?.unwrap_or_default();
    desk.refresh(version).await?;
    let mut audience = desk.live().audience();
    Ok(std::mem::replace(&mut audience.version, version) != version)
}

/// What the rights of living sessions depend on, by the session's hash, and when the first of them ends by itself.
async fn prints(desk: &Desk, sessions: &[(String, Vec<u8>)]) -> Result<(HashMap<Vec<u8>, u64>, i64)> {
    let places: Vec<String> = (0..sessions.len()).map(|place| format!("${}", place + 2)).collect();
    let sql = format!("{SESSIONS} ({}) ORDER BY s.token_hash, m.company_id", places.join(", "));
    let hashes = sessions.iter().map(|(_, hash)| Value::from(hash.clone()));
    let values: Vec<Value> = [desk.now().into()].into_iter().chain(hashes).collect();
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, values);
    let (mut hashers, mut ends_at): (HashMap<Vec<u8>, DefaultHasher>, i64) = (HashMap::new(), i64::MAX);
    for row in ListenerRow::find_by_statement(query).all(desk.db().read()).await? {
        ends_at = ends_at.min(row.expires_at);
        let print = (row.role_id, row.time_zone, row.company_id, row.member_role, row.sees_company, row.sharing);
        print.hash(hashers.entry(row.token_hash).or_default());
    }
    Ok((hashers.into_iter().map(|(hash, hasher)| (hash, hasher.finish())).collect(), ends_at))
}
