//! The demo content: TOML files of `content/`, deserialised.

use crate::{Error, Result};
use domain::help::questions::by_name;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeskContent {
    pub company: Vec<CompanyContent>,
    pub product: Vec<ProductContent>,
    pub plan: Vec<PlanContent>,
    pub role: Vec<RoleContent>,
    pub person: Vec<PersonContent>,
    pub queue: Vec<QueueContent>,
    pub priority: Vec<PriorityContent>,
    pub status_set: Vec<StatusSetContent>,
    pub dictionary: Vec<DictionaryContent>,
    pub ticket_type: Vec<TicketTypeContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CompanyContent {
    pub slug: String,
    pub name: String,
    pub sharing: String,
    pub plan: Option<String>,
    pub seats: Option<i64>,
    pub account_manager: Option<String>,
    pub csm: Option<String>,
    pub team_queue: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductContent {
    pub slug: String,
    pub name: String,
}

/// A plan of a company for one product, beside that of everything else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanContent {
    pub company: String,
    pub product: String,
    pub level: String,
    pub seats: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleContent {
    pub slug: String,
    pub name: String,
    pub kind: String,
    #[serde(default)]
    pub sees_company: bool,
    #[serde(default)]
    pub files_requests: bool,
    pub rights: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonContent {
    pub handle: String,
    pub username: Option<String>,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub position: String,
    pub phone: String,
    pub role: Option<String>,
    pub company: Option<String>,
    pub company_role: Option<String>,
    #[serde(default)]
    pub sees_company: bool,
    pub seat_since: Option<String>,
    /// Belongs to a client of the company.
    #[serde(default)]
    pub client: bool,
    /// The product whose plan the seat is of; `None`: of everything else.
    pub seat_product: Option<String>,
    pub time_zone: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QueueContent {
    pub slug: String,
    pub name: String,
    #[serde(default)]
    pub parent: String,
    pub customers_may_create: bool,
    pub auto_answer: Option<String>,
    pub auto_answer_closed: Option<String>,
    pub product: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PriorityContent {
    pub slug: String,
    pub name: String,
    pub colour: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusSetContent {
    pub slug: String,
    pub name: String,
    pub status: Vec<StatusContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusContent {
    pub slug: String,
    pub name: String,
    pub kind: String,
    pub colour: String,
    #[serde(default)]
    pub waits_for: Option<String>,
    #[serde(default)]
    pub customer_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DictionaryContent {
    pub slug: String,
    pub name: String,
    pub entries: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TicketTypeContent {
    pub slug: String,
    pub name: String,
    pub status_set: String,
    pub customers_may_create: bool,
    #[serde(default)]
    pub group: Vec<AttributeGroupContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttributeGroupContent {
    pub name: String,
    #[serde(default)]
    pub attribute: Vec<AttributeContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttributeContent {
    pub name: String,
    pub label: String,
    pub kind: String,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub in_list: bool,
    /// Counts for assets.
    #[serde(default)]
    pub in_filter: bool,
    #[serde(default)]
    pub pattern: String,
    #[serde(default)]
    pub hint: String,
    pub dictionary: Option<String>,
    pub min: Option<i64>,
    pub max: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AssetsContent {
    pub category: Vec<AssetCategoryContent>,
    pub asset: Vec<AssetContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AssetCategoryContent {
    pub slug: String,
    pub name: String,
    #[serde(default)]
    pub licences: bool,
    pub attribute: Vec<AttributeContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AssetContent {
    pub category: String,
    pub company: String,
    pub name: String,
    pub identifier: String,
    pub assigned: Option<String>,
    /// How long ago it came, and was changed last.
    pub since: String,
    pub changed: String,
    pub seats: Option<i64>,
    #[serde(default)]
    pub holders: Vec<String>,
    #[serde(default)]
    pub shared: Vec<String>,
    /// Days as spans from now.
    pub values: BTreeMap<String, String>,
    /// How the subjects of tickets about it begin.
    #[serde(default)]
    pub tickets: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TicketsContent {
    ticket: Vec<TicketContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TicketContent {
    pub reporter: String,
    pub queue: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub status: String,
    pub priority: String,
    pub assignee: Option<String>,
    pub channel: String,
    pub opened: String,
    pub subject: String,
    #[serde(default)]
    pub unread: Vec<String>,
    #[serde(default)]
    pub attributes: BTreeMap<String, toml::Value>,
    pub message: Vec<MessageContent>,
    #[serde(default)]
    pub event: Vec<EventContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MessageContent {
    pub by: String,
    pub after: String,
    #[serde(default)]
    pub note: bool,
    pub text: String,
    #[serde(default)]
    pub files: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventContent {
    pub by: String,
    pub after: String,
    pub kind: String,
    pub to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HelpContent {
    pub category: Vec<ArticleCategoryContent>,
    pub article: Vec<ArticleContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArticleCategoryContent {
    pub slug: String,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArticleContent {
    pub slug: String,
    pub category: String,
    pub audience: String,
    #[serde(default)]
    pub levels: Vec<String>,
    pub title: String,
    pub summary: String,
    /// Of a file of their own.
    #[serde(skip)]
    pub questions: String,
    pub html: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BulkWords {
    pub subjects: Vec<String>,
    pub things: Vec<String>,
    pub places: Vec<String>,
    pub first_names: Vec<String>,
    pub last_names: Vec<String>,
    pub company_words_a: Vec<String>,
    pub company_words_b: Vec<String>,
    pub openings: Vec<String>,
    pub answers: Vec<String>,
    pub replies: Vec<String>,
    pub closings: Vec<String>,
    pub notes: Vec<String>,
}

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
