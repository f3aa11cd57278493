//! Statistics: what came out of a round, and the median of several.

use std::time::Duration;

/// Costs of one case at one number of requests at once. Times in milliseconds, per operation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    pub operations: u64,
    /// Processor time of the measured program.
    pub cpu: f64,
    /// Processor time of PostgreSQL, where it can be read.
    pub postgres_cpu: Option<f64>,
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
    pub per_second: f64,
    /// Bytes of the operation's answers.
    pub bytes: u64,
    /// Tickets in the file that the operation fetched.
    pub rows: Option<u64>,
}

impl Figures {
    /// Processor time that grows only when the program has more to do for the same: of files, for each 1,000 rows.
    pub fn cost(&self) -> f64 {
        self.rows.map_or(self.cpu, |rows| self.cpu * 1000.0 / rows.max(1) as f64)
    }
}

/// The latency below which `share` of all lie; `sorted` rises.
pub fn percentile(sorted: &[Duration], share: f64) -> f64 {
    let place = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(place).map_or(0.0, |latency| milliseconds(*latency))
}

pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Each figure's own median.
pub fn median(rounds: &[Figures]) -> Figures {
    let of = |figure: fn(&Figures) -> f64| middle(rounds.iter().map(figure).collect());
    let postgres: Vec<f64> = rounds.iter().filter_map(|round| round.postgres_cpu).collect();
    Figures {
        operations: rounds.iter().map(|round| round.operations).sum(),
        cpu: of(|round| round.cpu),
        postgres_cpu: (!postgres.is_empty()).then(|| middle(postgres)),
        p50: of(|round| round.p50),
        p95: of(|round| round.p95),
        p99: of(|round| round.p99),
        per_second: of(|round| round.per_second),
        bytes: rounds.last().map_or(0, |round| round.bytes),
        rows: rounds.last().and_then(|round| round.rows),
    }
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        n if n % 2 == 1 => values[n / 2],
        n => f64::midpoint(values[n / 2 - 1], values[n / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let sorted: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        let found = [0.5, 0.95, 0.99].map(|share| percentile(&sorted, share));
        assert_eq!(found, [50.0, 95.0, 99.0]);
        assert_eq!(percentile(&sorted[..1], 0.99), 1.0);
        assert_eq!(percentile(&[], 0.5), 0.0);
    }

    #[test]
    fn one_disturbed_round_does_not_count() {
        let rounds = [1.0, 9.0, 1.2].map(|cpu| Figures { cpu, ..Figures::default() });
        assert_eq!(median(&rounds).cpu, 1.2);
        assert_eq!(median(&rounds[..2]).cpu, 5.0);
    }
}
