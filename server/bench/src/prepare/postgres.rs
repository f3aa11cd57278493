//! A database of its own on a PostgreSQL server, filled for each run and dropped after it.

use super::{Dataset, fill, folder};
use crate::error::{Error, Result};
use crate::options::Size;
use crate::process;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::process::{Command, ExitCode};

/// Starts this program again under `.make/postgres with`, which brings a server and takes it away.
pub fn with_one_of_its_own() -> Result<ExitCode> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.make/postgres");
    let status =
        Command::new(script).arg("with").arg(std::env::current_exe()?).args(std::env::args_os().skip(1)).status()?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

pub struct Postgres {
    server: DatabaseConnection,
    name: String,
    pub dataset: Dataset,
    /// The process that all others of the server descend from, where it runs on this machine.
    pub postmaster: Option<u32>,
}

impl Postgres {
    /// Makes and fills a database; `url` names the server's `postgres` database.
    pub async fn make(url: &str, size: Size) -> Result<Self> {
        let server = Database::connect(url).await?;
        let folder = folder()?;
        let name = format!("portico_bench_{}", std::process::id());
        server.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        let (base, _) = url.rsplit_once('/').ok_or_else(|| Error::new("not the URL of a database"))?;
        let data = folder.join("work-postgres");
        std::fs::create_dir_all(&data)?;
        let dataset = Dataset { folder, data, database_url: format!("{base}/{name}"), database: "PostgreSQL" };
        let postmaster = postmaster(&server).await?;
        let made = Self { server, name, dataset, postmaster };
        match fill(&made.dataset.data, &made.dataset.database_url, size) {
            Ok(()) => Ok(made),
            Err(error) => {
                made.drop().await?;
                Err(error)
            }
        }
    }

    pub async fn drop(self) -> Result<()> {
        self.server.execute_unprepared(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await?;
        Ok(())
    }
}

/// The parent of the process that serves us, if the kernel here knows it as one of PostgreSQL's.
async fn postmaster(server: &DatabaseConnection) -> Result<Option<u32>> {
    let row = server.query_one_raw(Statement::from_string(DbBackend::Postgres, "SELECT pg_backend_pid()")).await?;
    let pid: Option<i32> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    let Some(pid) = pid.and_then(|pid| u32::try_from(pid).ok()) else { return Ok(None) };
    let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    Ok(if name.trim() == "postgres" { process::parent(pid).ok() } else { None })
}
