//! The demo content: TOML files of `content/`, deserialised. The types of each stand beside it.

mod articles;
mod assets;
mod bulk;
mod desk;
mod tickets;

pub(super) use articles::ArticleContent;
pub(super) use assets::AssetContent;
pub(super) use bulk::BulkWords;
pub(super) use desk::{AttributeContent, CompanyContent, DeskContent, PersonContent};
pub(super) use tickets::{EventContent, MessageContent, TicketContent};

use crate::{Error, Result};
use articles::HelpContent;
use assets::AssetsContent;
use domain::help::questions::by_name;
use serde::de::DeserializeOwned;
use tickets::TicketsContent;

const TICKET_FILES: [&str; 5] = [
    include_str!("content/tickets-harbourline.toml"),
    include_str!("content/tickets-quayside.toml"),
    include_str!("content/tickets-smallpier.toml"),
    include_str!("content/tickets-others.toml"),
    include_str!("content/tickets-internal.toml"),
];

pub(super) fn desk() -> Result<DeskContent> {
    parse(include_str!("content/desk.toml"))
}

pub(super) fn help() -> Result<HelpContent> {
    let mut help: HelpContent = parse(include_str!("content/articles.toml"))?;
    for (slug, questions) in by_name(include_str!("content/questions.txt")) {
        let article = help.article.iter_mut().find(|article| article.slug == slug);
        let article = article.ok_or_else(|| Error::broken(format!("demo content: questions about {slug}")))?;
        article.questions = questions.join("\n");
    }
    Ok(help)
}

pub(super) fn assets() -> Result<AssetsContent> {
    parse(include_str!("content/assets.toml"))
}

pub(super) fn words() -> Result<BulkWords> {
    parse(include_str!("content/bulk.toml"))
}

/// The written tickets, oldest first.
pub(super) fn tickets() -> Result<Vec<TicketContent>> {
    let mut all = Vec::new();
    for text in TICKET_FILES {
        all.extend(parse::<TicketsContent>(text)?.ticket);
    }
    all.sort_by_key(|ticket| std::cmp::Reverse(span(&ticket.opened).unwrap_or(0)));
    Ok(all)
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| Error::broken(format!("demo content: {error}")))
}

/// A span such as `3d 4h 10m`, in milliseconds.
pub(super) fn span(text: &str) -> Result<i64> {
    let unit = |c: char| match c {
        'd' => Some(domain::time::DAY),
        'h' => Some(domain::time::HOUR),
        'm' => Some(domain::time::MINUTE),
        's' => Some(domain::time::SECOND),
        _ => None,
    };
    let part = |word: &str| {
        let (digits, letter) = word.split_at_checked(word.len().saturating_sub(1))?;
        Some(digits.parse::<i64>().ok()? * unit(letter.chars().next()?)?)
    };
    let parts: Option<Vec<i64>> = text.split_whitespace().map(part).collect();
    parts.map(|parts| parts.iter().sum()).ok_or_else(|| Error::broken(format!("demo content: span {text}")))
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// A file of `content/files/`, with its media type.
        pub(super) fn file(name: &str) -> Option<(&'static [u8], &'static str)> {
            match name {
                $($name => Some((include_bytes!(concat!("content/files/", $name)).as_slice(), media_type($name))),)*
                _ => None,
            }
        }
    };
}

files! {
    "bin-numbers.csv", "device-settings.txt", "error-dialog.png", "label-misaligned.png", "print-agent-log.txt",
    "rejected-orders.json", "stock-differences.csv", "weighings.csv", "wifi-survey.csv", "zt411-log.txt",
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("png") => "image/png",
        Some("csv") => "text/csv",
        Some("json") => "application/json",
        _ => "text/plain",
    }
}
