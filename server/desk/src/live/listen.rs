//! One event stream (server-sent events): what a session is told, in order.

use super::audience::SessionPerson;
use super::event::plans_of;
use super::news::{News, gather};
use super::stream_event::StreamEvent;
use super::{BroadcastMessage, follow};
use crate::actor::Person;
use crate::chat::{self, ChatNews};
use crate::people;
use crate::{Desk, Result, activities, menu};
use domain::Refusal;
use domain::live::NewsFlags;
use domain::menu::MenuCounts;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

/// After so many seconds a browser may ask for another stream.
const LATER: u64 = 60;

pub struct Listener {
    desk: Desk,
    person: Arc<Person>,
    who: watch::Receiver<SessionPerson>,
    signals: Receiver<BroadcastMessage>,
    stopping: watch::Receiver<bool>,
    beats: watch::Receiver<()>,
    waiting: VecDeque<StreamEvent>,
    /// Events that this stream told while it caught up, or that were known when it began, and that the follower has yet to tell to
    /// everybody.
    caught_up: HashSet<i64>,
    ended: bool,
}

/// Where a stream begins.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start<'a> {
    /// The cursor of the last event that was heard.
    pub after: Option<&'a str>,
    /// The browser had another stream before this one: what its person read elsewhere in between is in no event.
    pub again: bool,
}

/// Opens a stream for a session.
///
/// # Errors
/// `SignedOut`; `TooMany` where the session has too many streams; or when the database fails.
pub async fn listen(desk: &Desk, token: &str, start: Start<'_>) -> Result<Listener> {
    let person = Arc::new(people::find(desk, token).await?.ok_or(Refusal::SignedOut)?);
    let live = desk.live();
    // From here on nothing is missed.
    let signals = live.signals.subscribe();
    let cursor = follow::start_cursor(desk).await?;
    let who = live.audience().join(token, person.clone()).ok_or(Refusal::TooMany { seconds: LATER })?;
    let (stopping, beats) = (live.stopping.subscribe(), live.heartbeats.subscribe());
    let (waiting, caught_up, ended) = (VecDeque::new(), HashSet::new(), *stopping.borrow());
    let mut listener =
        Listener { desk: desk.clone(), person, who, signals, stopping, beats, waiting, caught_up, ended };
    // A cursor that is not ours is one before everything.
    listener.begin(start.after.map(|cursor| live.cipher.decrypt(cursor).unwrap_or(-1)), cursor).await?;
    if start.again {
        listener.read(None).await;
    }
    Ok(listener)
}

impl Listener {
    /// Tells what was missed since `after`. Everything up to `cursor` is there by now.
    async fn begin(&mut self, after: Option<i64>, cursor: i64) -> Result<()> {
        let missed = match after {
            Some(after) if (0..=cursor.max(follow::newest(&self.desk).await?)).contains(&after) => {
                follow::since(&self.desk, after).await?
            }
            Some(_) => None,
            None => Some(Vec::new()),
        };
        // A stream that breaks off in the middle of what was missed begins there again.
        let begun = after.filter(|_| missed.is_some()).unwrap_or(cursor).min(cursor);
        let hello = StreamEvent::Hello {
            login: self.person.login.clone(),
            unread: self.counts().await?.unread,
            cursor: self.encrypt(begun),
        };
        self.waiting.push_back(hello);
        let is_behind = after.is_some() && missed.as_ref().is_none_or(|missed| !missed.is_empty());
        match missed {
            None => self.waiting.push_back(StreamEvent::Resync { cursor: self.encrypt(cursor) }),
            Some(missed) => {
                // To whoever begins without a cursor, all that the log holds by now is known.
                let known = match after {
                    Some(_) => Vec::new(),
                    None => follow::since(&self.desk, cursor).await?.unwrap_or_default(),
                };
                let ids = missed.iter().chain(&known).map(|logged| logged.id);
                self.caught_up = ids.filter(|id| *id > cursor).collect();
                for news in gather(&self.desk, &missed, cursor).await? {
                    self.pass(Arc::new(news));
                }
                for company_id in plans_of(&missed) {
                    self.pass_plan(company_id);
                }
                for news in chat::missed(&self.desk, &follow::heard(&missed)).await? {
                    self.pass_chat(Arc::new(news));
                }
            }
        }
        if is_behind {
            self.count().await;
        }
        Ok(())
    }

    /// What is to be told next; `None` when the stream is over: the session has ended or the server stops.
    pub async fn next(&mut self) -> Option<StreamEvent> {
        loop {
            if self.ended {
                return None;
            }
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            tokio::select! {
                biased;
                _ = self.stopping.changed() => {
                    self.ended = true;
                    return Some(StreamEvent::Bye);
                }
                changed = self.who.changed() => {
                    changed.ok()?;
                    self.person = self.who.borrow_and_update().clone()?;
                }
                signal = self.signals.recv() => match signal {
                    Ok(BroadcastMessage::News(news)) => self.receive(news).await,
                    Ok(BroadcastMessage::Chat(news)) => {
                        self.refresh_person();
                        self.pass_chat(news);
                    }
                    Ok(BroadcastMessage::Line(news)) => {
                        self.refresh_person();
                        if news.is_for(&self.person) && !self.ended {
                            self.waiting.push_back(StreamEvent::Line { news, person: self.person.clone() });
                        }
                    }
                    Ok(BroadcastMessage::Plan { company_id }) => {
                        self.refresh_person();
                        self.pass_plan(company_id);
                    }
                    Ok(BroadcastMessage::Read { user_id, number }) if user_id == self.person.id => self.read(number).await,
                    Ok(BroadcastMessage::Read { .. }) => {}
                    Err(RecvError::Lagged(_)) => self.resync().await,
                    Err(RecvError::Closed) => return None,
                },
                Ok(()) = self.beats.changed() => return Some(StreamEvent::Beat),
            }
        }
    }

    async fn receive(&mut self, news: Arc<News>) {
        self.refresh_person();
        if self.ended || news.events.iter().all(|id| self.caught_up.contains(id)) {
            return;
        }
        let mine = news.concerns(&self.person) || news.actor_id == Some(self.person.id);
        let counts = mine || !news.withdrawn.is_empty() || news.is_work_of(&self.person);
        if self.pass(news) && counts {
            self.count().await;
        }
    }

    /// Rights were looked at before news went out; what came of that counts first.
    fn refresh_person(&mut self) {
        if self.who.has_changed().unwrap_or(true) {
            match self.who.borrow_and_update().clone() {
                Some(person) => self.person = person,
                None => self.ended = true,
            }
        }
    }

    /// Passes a chat's signal on to those who take part.
    fn pass_chat(&mut self, news: Arc<ChatNews>) {
        if !self.ended && news.is_for(&self.person) {
            self.waiting.push_back(StreamEvent::Chat { news, person: self.person.clone() });
        }
    }

    /// Those of the company and the desk hear that its plan has changed; the page asks for what they may know of it.
    fn pass_plan(&mut self, company_id: i64) {
        let own = self.person.companies.iter().any(|home| home.company_id == company_id);
        if !self.ended && (own || self.person.is_staff()) {
            self.waiting.push_back(StreamEvent::Plan);
        }
    }

    /// Passes on what the person may know; tells whether that was anything.
    fn pass(&mut self, news: Arc<News>) -> bool {
        let (person, cursor) = (self.person.clone(), self.encrypt(news.cursor));
        if news.is_for(&person) {
            let about = NewsFlags { mine: news.is_of(&person), by_me: news.actor_id == Some(person.id) };
            let concerns = news.concerns(&person) && !about.by_me;
            self.waiting.push_back(StreamEvent::Ticket { news, person, about, concerns, cursor });
            true
        } else if news.has_left(&person) {
            self.waiting.push_back(StreamEvent::Gone { number: news.number().to_owned(), cursor });
            true
        } else {
            false
        }
    }

    async fn read(&mut self, number: Option<i64>) {
        let number = number.map(|number| self.desk.catalogue().number(number));
        self.waiting.push_back(StreamEvent::Read { number });
        self.count().await;
    }

    async fn resync(&mut self) {
        // What still waits in the channel is older than what the page will read.
        self.signals = self.signals.resubscribe();
        let cursor = self.encrypt(self.desk.live().cursor());
        self.waiting.push_back(StreamEvent::Resync { cursor });
        self.count().await;
    }

    fn encrypt(&self, event: i64) -> String {
        self.desk.live().cipher.encrypt(event)
    }

    async fn count(&mut self) {
        match self.counts().await {
            Ok(counts) => self.waiting.push_back(StreamEvent::Counts(counts)),
            Err(error) => tracing::error!(%error, "waiting work could not be counted"),
        }
        match activities::recent(&self.desk, &self.person).await {
            Ok(recent) => self.waiting.push_back(StreamEvent::Recent(recent)),
            Err(error) => tracing::error!(%error, "the latest activities could not be read"),
        }
    }

    async fn counts(&self) -> Result<MenuCounts> {
        menu::counts(&self.desk, &self.person).await
    }
}
