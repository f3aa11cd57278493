//! Configuration: command-line options. Each is an environment variable too.

mod other_version;
mod read;

use clap::builder::NonEmptyStringValueParser as Text;
use clap::{Args, Parser, Subcommand, ValueEnum};
use desk::files::Store;
use desk::{Clock, Desk, Error, Result, Rules, db};
use percent_encoding::percent_decode_str;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// Portico: a customer-support portal and service desk in one program.
#[derive(Parser)]
#[command(name = "portico", version)]
pub struct Portico {
    #[command(subcommand)]
    pub command: Command,
    /// What to log: error, warn, info, debug, or a filter such as `desk=debug`. Libraries never log more than info
    #[arg(long, env = "PORTICO_LOG", default_value = "info", value_parser = read::log_filter, global = true)]
    pub log: String,
}

#[derive(Subcommand)]
pub enum Command {
    /// Run the server
    Serve(Serve),
    /// Fill an empty database with demo companies
    Demo(Demo),
    /// Import records from another desk. Exits with 0 if all rows were imported, 3 if some were left out, 1 if none were
    Import(Import),
    /// Create and manage accounts
    User(User),
    /// Extract the text of a PDF file (used by the server)
    #[command(hide = true)]
    ReadPdf,
}

/// Where the data is.
#[derive(Args)]
pub struct StorageOptions {
    /// The data folder
    #[arg(long, env = "PORTICO_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// The database: sqlite://PATH or postgres://… [default: portico.db in the data folder]
    #[arg(long, env = "PORTICO_DATABASE_URL", hide_env_values = true, value_parser = Text::new())]
    pub database_url: Option<String>,
    /// The folder for attachments [default: files in the data folder]
    #[arg(long, env = "PORTICO_FILES_URL", value_parser = Text::new())]
    pub files_url: Option<String>,
}

impl StorageOptions {
    /// Opens the database and the files, making the data folder if needed.
    ///
    /// # Errors
    /// When either cannot be opened, or was made by another version.
    pub async fn open(&self, clock: Clock) -> Result<Desk> {
        self.open_with(clock, Rules::default()).await
    }

    /// The same by the rules that the server was given.
    ///
    /// # Errors
    /// When either cannot be opened.
    pub async fn open_with(&self, clock: Clock, rules: Rules) -> Result<Desk> {
        make_private(&self.data)?;
        let url = self.database();
        let files = match &self.files_url {
            Some(url) if url.contains("://") => {
                return Err(Error::command("PORTICO_FILES_URL: this version can only store files in a folder"));
            }
            Some(folder) => PathBuf::from(folder),
            None => self.data.join("files"),
        };
        let db = db::connect(&url).await.map_err(|error| other_version::explain(error, self))?;
        Desk::open_with(db, Store::open_folder(files).await?, clock, rules).await
    }

    fn database(&self) -> String {
        let usual = || format!("sqlite://{}", self.data.join("portico.db").display());
        self.database_url.clone().unwrap_or_else(usual)
    }

    /// The file of a SQLite database.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        let Some(url) = &self.database_url else { return Some(self.data.join("portico.db")) };
        let path = url.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        let path = path.split('?').next().unwrap_or_default();
        (path != ":memory:").then(|| percent_decode_str(path).decode_utf8_lossy().into_owned().into())
    }
}

/// Only the owner may look into the data folder, also when it was made by somebody else's hand.
pub fn make_private(folder: &Path) -> Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    if !folder.exists() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let mode = std::fs::metadata(folder)?.permissions().mode();
    if mode & 0o077 != 0
        && let Err(error) = std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
    {
        tracing::warn!(%error, folder = %folder.display(), "other users can read the data folder");
    }
    Ok(())
}

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub storage: StorageOptions,
    /// The address to listen on
    #[arg(long, env = "PORTICO_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Where people reach the server, for example https://support.example.com [default: http:// and the Host header]
    #[arg(long, env = "PORTICO_PUBLIC_URL", value_parser = read::public_url)]
    pub public_url: Option<String>,
    /// The mail server, for example smtps://user:password@mail.example.com or smtp://mail.example.com:587?tls=required [default:
    /// emails are kept as files in the data folder's outbox]
    #[arg(long, env = "PORTICO_SMTP_URL", hide_env_values = true, value_parser = Text::new())]
    pub smtp_url: Option<String>,
    /// A PEM file with additional certificate authorities to trust for the mail server
    #[arg(long, env = "PORTICO_SMTP_CA")]
    pub smtp_ca: Option<PathBuf>,
    /// The sender of emails, for example "Support <support@example.com>" [default: portico@ and the host of the public URL]
    #[arg(long, env = "PORTICO_MAIL_FROM", value_parser = Text::new())]
    pub mail_from: Option<String>,
    /// What the server calls itself to the mail server (EHLO) [default: the host of the public URL]
    #[arg(long, env = "PORTICO_SMTP_NAME", value_parser = read::host_name)]
    pub smtp_name: Option<String>,
    /// Addresses of proxies whose X-Forwarded-For is trusted, separated by commas
    #[arg(long, env = "PORTICO_TRUSTED_PROXIES", value_delimiter = ',', value_parser = read::address)]
    pub trusted_proxies: Vec<IpAddr>,
    /// How many connections one address can have open (except trusted proxies)
    #[arg(long, env = "PORTICO_CONNECTIONS_PER_ADDRESS", default_value_t = 2_048, value_parser = clap::value_parser!(u32).range(8..))]
    pub connections_per_address: u32,
    /// For how many days after a ticket is closed any customer who can reply can reopen it; after that they need to be able to raise one
    #[arg(long, env = "PORTICO_REOPEN_DAYS", default_value_t = 14, value_parser = clap::value_parser!(i64).range(0..=36_500))]
    pub reopen_days: i64,
    /// How many messages, new tickets, requests, closings and reopenings one customer can send in a minute through each process; 0 for no limit
    #[arg(long, env = "PORTICO_MESSAGES_PER_MINUTE", default_value_t = 60)]
    pub messages_per_minute: u32,
}

#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    pub storage: StorageOptions,
    /// How many generated tickets to add
    #[arg(long, value_enum, default_value_t = Size::Demo)]
    pub size: Size,
    /// Seed for the generated data: the same seed and time give the same data
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The time that dates count back from, for example 2026-06-01T09:00:00Z [default: now]
    #[arg(long)]
    pub now: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Size {
    /// No generated tickets
    Demo,
    #[value(name = "10k")]
    TenThousand,
    #[value(name = "100k")]
    HundredThousand,
    #[value(name = "1m")]
    Million,
}

impl Size {
    pub fn generated(self) -> u32 {
        match self {
            Self::Demo => 0,
            Self::TenThousand => 10_000,
            Self::HundredThousand => 100_000,
            Self::Million => 1_000_000,
        }
    }
}

#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    pub storage: StorageOptions,
    /// What the file contains
    #[arg(value_enum)]
    pub kind: Kind,
    /// A .csv, .tsv, .json or .jsonl file. Rows left out are written to FILE.refused.csv; an earlier one is kept as FILE.refused.1.csv
    pub file: PathBuf,
    /// How its columns become tickets; see the examples folder [default: they have Portico's own names, such as number, subject, company and created]
    #[arg(long)]
    pub map: Option<PathBuf>,
    /// Report what would happen without changing anything
    #[arg(long)]
    pub dry_run: bool,
    /// Import nothing if any row is bad
    #[arg(long)]
    pub strict: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Kind {
    Tickets,
}

#[derive(Args)]
pub struct User {
    #[command(flatten)]
    pub storage: StorageOptions,
    /// Where people reach the server; printed links start with it
    #[arg(long, env = "PORTICO_PUBLIC_URL", default_value = "http://127.0.0.1:3000", value_parser = read::public_url)]
    pub public_url: String,
    #[command(subcommand)]
    pub verb: UserVerb,
}

impl User {
    /// A path of the site as people open it.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }
}

#[derive(Subcommand)]
pub enum UserVerb {
    /// Create an account and print the link to set its password
    Add {
        email: String,
        /// First and last name
        #[arg(long)]
        name: String,
        /// A username to sign in with, as well as the email address
        #[arg(long)]
        username: Option<String>,
        /// admin, agent, or another role's short name
        #[arg(long, default_value = "agent")]
        role: String,
        /// The customer's company
        #[arg(long)]
        company: Option<String>,
    },
    /// Disable an account and sign it out on all devices
    Disable { login: String },
    /// Print a link for a new password
    ResetPassword { login: String },
    /// Give someone a staff role
    Promote {
        login: String,
        #[arg(long, default_value = "admin")]
        role: String,
    },
}
