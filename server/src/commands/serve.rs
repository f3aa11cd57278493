//! `portico serve`: opens the database, starts background tasks and serves HTTP until it is told to stop.

use crate::config::{Serve, make_private};
use desk::files::PdfReader;
use desk::{Clock, Desk, Error, Result, Rules};
use portico_server::mail::{self, Worker};
use portico_server::serving::{Limits, serve};
use portico_server::site::Embedded;
use portico_server::{AppState, Settings};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

pub async fn run(options: &Serve, site: &'static Embedded) -> Result<()> {
    super::startup_checks::warn_if_unsafe();
    let limits = limits(options);
    make_private(&options.storage.data)?;
    let _lock = super::instance_lock::acquire(&options.storage)?;
    let rules = Rules { reopen_days: options.reopen_days, messages_per_minute: options.messages_per_minute };
    let desk = options.storage.open_with(Clock::System, rules).await?;
    let settings =
        Settings { public_url: options.public_url.clone(), trusted_proxies: options.trusted_proxies.clone() };
    let public_url = settings.public_url.clone();
    let tasks = desk.tasks().clone();
    desk::live::start(&desk);
    let (tidied, with_chats) = (desk.clone(), desk.clone());
    tasks.supervise("tidying", move || tidy(tidied.clone()));
    tasks.supervise("tidying chats", move || tidy_chats(with_chats.clone()));
    let state = AppState::new(desk, settings).with_site(site);
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|error| Error::command(format!("{}: {error}", options.listen)))?;
    let address = listener.local_addr()?;
    if options.smtp_url.is_some() && public_url.is_none() {
        tracing::warn!("PORTICO_PUBLIC_URL is not set: links in emails will point to http://{address}");
    }
    let base = public_url.unwrap_or_else(|| format!("http://{address}"));
    let worker = Worker::start(state.desk.clone(), &mail(options, base))?;
    println!("Portico is running at {}", options.public_url.clone().unwrap_or_else(|| format!("http://{address}")));
    if desk::people::setup::is_needed(&state.desk).await? {
        let code = desk::people::setup::new_code(&state.desk).await?;
        tracing::warn!("there is no admin yet: open /setup and enter the code {code}");
    }
    let (desk, pdf) = (state.desk.clone(), pdf_reader());
    tasks.supervise("reading files", move || desk::files::keep_reading(desk.clone(), pdf.clone()));
    serve(listener, state.clone(), limits, shutdown_signal(state)).await;
    worker.stop().await;
    Ok(())
}

/// As many files as the machine allows may be open; each connection is one.
fn limits(options: &Serve) -> Limits {
    let open_files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(1_024);
    Limits::of(open_files, options.connections_per_address)
}

/// This program reads PDF files too, in processes of their own.
fn pdf_reader() -> PdfReader {
    std::env::current_exe().map(PdfReader::by).unwrap_or_default()
}

fn mail(options: &Serve, base: String) -> mail::Options {
    mail::Options {
        smtp_url: options.smtp_url.clone(),
        smtp_ca: options.smtp_ca.clone(),
        smtp_name: options.smtp_name.clone(),
        from: options.mail_from.clone(),
        outbox: options.storage.data.join("outbox"),
        base,
        patience: Duration::from_secs(120),
    }
}

/// How often what nobody needs any more is looked for.
const TIDY_EVERY: Duration = Duration::from_secs(6 * 60 * 60);

/// Puts the search index together, gives up what nobody came back to, and content that nothing names any more.
async fn tidy(desk: Desk) -> Result<()> {
    loop {
        if let Err(error) = desk::search::merge_fts_segments(desk.db()).await {
            tracing::error!(%error, "the search index could not be compacted");
        }
        tokio::time::sleep(TIDY_EVERY).await;
        if let Err(error) = desk::drafts::sweep(&desk).await {
            tracing::error!(%error, "old drafts could not be deleted");
        }
        if let Err(error) = desk::events::sweep(&desk).await {
            tracing::error!(%error, "old stored responses could not be deleted");
        }
        if let Err(error) = desk::people::sweep(&desk).await {
            tracing::error!(%error, "old sign-in attempts could not be deleted");
        }
        if let Err(error) = desk::mail::sweep(&desk).await {
            tracing::error!(%error, "old emails could not be deleted");
        }
        match desk::files::sweep(&desk).await {
            Ok(gone) => tracing::info!(gone, "removed unreferenced files"),
            Err(error) => tracing::error!(%error, "unreferenced files could not be removed"),
        }
    }
}

/// Chats that nobody ends are looked for so often.
const CHATS_EVERY: Duration = Duration::from_secs(15);

async fn tidy_chats(desk: Desk) -> Result<()> {
    loop {
        tokio::time::sleep(CHATS_EVERY).await;
        if let Err(error) = desk::chat::tidy(&desk).await {
            tracing::error!(%error, "chats could not be tidied");
        }
    }
}

/// Waits for SIGTERM or Ctrl-C; from then on the server is not ready, finishes its requests and ends.
async fn shutdown_signal(state: AppState) {
    let mut terminate = signal(SignalKind::terminate()).ok();
    let terminated = async {
        match &mut terminate {
            Some(signal) => signal.recv().await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    state.drain();
    tracing::info!("stopping: finishing open requests first");
}
