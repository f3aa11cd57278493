//! Mail worker: the background task of this process that enqueues notifications and sends what is in the outbox.

use super::Options;
use super::compose::Sender;
use super::transport::Transport;
use desk::activities::digest;
use desk::mail::{ClaimedMail, SendOutcome, claim, finish, flush_notifications, next_due, release};
use desk::plans::remind::{self, remind};
use desk::{Desk, Result};
use domain::mail::DeliveryResult;
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

struct MailService {
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
        let service = Arc::new(MailService { desk, sender, transport, patience: options.patience });
        let task = tasks.supervise("sending mail", move || work(service.clone(), stopping.clone()));
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

async fn work(service: Arc<MailService>, mut stopping: watch::Receiver<bool>) -> Result<()> {
    let (mut changes, mut due) = (service.desk.db().changes(), i64::MIN);
    while !*stopping.borrow() {
        let mut pause = LOOK_EVERY;
        // Commits are asked about first, so that what is committed during the turn counts for the next one.
        if changes.any() || due <= service.desk.now() {
            match turn(&service, &stopping).await {
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
async fn turn(service: &Arc<MailService>, stopping: &watch::Receiver<bool>) -> Result<Option<i64>> {
    let desk = &service.desk;
    let next = next_due(desk).await?.into_iter().chain(remind::next_due(desk).await?).min().unwrap_or(i64::MAX);
    if next > desk.now() {
        return Ok(Some(next));
    }
    // Where another process does it, its turn does not end the waiting here.
    Ok(if round(service, stopping).await? { None } else { Some(next) })
}

/// Does what is due; whether there may be more.
async fn round(service: &Arc<MailService>, stopping: &watch::Receiver<bool>) -> Result<bool> {
    let enqueued =
        flush_notifications(&service.desk).await? + digest(&service.desk).await? + remind(&service.desk).await?;
    let mails = claim(&service.desk, AT_ONCE).await?;
    if *stopping.borrow() {
        release(&service.desk, &mails).await?;
        return Ok(false);
    }
    let more = enqueued > 0 || !mails.is_empty();
    for done in join_all(mails.into_iter().map(|mail| deliver(service.clone(), mail))).await {
        done?;
    }
    Ok(more)
}

/// Sends one mail and records how it went. Whatever is wrong with one does not touch another.
async fn deliver(service: Arc<MailService>, mail: ClaimedMail) -> Result<()> {
    let mail = Arc::new(mail);
    let mut sending = tokio::spawn(send(service.clone(), mail.clone()));
    let sent = timeout(service.patience, &mut sending).await;
    // One that is given up must not arrive later.
    sending.abort();
    let outcome = match sent {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) | Err(_) => SendOutcome::Later(DeliveryResult::Unfinished.write()),
    };
    if let SendOutcome::Later(answer) | SendOutcome::Never(answer) = &outcome {
        let answer = DeliveryResult::read(answer);
        tracing::warn!(mail = %mail.public_id, kind = mail.kind.name(), ?answer, "an email was not sent");
    }
    finish(&service.desk, &mail, outcome).await
}

async fn send(service: Arc<MailService>, mail: Arc<ClaimedMail>) -> SendOutcome {
    match service.sender.compose(&mail, service.desk.now()) {
        Ok(message) => service.transport.send(&mail, message).await,
        Err(error) => SendOutcome::Never(error.to_string()),
    }
}
