//! Child processes: the measured programs, each a child of this one on a port of its own.

use crate::error::{Error, Result};
use crate::http::{Connection, Response, get};
use crate::prepare::Dataset;
use std::ffi::OsString;
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A database of a million tickets on a slow disk opens well within it.
const START_MAX: Duration = Duration::from_secs(60);

/// Long copies are made by vector instructions, as short ones are.
const LONG_COPIES: &str = "glibc.cpu.x86_rep_movsb_threshold=4294967296:glibc.cpu.x86_rep_stosb_threshold=4294967296";

/// What a program runs on.
#[derive(Clone, Copy)]
pub enum Through {
    Processor,
    /// Valgrind, which counts what it does.
    Callgrind,
}

impl Through {
    fn command(self, program: &Path, dataset: &Dataset, name: &str) -> Command {
        match self {
            Self::Processor => Command::new(program),
            Self::Callgrind => {
                let mut out = OsString::from("--callgrind-out-file=");
                out.push(counts(dataset, name));
                let mut command = Command::new("valgrind");
                command.args(["--quiet", "--tool=callgrind", "--fair-sched=yes"]).arg(out).arg(program);
                // Callgrind counts `rep movsb` and `rep stosb` once for each byte; processors do 32 and more at a time.
                command.env("GLIBC_TUNABLES", LONG_COPIES);
                command
            }
        }
    }
}

/// Where Callgrind writes the counts of a program; the first dump is this with `.1`, and so on.
pub fn counts(dataset: &Dataset, name: &str) -> PathBuf {
    dataset.folder.join(format!("{name}.count"))
}

/// Ends with the value.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
}

impl Program {
    /// The released server.
    pub fn portico(dataset: &Dataset, through: Through) -> Result<Self> {
        let mut command = through.command(&released()?, dataset, "portico");
        command.arg("serve").env("PORTICO_DATA", &dataset.data).env_remove("PORTICO_PUBLIC_URL");
        Self::start(command, dataset, "portico")
    }

    /// The yardstick: this very program in its other role.
    pub fn bare(dataset: &Dataset, through: Through) -> Result<Self> {
        let mut command = through.command(&std::env::current_exe()?, dataset, "bare");
        command.arg("bare");
        Self::start(command, dataset, "bare")
    }

    fn start(mut command: Command, dataset: &Dataset, name: &str) -> Result<Self> {
        // Asked for and given back: nobody else gets it within the moment in between, as a rule.
        let address = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?.local_addr()?;
        let log = dataset.folder.join(format!("{name}.log"));
        let child = command
            .env("PORTICO_DATABASE_URL", &dataset.database_url)
            .env("PORTICO_LISTEN", address.to_string())
            .env("PORTICO_CONNECTIONS_PER_ADDRESS", "100000")
            .env("PORTICO_MESSAGES_PER_MINUTE", "0")
            .env("PORTICO_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()?;
        let mut program = Self { child, address };
        program.wait(name, &log)?;
        Ok(program)
    }

    fn wait(&mut self, name: &str, log: &Path) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < START_MAX {
            if let Some(status) = self.child.try_wait()? {
                let said = std::fs::read_to_string(log).unwrap_or_default();
                return Err(Error::new(format!("{name} ended at once ({status}): {said}")));
            }
            if self.is_up() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(Error::new(format!("{name} did not answer within {} s", START_MAX.as_secs())))
    }

    fn is_up(&self) -> bool {
        let mut response = Response::default();
        let asked = Connection::open(self.address)
            .and_then(|mut connection| connection.ask(&get(self.address, "/healthz", ""), &mut response));
        asked.is_ok() && response.status == 200
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `make bench` builds it beside this program; `PORTICO_BIN` names another one.
pub fn released() -> Result<PathBuf> {
    let beside = std::env::current_exe()?.with_file_name("portico");
    let found = std::env::var_os("PORTICO_BIN").map_or(beside, PathBuf::from);
    if found.exists() { Ok(found) } else { Err(Error::new(format!("{} is missing: run make build", found.display()))) }
}
