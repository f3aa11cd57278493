//! The product's rows and messages, written with `format!`.

use super::desk::{Badge, Desk};
use super::who::Who;
use crate::error::Result;
use domain::time::Age;
use jiff::{Timestamp, tz::TimeZone};
use sea_orm::QueryResult;
use std::borrow::Cow;
use std::fmt::Write;

/// A ticket in the list.
pub struct Row {
    pub id: i64,
    number: i64,
    subject: String,
    status: i64,
    priority: i64,
    queue: i64,
    closed: bool,
    created: i64,
    changed: i64,
    last_event: i64,
    last_public_event: i64,
    company: String,
    assignee: Option<String>,
    seen: Option<i64>,
}

impl Row {
    pub fn read(row: &QueryResult) -> Result<Self> {
        Ok(Self {
            id: row.try_get_by_index(0)?,
            number: row.try_get_by_index(1)?,
            subject: row.try_get_by_index(2)?,
            status: row.try_get_by_index(3)?,
            priority: row.try_get_by_index(4)?,
            queue: row.try_get_by_index(5)?,
            closed: row.try_get_by_index(8)?,
            created: row.try_get_by_index(9)?,
            changed: row.try_get_by_index(10)?,
            last_event: row.try_get_by_index(11)?,
            last_public_event: row.try_get_by_index(12)?,
            company: row.try_get_by_index(14)?,
            assignee: row.try_get_by_index(15)?,
            seen: row.try_get_by_index(16)?,
        })
    }

    pub fn write(&self, page: &mut String, desk: &Desk, who: &Who) {
        let newest = if who.is_staff { self.last_event } else { self.last_public_event };
        let unread = !self.closed && self.seen.unwrap_or(0) < newest;
        let (class, dot) = if unread { (" class=\"unread\"", UNREAD) } else { ("", "") };
        let number = format!("{}{}", desk.prefix, self.number);
        let party = self.party(who);
        let now = Timestamp::now().as_millisecond();
        let _ = write!(
            page,
            "<tr{class}><td class=\"col-number\">{dot}{number}</td>\
             <td class=\"col-subject is-linked\"><a class=\"row-link\" href=\"/tickets/{number}\">{}</a></td>\
             <td class=\"col-status\">{}</td><td class=\"col-priority\">{}</td><td class=\"col-queue\">{}</td>\
             <td class=\"col-party\">{}</td><td class=\"col-created\">{}</td><td class=\"col-changed\">{}</td></tr>",
            escaped(&self.subject),
            coloured("badge", desk.statuses.get(&self.status)),
            coloured("level", desk.priorities.get(&self.priority)),
            escaped(desk.queue(self.queue)),
            escaped(party),
            ago(self.created, now, &who.zone),
            ago(self.changed, now, &who.zone),
        );
    }

    /// An agent sees the company, a customer who works on it.
    fn party(&self, who: &Who) -> &str {
        if who.is_staff { &self.company } else { self.assignee.as_deref().unwrap_or_default() }
    }

    /// The same columns in a file.
    pub fn write_line(&self, text: &mut String, desk: &Desk, who: &Who) {
        let label = |badge: Option<&Badge>| badge.map_or(String::new(), |badge| quoted(&badge.label).into_owned());
        let _ = write!(
            text,
            "{}{},{},{},{},{},{},{},{}\r\n",
            desk.prefix,
            self.number,
            quoted(&self.subject),
            label(desk.statuses.get(&self.status)),
            label(desk.priorities.get(&self.priority)),
            quoted(desk.queue(self.queue)),
            quoted(self.party(who)),
            sortable(self.created, &who.zone),
            sortable(self.changed, &who.zone),
        );
    }
}

/// The heads of the file's columns.
pub const HEADS: &str = "Number,Subject,Status,Priority,Queue,Party,Created,Last change\r\n";

fn quoted(text: &str) -> Cow<'_, str> {
    if !text.contains([',', '"', '\r', '\n']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
}

fn sortable(at: i64, zone: &TimeZone) -> String {
    let local = zone.to_datetime(Timestamp::from_millisecond(at).unwrap_or_default());
    let (year, month, day) = (local.year(), local.month(), local.day());
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", local.hour(), local.minute())
}

const UNREAD: &str = "<span class=\"unread-dot\"><span class=\"visually-hidden\">Unread</span></span>";

pub fn coloured(class: &str, badge: Option<&Badge>) -> String {
    let (label, colour) = badge.map_or(("", ""), |badge| (&badge.label, &badge.colour));
    format!("<span class=\"{class} {class}-{colour}\">{}</span>", escaped(label))
}

/// How long ago, with the exact time beside it.
pub fn ago(at: i64, now: i64, zone: &TimeZone) -> String {
    let exact = exact(at, zone);
    let age = match Age::between(at, now) {
        Age::Now => "now".to_owned(),
        Age::Minutes(n) => format!("{n} min"),
        Age::Hours(n) => format!("{n} h"),
        Age::Days(n) => format!("{n} d"),
        Age::Months(n) => format!("{n} mo"),
        Age::Years(n) => format!("{n} y"),
    };
    let iso = Timestamp::from_millisecond(at).unwrap_or_default();
    format!(
        "<time class=\"ago\" datetime=\"{iso}\" title=\"{exact}\"><span aria-hidden=\"true\">{age}</span>\
         <span class=\"visually-hidden\">{age} ago, {exact}</span></time>"
    )
}

pub fn exact(at: i64, zone: &TimeZone) -> String {
    let local = zone.to_datetime(Timestamp::from_millisecond(at).unwrap_or_default());
    let (day, month, year) = (local.day(), local.month(), local.year());
    format!("{day}.{month}.{year}, {:02}:{:02}", local.hour(), local.minute())
}

pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;"))
}

pub fn document(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{}</title></head><body><main>{body}</main></body></html>",
        escaped(title)
    )
}
