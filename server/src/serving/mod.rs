//! The HTTP server on a listener, with limits: who sends half a head, a body drop by drop, or opens connection after connection, takes
//! nothing from others.

mod connection_limit;
mod min_data_rate;

pub use min_data_rate::MinDataRate;

use crate::{AppState, router};
use app::words::words;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use connection_limit::{ConnectionLimiter, ConnectionPermit};
use domain::Refusal;
use domain::refusal::{Outage, RETRY_AFTER_SECONDS};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use min_data_rate::MinDataRateBody;
use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

/// Limits on connections and how slow they may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections in all.
    pub in_all: usize,
    /// Connections of one address, or of one network of IPv6. Trusted proxies may open any number.
    pub per_address: usize,
    /// A request's head must come within it; so long may a connection wait for its next request, too.
    pub head: Duration,
    /// How quickly a body must come.
    pub body: MinDataRate,
}

/// Files that the process opens beside connections: the database, attachments, mail.
const OTHER_FILES: usize = 128;
/// Trusted proxies keep connections for longer than others, and are not to find them closed.
const PROXY_HEAD: Duration = Duration::from_secs(120);

impl Limits {
    /// For a process that may open so many files. One address never gets more than half of what there is.
    pub fn of(open_files: u64, per_address: u32) -> Self {
        let open_files = usize::try_from(open_files).unwrap_or(usize::MAX).min(100_000);
        let in_all = open_files.saturating_sub(OTHER_FILES).max(32);
        let per_address = usize::try_from(per_address).unwrap_or(usize::MAX).min(in_all / 2);
        Self { in_all, per_address, head: Duration::from_secs(30), body: MinDataRate::USUAL }
    }
}

/// Serves until `stop`, then finishes the requests that are under way.
pub async fn serve(listener: TcpListener, state: AppState, limits: Limits, stop: impl Future<Output = ()>) {
    let limiter = ConnectionLimiter::new(limits, state.settings.trusted_proxies.clone());
    let (router, graceful) = (router(state), GracefulShutdown::new());
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => match limiter.acquire(peer.ip()) {
                Some(permit) => spawn_connection(stream, peer, router.clone(), permit, limits, &graceful),
                None => reject(stream, &limiter.rejections),
            },
            Err(error) => recover_from_accept_error(&error).await,
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

/// Speaks HTTP with one client, until it goes.
fn spawn_connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    permit: ConnectionPermit,
    limits: Limits,
    graceful: &GracefulShutdown,
) {
    // Without it a page waits about 40 ms for the delayed acknowledgement of its first part.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(|body| Body::new(MinDataRateBody::new(body, limits.body)));
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let head = if permit.is_proxy() { limits.head.max(PROXY_HEAD) } else { limits.head };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::trace!(%error, "a connection ended early");
        }
        drop(permit);
    });
}

/// How long a rejected client may take to read its response.
const REJECTION_TIMEOUT: Duration = Duration::from_secs(2);

/// Responds that the server is overloaded. Where that is said to too many already, the connection is closed without it.
fn reject(mut stream: TcpStream, at_once: &Arc<Semaphore>) {
    let Ok(permit) = at_once.clone().try_acquire_owned() else { return };
    tokio::spawn(async move {
        let rejection = async {
            stream.write_all(overload_response().as_bytes()).await?;
            stream.shutdown().await?;
            // Closing with something unread would discard the response.
            let mut rest = [0; 4096];
            while stream.read(&mut rest).await? > 0 {}
            Ok::<_, Error>(())
        };
        let _ = timeout(REJECTION_TIMEOUT, rejection).await;
        drop(permit);
    });
}

fn overload_response() -> String {
    let text = (words().refusal)(&Refusal::Outage { cause: Outage::Busy, id: String::new() });
    format!(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\
         Retry-After: {RETRY_AFTER_SECONDS}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{text}",
        text.len()
    )
}

/// A client that is gone already is no fault. Of anything else, such as no file left to open, there may be more in a moment.
async fn recover_from_accept_error(error: &Error) {
    if !matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused)
    {
        tracing::error!(%error, "a connection could not be accepted");
        sleep(Duration::from_millis(250)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_never_gets_everything() {
        let few = Limits::of(1_024, 512);
        assert_eq!((few.in_all, few.per_address), (896, 448));
        let many = Limits::of(u64::MAX, 512);
        assert_eq!((many.in_all, many.per_address), (99_872, 512));
        assert!(Limits::of(0, u32::MAX).per_address >= 8);
    }
}
