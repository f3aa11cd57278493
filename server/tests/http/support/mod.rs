//! Test support: the server under test, its clients and fakes.

mod authority;
mod content;
mod parts;
mod program;
mod routes;
mod site;
mod smtp;
mod visitor;

pub use authority::Authority;
pub use content::Content;
pub use parts::{BOUNDARY_TYPE, Parts};
pub use program::{Program, SETTINGS};
pub use routes::{BY_TOKEN, FORMS, OF_ASSET, PAGES, STREAM, calls, known_routes};
pub use site::{Site, sites, sites_with};
pub use smtp::{MailServer, Received, Turn};
pub use visitor::{Answer, Visitor, raw};

use std::time::{Duration, Instant};

/// The longest that anything may take, on however busy a machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until `look` finds what it looks for.
pub async fn eventually<F: Future<Output = bool>>(what: &str, look: impl Fn() -> F) {
    let begun = Instant::now();
    while !look().await {
        assert!(begun.elapsed() < PATIENCE, "{what} did not happen");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
