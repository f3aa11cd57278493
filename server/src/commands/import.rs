//! `portico import`.

use crate::config::{Import, Kind};
use desk::{Clock, Error, Result};

pub async fn run(options: &Import) -> Result<()> {
    let Kind::Tickets = options.kind;
    let _ = Clock::System;
    Err(Error::command("not yet"))
}
