//! The program itself in a process of its own, where what a test does to its memory, and how long it takes, can be measured.

use super::site::Site;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

pub struct Program {
    pub base: String,
    pub address: SocketAddr,
    process: Child,
    _folder: Option<TempDir>,
}

/// Every setting of `serve`.
pub const SETTINGS: [&str; 14] = [
    "PORTICO_CONNECTIONS_PER_ADDRESS",
    "PORTICO_DATA",
    "PORTICO_DATABASE_URL",
    "PORTICO_FILES_URL",
    "PORTICO_LISTEN",
    "PORTICO_LOG",
    "PORTICO_MAIL_FROM",
    "PORTICO_MESSAGES_PER_MINUTE",
    "PORTICO_PUBLIC_URL",
    "PORTICO_REOPEN_DAYS",
    "PORTICO_SMTP_CA",
    "PORTICO_SMTP_NAME",
    "PORTICO_SMTP_URL",
    "PORTICO_TRUSTED_PROXIES",
];

impl Program {
    /// Serves the demo.
    pub fn start() -> Self {
        let folder = testing::folder();
        let filled = Self::command("demo", folder.path()).output().unwrap();
        assert!(filled.status.success(), "{filled:?}");
        let serve = Self::command("serve", folder.path());
        Self::run(serve, Some(folder))
    }

    /// Serves what a site holds, beside it.
    pub fn beside(site: &Site) -> Self {
        let mut serve = Self::command("serve", site.folder.path());
        if site.url.starts_with("postgres:") {
            serve.env("PORTICO_DATABASE_URL", &site.url);
        }
        Self::run(serve, None)
    }

    /// Runs a command that serves. The folder is kept as long as the program.
    pub fn run(mut serve: Command, folder: Option<TempDir>) -> Self {
        let mut process = serve.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let base = line.trim().rsplit(' ').next().unwrap().to_owned();
        let address = base.trim_start_matches("http://").parse().unwrap();
        Self { base, address, process, _folder: folder }
    }

    /// The released program where its path is given, as `make test` does: what is measured is what people run.
    pub fn command(verb: &str, data: &Path) -> Command {
        let released = std::env::var_os("PORTICO_RELEASED");
        let mut command = Command::new(released.unwrap_or_else(|| env!("CARGO_BIN_EXE_portico").into()));
        command.arg(verb).env("PORTICO_DATA", data).env("PORTICO_LOG", "error");
        for name in SETTINGS.iter().filter(|name| !matches!(**name, "PORTICO_DATA" | "PORTICO_LOG")) {
            command.env_remove(name);
        }
        if verb == "serve" {
            // Tests write faster than people do.
            command.env("PORTICO_LISTEN", "127.0.0.1:0").env("PORTICO_MESSAGES_PER_MINUTE", "0");
        }
        command
    }

    /// Serves the demo where the machine allows so many files to be open: usually, and at most.
    pub fn within_files(soft: u32, hard: u32) -> Self {
        let folder = testing::folder();
        assert!(Self::command("demo", folder.path()).output().unwrap().status.success());
        let serve = Self::command("serve", folder.path());
        let mut limited = Command::new("sh");
        let limits = format!("ulimit -S -n {soft} && ulimit -H -n {hard} && exec \"$0\" serve");
        limited.arg("-c").arg(limits).arg(serve.get_program());
        for (name, value) in serve.get_envs() {
            match value {
                Some(value) => limited.env(name, value),
                None => limited.env_remove(name),
            };
        }
        Self::run(limited, Some(folder))
    }

    /// How many files may be open now.
    pub fn open_files_max(&self) -> u32 {
        let limits = std::fs::read_to_string(format!("/proc/{}/limits", self.process.id())).unwrap();
        let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
        line.split_whitespace().nth(3).unwrap().parse().unwrap()
    }

    /// The most memory it has ever held, in bytes.
    pub fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kilobytes * 1024
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
