//! Calendars of opening hours and the days on which they stay closed.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m019_calendars", parts: &[Sql::Both(CALENDARS), Sql::Both(CHAT_HOURS)] };

/// Minutes count from Monday 00:00. A calendar is closed on the days of the lists that are attached to it by name: one that is kept
/// here, or one that comes with the program.
const CALENDARS: &str = "
CREATE TABLE calendars (id {ID}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, zone TEXT NOT NULL);
CREATE TABLE calendar_windows (
  calendar_id BIGINT NOT NULL REFERENCES calendars (id), from_minute BIGINT NOT NULL, until_minute BIGINT NOT NULL,
  PRIMARY KEY (calendar_id, from_minute)
);
CREATE TABLE holiday_lists (id {ID}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE holidays (
  list_id BIGINT NOT NULL REFERENCES holiday_lists (id), day TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (list_id, day)
);
CREATE TABLE calendar_holidays (
  calendar_id BIGINT NOT NULL REFERENCES calendars (id), list TEXT NOT NULL, PRIMARY KEY (calendar_id, list)
);
";

/// In-app chat: Monday to Friday, 08:00–17:30 in London.
const CHAT_HOURS: &str = "
INSERT INTO calendars (slug, name, zone) VALUES ('chat', 'Chat hours', 'Europe/London');
INSERT INTO calendar_windows (calendar_id, from_minute, until_minute)
  SELECT id, 480, 1050 FROM calendars UNION ALL SELECT id, 1920, 2490 FROM calendars UNION ALL SELECT id, 3360, 3930 FROM calendars
  UNION ALL SELECT id, 4800, 5370 FROM calendars UNION ALL SELECT id, 6240, 6810 FROM calendars;
";
