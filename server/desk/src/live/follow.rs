//! Tailing the event log: what was committed is published, in this process at once and in others within a second. While nothing is
//! committed, the database is asked nothing.

use super::event::{LiveEvent, LiveEventRow, plans_of};
use super::event_gaps::EventGapTracker;
use super::news::gather;
use super::paced::Paced;
use super::{BroadcastMessage, Live, audience, heartbeat};
use crate::chat::{self, ChatEvent, ChatWatcher};
use crate::{Desk, Result, Rooms};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Whether somebody listens, and whether a session has ended by itself, is looked at so often. Both stand in memory.
const TURN: Duration = Duration::from_secs(1);
/// Sessions are looked at no more often than this for what is committed and no news.
const CHECK_EVERY: Duration = Duration::from_secs(2);
/// Whoever listens is taken for being there so often.
const HEAR_EVERY: Duration = Duration::from_secs(15);
/// What changes in chats without an event is looked for no more often.
const WATCH_EVERY: Duration = Duration::from_millis(100);
/// While nobody listens, the newest event is looked for no more often.
const REST_EVERY: Duration = Duration::from_millis(100);
/// Events that are read at a time.
const CHUNK: u64 = 500;

const EVENTS: &str = "SELECT e.id, COALESCE(e.ticket_id, 0) AS ticket_id, e.company_id, e.actor_id, e.kind, e.version, e.public, e.data, \
    u.name AS actor FROM events e LEFT JOIN users u ON u.id = e.actor_id";

/// Starts the follower and the heartbeat of streams, once for a desk. They are started again when they fail.
pub fn start(desk: &Desk) {
    if !desk.live().following.swap(true, Ordering::AcqRel) {
        let (rooms, live) = (Arc::downgrade(&desk.0), Arc::downgrade(desk.live()));
        desk.tasks().supervise("live news", move || follow(rooms.clone()));
        desk.tasks().supervise("stream heartbeats", move || heartbeat::run(live.clone()));
    }
}

/// A cursor at the newest event that has been published: a stream that begins there misses nothing of what a page shows that is made
/// now. What is told once more finds its page as it should be.
///
/// # Errors
/// When the database fails.
pub async fn cursor(desk: &Desk) -> Result<String> {
    Ok(desk.live().cipher.encrypt(published_until(desk).await?))
}

/// The newest event that has been published; where nothing has been yet, the newest there is.
async fn published_until(desk: &Desk) -> Result<i64> {
    start(desk);
    let live = desk.live();
    if live.cursor() == 0 {
        let newest = newest(desk).await?;
        let _ = live.cursor.compare_exchange(0, newest, Ordering::AcqRel, Ordering::Acquire);
    }
    Ok(live.cursor())
}

/// The event at which a stream begins that has just subscribed: what is there by now. While nobody listens, the follower lies behind,
/// and whoever comes first looks for themselves.
pub(super) async fn start_cursor(desk: &Desk) -> Result<i64> {
    let (published, live) = (published_until(desk).await?, desk.live());
    if !live.resting.load(Ordering::Acquire) {
        return Ok(published);
    }
    let newest = newest(desk).await?;
    live.begun.fetch_min(newest, Ordering::AcqRel);
    // Going on by now, the follower may have begun after it.
    Ok(if live.resting.load(Ordering::Acquire) { newest } else { live.cursor() })
}

pub(super) async fn newest(desk: &Desk) -> Result<i64> {
    let sql = Statement::from_string(desk.db().backend(), "SELECT COALESCE(MAX(id), 0) AS n FROM events");
    let row = desk.db().read().query_one_raw(sql).await?;
    Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default())
}

/// Until the desk is gone. What was told last is where it begins again.
async fn follow(rooms: Weak<Rooms>) -> Result<()> {
    let Some(desk) = rooms.upgrade().map(Desk) else { return Ok(()) };
    let mut changes = desk.db().changes();
    published_until(&desk).await?;
    let mut follower = Follower::new(&desk);
    drop(desk);
    loop {
        if timeout(follower.pause(), changes.next()).await.is_ok() {
            follower.stir();
        }
        let Some(desk) = rooms.upgrade().map(Desk) else { return Ok(()) };
        follower.step(&desk).await?;
    }
}

struct Follower {
    last: i64,
    gaps: EventGapTracker,
    /// Something may have been committed since the log was read.
    unread: bool,
    /// Of the sessions.
    checking: Paced,
    /// Of who is in which chat.
    watching: Paced,
    /// Of the newest event, while nobody listens.
    resting: Paced,
    /// Somebody listened at the last step.
    listening: bool,
    heard: Option<Instant>,
    watch: ChatWatcher,
}

impl Follower {
    fn new(desk: &Desk) -> Self {
        Self {
            last: desk.live().cursor(),
            gaps: EventGapTracker::default(),
            unread: true,
            checking: Paced::new(CHECK_EVERY),
            watching: Paced::new(WATCH_EVERY),
            resting: Paced::new(REST_EVERY),
            listening: false,
            heard: None,
            watch: ChatWatcher::default(),
        }
    }

    /// Something was committed.
    fn stir(&mut self) {
        self.unread = true;
        self.checking.stir();
        self.watching.stir();
        self.resting.stir();
    }

    /// Until the next step where nothing is committed.
    fn pause(&self) -> Duration {
        let [first, second] = match self.listening {
            true => [self.checking.wait(), self.watching.wait()],
            false => [self.resting.wait(), None],
        };
        first.into_iter().chain(second).fold(TURN, Duration::min)
    }

    async fn step(&mut self, desk: &Desk) -> Result<()> {
        let live = desk.live();
        self.listening = live.listeners() > 0;
        if !self.listening {
            return self.rest(desk, live).await;
        }
        if live.resting.swap(false, Ordering::AcqRel) {
            let begun = live.begun.swap(i64::MAX, Ordering::AcqRel);
            self.last = if begun == i64::MAX { self.last } else { begun.max(self.last) };
            live.cursor.fetch_max(self.last, Ordering::AcqRel);
            self.unread = true;
        }
        if live.audience().may_have_ended(desk.now()) {
            self.checking.stir();
        }
        if self.checking.is_due() {
            self.check(desk).await?;
        }
        if self.heard.is_none_or(|heard| heard.elapsed() >= HEAR_EVERY) {
            self.heard = Some(Instant::now());
            let (agents, customers) = live.audience().people();
            chat::record_heartbeats(desk, &agents, &customers).await?;
        }
        if std::mem::take(&mut self.unread) {
            self.read_on(desk, live).await?;
        }
        if self.watching.is_due() {
            self.watch(desk, live, &[]).await?;
        }
        Ok(())
    }

    /// Nobody listens: whoever comes next begins with what is there by then.
    async fn rest(&mut self, desk: &Desk, live: &Live) -> Result<()> {
        live.resting.store(true, Ordering::Release);
        self.watch.reset();
        if !self.resting.is_due() {
            return Ok(());
        }
        self.resting.done();
        let newest = newest(desk).await?;
        // Whoever has come meanwhile may have begun before it.
        if live.listeners() == 0 {
            self.last = newest.max(self.last);
            self.gaps = EventGapTracker::default();
            live.cursor.store(self.last, Ordering::Release);
        }
        Ok(())
    }

    /// Tells everything that the log holds by now.
    async fn read_on(&mut self, desk: &Desk, live: &Live) -> Result<()> {
        loop {
            let rows = self.read(desk).await?;
            let (any, full) = (!rows.is_empty(), rows.len() as u64 == CHUNK);
            let happened = known_events(rows);
            // Also where all of it is passed over: the cursor goes on.
            if any {
                self.publish(desk, live, &happened).await?;
            }
            if !happened.is_empty() {
                self.watch(desk, live, &happened).await?;
            }
            if !full {
                return Ok(());
            }
        }
    }

    async fn check(&mut self, desk: &Desk) -> Result<()> {
        self.checking.done();
        audience::check(desk).await
    }

    async fn read(&mut self, desk: &Desk) -> Result<Vec<LiveEventRow>> {
        let gaps: Vec<String> = self.gaps.ids().map(|id| id.to_string()).collect();
        let late = if gaps.is_empty() { String::new() } else { format!(" OR e.id IN ({})", gaps.join(", ")) };
        let sql = format!("{EVENTS} WHERE e.id > {}{late} ORDER BY e.id LIMIT {CHUNK}", self.last);
        let rows = LiveEventRow::find_by_statement(Statement::from_string(desk.db().backend(), sql))
            .all(desk.db().read())
            .await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        // SQLite has one writer: what commits later has a later id.
        if !desk.db().is_sqlite() {
            self.gaps.track(self.last, &ids, desk.now());
        }
        self.last = ids.last().copied().unwrap_or(self.last).max(self.last);
        Ok(rows)
    }

    /// Hands news on, with rights as they are by now: as fresh as the number of listeners allows.
    async fn publish(&mut self, desk: &Desk, live: &Live, happened: &[LiveEvent]) -> Result<()> {
        if self.checking.is_older_than(audience::freshness(live.listeners())) {
            self.check(desk).await?;
        }
        let cursor = self.gaps.cursor(self.last);
        for news in gather(desk, happened, cursor).await? {
            let _ = live.signals.send(BroadcastMessage::News(Arc::new(news)));
        }
        for company_id in plans_of(happened) {
            let _ = live.signals.send(BroadcastMessage::Plan { company_id });
        }
        live.cursor.store(cursor, Ordering::Release);
        Ok(())
    }
}

impl Follower {
    /// Tells those in chats what these events are to them, and who came and went.
    async fn watch(&mut self, desk: &Desk, live: &Live, happened: &[LiveEvent]) -> Result<()> {
        self.watching.done();
        let updates = self.watch.poll(desk, &heard(happened)).await?;
        for news in updates.chats {
            let _ = live.signals.send(BroadcastMessage::Chat(Arc::new(news)));
        }
        if let Some(queue) = updates.queue {
            let _ = live.signals.send(BroadcastMessage::Line(Arc::new(queue)));
        }
        Ok(())
    }
}

pub(super) fn heard(happened: &[LiveEvent]) -> Vec<ChatEvent> {
    let heard = |logged: &LiveEvent| ChatEvent {
        ticket_id: logged.ticket_id,
        kind: logged.event.kind(),
        public: logged.public,
    };
    happened.iter().map(heard).collect()
}

/// The events that this program knows.
fn known_events(rows: Vec<LiveEventRow>) -> Vec<LiveEvent> {
    rows.into_iter().filter_map(LiveEventRow::parse).collect()
}

/// What happened after an event; `None` when it was too much to be told one by one.
pub(super) async fn since(desk: &Desk, event: i64) -> Result<Option<Vec<LiveEvent>>> {
    let sql = format!("{EVENTS} WHERE e.id > {event} ORDER BY e.id LIMIT {}", CHUNK + 1);
    let rows =
        LiveEventRow::find_by_statement(Statement::from_string(desk.db().backend(), sql)).all(desk.db().read()).await?;
    Ok((rows.len() as u64 <= CHUNK).then(|| known_events(rows)))
}
