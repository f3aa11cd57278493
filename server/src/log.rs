//! The log: on standard error, because standard output belongs to the commands.

use std::io::IsTerminal;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

/// Our own crates.
const OWN: [&str; 5] = ["app", "desk", "domain", "portico", "portico_server"];
/// Libraries that tell at info what nobody needs to know: what a migration found done already.
const CALM: &str = "sea_orm_migration=warn,sqlx::postgres::notice=warn";

/// Starts it. `wanted` is a filter that has been understood.
pub fn start(wanted: &str) {
    let filter = EnvFilter::new(format!("{CALM},{wanted}")).and(filter_fn(is_harmless));
    let layer = fmt::layer().with_writer(std::io::stderr).with_ansi(has_colours());
    tracing_subscriber::registry().with(layer.with_filter(filter)).init();
}

/// Libraries write pieces of what they work on into their debug messages: an HTML reader the text, an HTTP server the headers.
fn is_harmless(metadata: &Metadata<'_>) -> bool {
    *metadata.level() <= Level::INFO || OWN.contains(&metadata.target().split("::").next().unwrap_or_default())
}

/// Only where somebody looks, and does not object: <https://no-color.org>.
fn has_colours() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
