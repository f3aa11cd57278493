//! The one task that sends mail, beside those of other processes.

use super::Options;
use super::compose::Sender;
use super::transport::Transport;
use desk::activities::digest;
use desk::mail::{Claimed, Outcome, claim, finish, next_due, release, tell};
use desk::plans::remind::{self, remind};
use desk::{Desk, Result};
use domain::mail::Answer;
use futures::future::join_all;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// Mails under way at a time.
const AT_ONCE: u64 = 5;
/// Whether anything was committed, or has become due, is looked at so often. Both stand in memory.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// After a fault of ours.
const REST: Duration = Duration::from_secs(10);
/// Mails under way are waited for so long when the program ends. One that is not done by then is sent again later.
const FAREWELL: Duration = Duration::from_secs(10);

pub struct Worker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

struct Post {
    desk: Desk,
    sender: Sender,
    transport: Transport,
    /// A whole mail takes no longer: the library waits for ever for a server that says nothing.
    patience: Duration,
}

impl Worker {
    /// # Errors
    /// When an option cannot be understood.
    pub fn start(desk: Desk, options: &Options) -> Result<Self> {
        let (sender, transport) = options.open()?;
        let (stop, stopping) = watch::channel(false);
        let tasks = desk.tasks().clone();
        let post = Arc::new(Post { desk, sender, transport, patience: options.patience });
        let task = tasks.supervise("sending mail", move || work(post.clone(), stopping.clone()));
        Ok(Self { stop, task })
    }

    /// Finishes what is under way and ends.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if timeout(FAREWELL, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}

async fn work(post: Arc<Post>, mut stopping: watch::Receiver<bool>) -> Result<()> {
    let (mut changes, mut due) = (post.desk.db().changes(), i64::MIN);
    while !*stopping.borrow() {
        let mut pause = LOOK_EVERY;
        // Commits are asked about first, so that what is committed during the turn counts for the next one.
        if changes.any() || due <= post.desk.now() {
            match turn(&post, &stopping).await {
                Ok(Some(next)) => due = next,
                Ok(None) => (due, pause) = (i64::MIN, Duration::ZERO),
                Err(error) => {
                    tracing::error!(%error, "outgoing email could not be processed");
                    (due, pause) = (i64::MIN, REST);
                }
            }
        }
        tokio::select! {
            () = sleep(pause) => {}
            Ok(()) = stopping.changed() => {}
        }
    }
    Ok(())
}

/// Does what is due. Returns when something is due next, by the desk's clock, or `None` where there may be more by now.
async fn turn(post: &Arc<Post>, stopping: &watch::Receiver<bool>) -> Result<Option<i64>> {
    let desk = &post.desk;
    let next = next_due(desk).await?.into_iter().chain(remind::next_due(desk).await?).min().unwrap_or(i64::MAX);
    if next > desk.now() {
        return Ok(Some(next));
    }
    // Where another process does it, its turn does not end the waiting here.
    Ok(if round(post, stopping).await? { None } else { Some(next) })
}

/// Does what is due; whether there may be more.
async fn round(post: &Arc<Post>, stopping: &watch::Receiver<bool>) -> Result<bool> {
    let told = tell(&post.desk).await? + digest(&post.desk).await? + remind(&post.desk).await?;
    let letters = claim(&post.desk, AT_ONCE).await?;
    if *stopping.borrow() {
        release(&post.desk, &letters).await?;
        return Ok(false);
    }
    let more = told > 0 || !letters.is_empty();
    for done in join_all(letters.into_iter().map(|letter| deliver(post.clone(), letter))).await {
        done?;
    }
    Ok(more)
}

/// Sends one letter and notes what became of it. Whatever is wrong with one does not touch another.
async fn deliver(post: Arc<Post>, letter: Claimed) -> Result<()> {
    let letter = Arc::new(letter);
    let mut sending = tokio::spawn(send(post.clone(), letter.clone()));
    let sent = timeout(post.patience, &mut sending).await;
    // One that is given up must not arrive later.
    sending.abort();
    let outcome = match sent {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) | Err(_) => Outcome::Later(Answer::Unfinished.write()),
    };
    if let Outcome::Later(answer) | Outcome::Never(answer) = &outcome {
        let answer = Answer::read(answer);
        tracing::warn!(mail = %letter.public_id, kind = letter.kind.name(), ?answer, "an email was not sent");
    }
    finish(&post.desk, &letter, outcome).await
}

async fn send(post: Arc<Post>, letter: Arc<Claimed>) -> Outcome {
    match post.sender.compose(&letter, post.desk.now()) {
        Ok(message) => post.transport.send(&letter, message).await,
        Err(error) => Outcome::Never(error.to_string()),
    }
}
