//! Processor time and memory of a process, as the kernel counts them (`/proc`).

use crate::error::{Error, Result};
use std::fs;
use std::time::Duration;

/// Processor time, user and system.
#[derive(Clone, Copy, Default)]
struct Times {
    own: Duration,
    /// Of children that have ended and were waited for.
    reaped: Duration,
}

/// Memory, in bytes.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    pub resident: u64,
    /// Pages shared with others counted by their share.
    pub proportional: u64,
    /// The program's own, without what is mapped of files: of the database up to 256 MB for each connection.
    pub own: u64,
}

/// Processor time the process has used, all threads together. The kernel tells it in ticks, usually of 10 ms.
pub fn cpu(pid: u32) -> Result<Duration> {
    Ok(read(pid)?.1.own)
}

/// The same to the nanosecond, for what costs next to nothing. Threads that have ended are left out.
pub fn cpu_of_threads(pid: u32) -> Result<Duration> {
    let mut sum = Duration::ZERO;
    for thread in fs::read_dir(format!("/proc/{pid}/task"))?.flatten() {
        // One that ends just now has no file any more.
        let text = fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
        let spent = text.split_whitespace().next().and_then(|text| text.parse().ok());
        sum += Duration::from_nanos(spent.unwrap_or(0));
    }
    // A kernel that keeps no such statistics knows ticks.
    if sum.is_zero() { cpu(pid) } else { Ok(sum) }
}

pub fn memory(pid: u32) -> Result<Memory> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let bytes = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.and_then(|rest| rest.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()).unwrap_or(0) * 1024
    };
    Ok(Memory { resident: bytes("Rss"), proportional: bytes("Pss"), own: bytes("Anonymous") })
}

/// The parent of a process.
pub fn parent(pid: u32) -> Result<u32> {
    Ok(read(pid)?.0)
}

/// Processor time of a process and everything it has started, the children that have ended included.
pub fn family_cpu(pid: u32) -> Result<Duration> {
    let mut sum = read(pid)?.1;
    for entry in fs::read_dir("/proc")?.flatten() {
        let Some(child) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // One that ends just now is in its parent's sum the next time.
        if let Ok((parent, times)) = read(child)
            && parent == pid
        {
            sum.own += times.own + times.reaped;
        }
    }
    Ok(sum.own + sum.reaped)
}

fn read(pid: u32) -> Result<(u32, Times)> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let parsed = parse(&text, rustix::param::clock_ticks_per_second());
    parsed.ok_or_else(|| Error::new(format!("/proc/{pid}/stat makes no sense")))
}

/// See proc(5): the name in brackets may hold anything, so counting starts after the last bracket.
fn parse(stat: &str, ticks_per_second: u64) -> Option<(u32, Times)> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let time = |place: usize| {
        let ticks: u64 = fields.get(place)?.parse().ok()?;
        Some(Duration::from_micros(ticks * 1_000_000 / ticks_per_second.max(1)))
    };
    let times = Times { own: time(11)? + time(12)?, reaped: time(13)? + time(14)? };
    Some((fields.get(1)?.parse().ok()?, times))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use std::time::Duration;

    #[test]
    fn a_strange_name_does_not_move_the_fields() {
        let stat = "42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 150 50 30 20 20 0 9 0";
        let (parent, times) = parse(stat, 100).expect("it parses");
        assert_eq!((parent, times.own, times.reaped), (7, Duration::from_secs(2), Duration::from_millis(500)));
    }
}
