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
            number: row.try_get_by_index(0)?,
            subject: row.try_get_by_index(1)?,
            status: row.try_get_by_index(2)?,
            priority: row.try_get_by_index(3)?,
            queue: row.try_get_by_index(4)?,
            closed: row.try_get_by_index(6)?,
            created: row.try_get_by_index(7)?,
            changed: row.try_get_by_index(8)?,
            last_event: row.try_get_by_index(9)?,
            last_public_event: row.try_get_by_index(10)?,
            company: row.try_get_by_index(12)?,
            assignee: row.try_get_by_index(13)?,
            seen: row.try_get_by_index(14)?,
        })
    }

    pub fn write(&self, page: &mut String, desk: &Desk, who: &Who) {
        let newest = if who.works_here { self.last_event } else { self.last_public_event };
        let unread = !self.closed && self.seen.unwrap_or(0) < newest;
        let (class, dot) = if unread { (" class=\"unread\"", UNREAD) } else { ("", "") };
        let number = format!("{}{}", desk.prefix, self.number);
        let party = if who.works_here { &self.company } else { self.assignee.as_ref().unwrap_or(&self.company) };
        let now = Timestamp::now().as_millisecond();
        let _ = write!(
            page,
            "<tr{class}><td class=\"col-number\">{dot}{number}</td>\
             <td class=\"col-subject is-linked\"><a href=\"/tickets/{number}\" class=\"row-link\">{}</a></td>\
             <td class=\"col-status\">{}</td><td class=\"col-priority\">{}</td><td class=\"col-queue\">{}</td>\
             <td class=\"col-party\">{}</td><td class=\"col-created\">{}</td><td class=\"col-changed\">{}</td></tr>",
            escaped(&self.subject),
            coloured("badge", desk.statuses.get(&self.status)),
            coloured("level", desk.priorities.get(&self.priority)),
            escaped(desk.queues.get(&self.queue).map_or("", String::as_str)),
            escaped(party),
            ago(self.created, now, &who.zone),
            ago(self.changed, now, &who.zone),
        );
    }
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
    let local = Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(zone.clone()).datetime();
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
