//! Date parsing by the formats of a mapping: a list of formats tried in turn, and the time zone of those that name none.

use jiff::civil::DateTime;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// How a file writes dates (`[dates]` in a mapping). Without it: ISO 8601 in UTC.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Wording")]
pub struct Dates {
    patterns: Vec<Pattern>,
    zone: TimeZone,
    /// The formats as the mapping writes them, for the reasons shown to people.
    shown: String,
}

#[derive(Debug, Clone, PartialEq)]
enum Pattern {
    Iso,
    Unix,
    Strptime(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wording {
    formats: Vec<String>,
    #[serde(default = "utc")]
    zone: String,
}

fn utc() -> String {
    "UTC".to_owned()
}

impl Default for Dates {
    fn default() -> Self {
        Dates { patterns: vec![Pattern::Iso], zone: TimeZone::UTC, shown: "iso".to_owned() }
    }
}

impl TryFrom<Wording> for Dates {
    type Error = String;

    fn try_from(wording: Wording) -> Result<Self, String> {
        if wording.formats.is_empty() {
            return Err("`formats` needs at least one date format".to_owned());
        }
        let zone = TimeZone::get(&wording.zone).map_err(|_| format!("there is no time zone “{}”", wording.zone))?;
        let patterns = wording.formats.iter().map(|format| pattern(format)).collect::<Result<_, _>>()?;
        Ok(Dates { patterns, zone, shown: wording.formats.join(" or ") })
    }
}

impl Dates {
    /// The instant in milliseconds since 1970 UTC. A time the clocks skipped counts from after the gap, a time they
    /// showed twice is the first. Errors are reasons for people.
    pub fn instant(&self, text: &str) -> Result<i64, String> {
        self.timestamp(text).map(Timestamp::as_millisecond)
    }

    /// The day in the mapping's zone as `yyyy-mm-dd`.
    pub fn day(&self, text: &str) -> Result<String, String> {
        let local = self.timestamp(text)?.to_zoned(self.zone.clone());
        Ok(local.date().to_string())
    }

    fn timestamp(&self, text: &str) -> Result<Timestamp, String> {
        let found = self.patterns.iter().find_map(|pattern| self.by_pattern(pattern, text));
        let instant = found.ok_or_else(|| format!("“{text}” is not a date like {}", self.shown))?;
        // A two-digit year read as four, or seconds taken for milliseconds, would otherwise pass as a date.
        let year = instant.to_zoned(TimeZone::UTC).year();
        if !(1970..=2100).contains(&year) {
            return Err(format!("“{text}” would be a date in the year {year}"));
        }
        Ok(instant)
    }

    fn by_pattern(&self, pattern: &Pattern, text: &str) -> Option<Timestamp> {
        match pattern {
            Pattern::Iso => text.parse().ok().or_else(|| self.local(text.parse().ok()?)),
            Pattern::Unix => Timestamp::from_second(text.parse().ok()?).ok(),
            Pattern::Strptime(pattern) => {
                let parts = BrokenDownTime::parse(pattern, text).ok()?;
                if parts.offset().is_some() {
                    return parts.to_timestamp().ok();
                }
                let midnight = jiff::civil::Time::midnight();
                self.local(parts.to_date().ok()?.to_datetime(parts.to_time().unwrap_or(midnight)))
            }
        }
    }

    fn local(&self, wall: DateTime) -> Option<Timestamp> {
        Some(wall.to_zoned(self.zone.clone()).ok()?.timestamp())
    }
}

/// Dates for records that have none: the ticket's place in the file and the message's turn, so that every run of the
/// same file gives the same dates (`[clock]` in a mapping).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// When the first ticket begins, ISO 8601.
    #[serde(deserialize_with = "timestamp")]
    pub start: Timestamp,
    pub minutes_per_ticket: u32,
    pub seconds_per_turn: u32,
}

fn timestamp<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| D::Error::custom(format!("“{text}” is not a time such as 2024-01-08T09:00:00Z")))
}

impl ClockRule {
    /// The instant in milliseconds of a turn of the ticket at `position` (from 0). A turn before the first counts as it.
    pub fn at(&self, position: u64, turn: f64) -> i64 {
        let ticket = SignedDuration::from_mins(i64::from(self.minutes_per_ticket)).as_millis() * i128::from(position);
        let into = i128::from((turn.max(0.0) * f64::from(self.seconds_per_turn) * 1000.0) as i64);
        let at = i128::from(self.start.as_millisecond()) + ticket + into;
        i64::try_from(at).unwrap_or(i64::MAX).min(Timestamp::MAX.as_millisecond())
    }
}

/// `dd-mm-yyyy hh:mm` → `%d-%m-%Y %H:%M`; `iso`, `unix` (seconds) and strptime patterns (with `%`) stand for themselves.
fn pattern(format: &str) -> Result<Pattern, String> {
    match format {
        "iso" => Ok(Pattern::Iso),
        "unix" => Ok(Pattern::Unix),
        _ if format.contains('%') => Ok(Pattern::Strptime(format.to_owned())),
        _ => strptime(format).map(Pattern::Strptime),
    }
}

fn strptime(format: &str) -> Result<String, String> {
    let (mut out, mut rest, mut hour) = (String::new(), format, false);
    while let Some(first) = rest.chars().next() {
        let length = rest.chars().take_while(|c| *c == first).map(char::len_utf8).sum();
        let (word, after) = rest.split_at(length);
        rest = after;
        out.push_str(match word {
            "dd" | "d" => "%d",
            "yyyy" => "%Y",
            "yy" => "%y",
            "mmm" => "%b",
            // `mm` is both: minutes when an hour went just before, months otherwise.
            "mm" | "m" if !std::mem::take(&mut hour) => "%m",
            "mm" => "%M",
            "hh" | "h" => {
                hour = true;
                if format.contains('p') { "%I" } else { "%H" }
            }
            "ss" => "%S",
            "p" => "%p",
            "z" => "%z",
            _ if first.is_ascii_alphabetic() && word != "T" => {
                return Err(format!("“{format}”: {word} isn't part of a date; use dd mm mmm yy yyyy hh mm ss p z"));
            }
            _ => word,
        });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(toml: &str) -> Result<Dates, String> {
        toml::from_str(toml).map_err(|e| e.to_string())
    }

    fn iso(ms: i64) -> String {
        Timestamp::from_millisecond(ms).expect("sound").to_string()
    }

    #[test]
    fn month_and_minute_are_told_apart() {
        assert_eq!(strptime("dd-mm-yyyy hh:mm").expect("sound"), "%d-%m-%Y %H:%M");
        assert_eq!(strptime("hh:mm:ss mm/dd/yy").expect("sound"), "%H:%M:%S %m/%d/%y");
        assert_eq!(strptime("h:mm p").expect("sound"), "%I:%M %p");
        assert!(strptime("dd.qq.yyyy").expect_err("refused").contains("qq"));
    }

    #[test]
    fn wall_time_is_taken_in_the_zone() {
        let berlin = dates("formats = ['dd-mm-yyyy hh:mm', 'dd.mm.yyyy']\nzone = 'Europe/Berlin'").expect("sound");
        assert_eq!(iso(berlin.instant("29-02-2016 01:16").expect("sound")), "2016-02-29T00:16:00Z");
        assert_eq!(iso(berlin.instant("1.7.2016").expect("sound")), "2016-06-30T22:00:00Z");
        assert_eq!(iso(berlin.instant("27-03-2016 02:30").expect("sound")), "2016-03-27T01:30:00Z");
        assert_eq!(berlin.day("29-02-2016 00:30").expect("sound"), "2016-02-29");
    }

    #[test]
    fn impossible_dates_are_refused_with_the_format() {
        let dates = dates("formats = ['dd-mm-yyyy hh:mm']").expect("sound");
        for text in ["30-02-2016 01:16", "29-02-16 01:16", "29-02-2016 01:16 x", "soon", ""] {
            assert!(dates.instant(text).is_err(), "{text}");
        }
        assert!(dates.instant("soon").expect_err("refused").contains("dd-mm-yyyy hh:mm"));
    }

    #[test]
    fn iso_unix_and_offsets() {
        let any = dates("formats = ['iso', 'unix', 'dd/mm/yyyy hh:mm z']\nzone = 'America/New_York'").expect("sound");
        assert_eq!(iso(any.instant("2024-01-08T09:00:00+01:00").expect("sound")), "2024-01-08T08:00:00Z");
        assert_eq!(iso(any.instant("2024-01-08 09:00").expect("sound")), "2024-01-08T14:00:00Z");
        assert_eq!(iso(any.instant("1704700800").expect("sound")), "2024-01-08T08:00:00Z");
        assert_eq!(iso(any.instant("08/01/2024 09:00 +0200").expect("sound")), "2024-01-08T07:00:00Z");
        assert!(any.instant("1704700800000").is_err(), "milliseconds");
    }

    #[test]
    fn wrong_settings_are_named() {
        assert!(dates("formats = ['iso']\nzone = 'Mars/Base'").expect_err("refused").contains("Mars/Base"));
        assert!(dates("formats = []").expect_err("refused").contains("formats"));
        assert!(dates("formats = ['iso']\nzones = 'UTC'").expect_err("refused").contains("zones"));
    }

    #[test]
    fn the_clock_follows_position_and_turn() {
        let clock: ClockRule =
            toml::from_str("start = '2024-01-08T09:00:00Z'\nminutes_per_ticket = 20\nseconds_per_turn = 40")
                .expect("sound");
        assert_eq!(iso(clock.at(0, 0.0)), "2024-01-08T09:00:00Z");
        assert_eq!(iso(clock.at(3, 4.0)), "2024-01-08T10:02:40Z");
        assert!(clock.at(u64::MAX, 1e300) > 0);
    }
}
