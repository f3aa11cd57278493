//! `desk.toml`: the people, companies, plans and catalogue of the demo.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct DeskContent {
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
pub(in crate::demo) struct CompanyContent {
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
pub(in crate::demo) struct ProductContent {
    pub slug: String,
    pub name: String,
}

/// A plan of a company for one product, beside that of everything else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct PlanContent {
    pub company: String,
    pub product: String,
    pub level: String,
    pub seats: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct RoleContent {
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
pub(in crate::demo) struct PersonContent {
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
pub(in crate::demo) struct QueueContent {
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
pub(in crate::demo) struct PriorityContent {
    pub slug: String,
    pub name: String,
    pub colour: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct StatusSetContent {
    pub slug: String,
    pub name: String,
    pub status: Vec<StatusContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct StatusContent {
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
pub(in crate::demo) struct DictionaryContent {
    pub slug: String,
    pub name: String,
    pub entries: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct TicketTypeContent {
    pub slug: String,
    pub name: String,
    pub status_set: String,
    pub customers_may_create: bool,
    #[serde(default)]
    pub group: Vec<AttributeGroupContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct AttributeGroupContent {
    pub name: String,
    #[serde(default)]
    pub attribute: Vec<AttributeContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct AttributeContent {
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
