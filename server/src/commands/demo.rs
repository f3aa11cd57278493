//! `portico demo`: fills an empty database with demo data.

use crate::config::Demo;
use desk::demo::{DemoOptions, fill};
use desk::{Clock, Error, Result};

pub async fn run(options: &Demo) -> Result<()> {
    let now = match &options.now {
        Some(text) => desk::parse_instant(text)
            .ok_or_else(|| Error::command(format!("--now {text}: not a time such as 2026-06-01T09:00:00Z")))?,
        None => Clock::System.now(),
    };
    let desk = options.storage.open(Clock::System).await?;
    let wanted = DemoOptions { generated: options.size.generated(), seed: options.seed, now };
    let mut reported = 0;
    fill(desk.db(), desk.files(), &wanted, |written| {
        if written - reported >= 50_000 {
            reported = written;
            println!("{written} of {} tickets", wanted.generated);
        }
    })
    .await?;
    println!(
        "The demo is ready: sign in as alice@harbourline.example or grace@portico.example, password {}.",
        desk::demo::PASSWORD
    );
    Ok(())
}
