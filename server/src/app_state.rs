//! Application state that every request shares.

use crate::site::{self, Embedded};
use app::shell::Site;
use axum::extract::FromRef;
use desk::Desk;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How the server was asked to run.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where people reach the server, without a trailing slash. `None`: `http://` and the Host header.
    pub public_url: Option<String>,
    /// Peers whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Settings {
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }
}

/// The desk, how the server was asked to run, and the browser's files. Clones share all of it.
#[derive(Clone)]
pub struct AppState {
    pub desk: Desk,
    pub(crate) settings: Arc<Settings>,
    pub(crate) site: Site,
    pub(crate) embedded: &'static Embedded,
    ready: Arc<AtomicBool>,
}

impl AppState {
    pub fn new(desk: Desk, settings: Settings) -> Self {
        // Once for the process; a second time is no error.
        let _ = any_spawner::Executor::init_tokio();
        Self {
            desk,
            settings: Arc::new(settings),
            site: site::NONE.describe(),
            embedded: &site::NONE,
            ready: Arc::new(AtomicBool::new(true)),
        }
    }

    /// With the browser's files.
    #[must_use]
    pub fn with_site(self, embedded: &'static Embedded) -> Self {
        Self { site: embedded.describe(), embedded, ..self }
    }

    /// From now on `/readyz` tells a load balancer to look elsewhere, and pages that listen are sent away.
    pub fn drain(&self) {
        self.ready.store(false, Ordering::Relaxed);
        self.desk.live().stop();
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Relaxed)
    }
}

impl FromRef<AppState> for Desk {
    fn from_ref(state: &AppState) -> Self {
        state.desk.clone()
    }
}
