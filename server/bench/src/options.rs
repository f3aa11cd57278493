//! Command-line options.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::time::Duration;

/// Measures the released `portico` beside this program.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Options {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How many tickets; several sizes separated by commas
    #[arg(long, value_enum, value_delimiter = ',', default_value = "10k")]
    pub size: Vec<Size>,
    /// Measure on PostgreSQL instead of SQLite
    #[arg(long)]
    pub postgres: bool,
    /// The `postgres` database of a server that may be written to [default: one of its own, under /tmp]
    #[arg(long, env = "PORTICO_TEST_POSTGRES", hide_env_values = true)]
    pub server: Option<String>,
    /// Only cases whose name holds this text; may be given several times
    #[arg(long)]
    pub only: Vec<String>,
    /// Rounds of each case; the median counts
    #[arg(long, default_value_t = 3)]
    pub rounds: u32,
    /// Count instructions with valgrind instead of taking times: the same on every machine, however busy it is
    #[arg(long, conflicts_with = "postgres")]
    pub instructions: bool,
    /// Measure instead for so many seconds what it costs when nothing happens, with nobody there and with 500 open streams (20)
    #[arg(long, value_parser = seconds)]
    pub idle: Option<f64>,
    /// Measure so many open streams of events instead (2000)
    #[arg(long)]
    pub streams: Option<usize>,
    /// Measure so many chats at once instead (200)
    #[arg(long)]
    pub chats: Option<usize>,
    /// They last so many seconds
    #[arg(long, default_value_t = 120.0, value_parser = seconds)]
    pub chat_seconds: f64,
    /// Have so many writers write at once instead (64)
    #[arg(long)]
    pub writers: Option<usize>,
    /// They write for so many seconds
    #[arg(long, default_value_t = 60.0, value_parser = seconds)]
    pub writer_seconds: f64,
    /// Their replies go to so many tickets
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..))]
    pub writer_tickets: u16,
    /// Seconds of each round
    #[arg(long, default_value_t = 1.0, value_parser = seconds)]
    pub seconds: f64,
}

impl Options {
    pub fn span(&self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }

    pub fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|text| name.contains(text.as_str()))
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.05..=3600.0).contains(seconds));
    seconds.ok_or_else(|| "between 0.05 and 3600".to_owned())
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve the yardstick: the same queries on the same database, rows written with format!
    Bare(Bare),
}

#[derive(Args)]
pub struct Bare {
    /// The database: sqlite://PATH or postgres://…
    #[arg(long, env = "PORTICO_DATABASE_URL", hide_env_values = true)]
    pub database_url: String,
    #[arg(long, env = "PORTICO_LISTEN")]
    pub listen: SocketAddr,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Size {
    #[value(name = "10k")]
    TenThousand,
    #[value(name = "100k")]
    HundredThousand,
    #[value(name = "1m")]
    Million,
}

impl Size {
    /// As `portico demo --size` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::TenThousand => "10k",
            Self::HundredThousand => "100k",
            Self::Million => "1m",
        }
    }
}
