//! What the pages of companies show to those who manage them.

use super::Sharing;
use crate::tickets::Choice;
use serde::{Deserialize, Serialize};

/// The longest name of a company, in characters.
pub const NAME_MAX: usize = 80;
/// So many members are shown on a company's page.
pub const MEMBERS_MAX: u64 = 200;

/// One company in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyRow {
    pub slug: String,
    pub name: String,
    pub members: u64,
    pub sharing: Sharing,
    pub manager: String,
}

/// A part of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Companies {
    pub rows: Vec<CompanyRow>,
    /// There are more after these.
    pub more: bool,
    /// The reader may add one.
    pub may_add: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub slug: String,
    pub name: String,
    pub role: String,
    /// Picked to see all of the company's tickets; counts where it shares person by person.
    pub picked: bool,
    /// Served by the company, as the client of a 3PL is; not one of its own people.
    pub client: bool,
    pub active: bool,
}

/// One company's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    pub slug: String,
    pub name: String,
    pub sharing: Sharing,
    /// The slug of the account manager; may be empty.
    pub manager: String,
    pub manager_name: String,
    /// The customer success manager, likewise.
    pub csm: String,
    pub csm_name: String,
    /// Those who work here, where the reader may choose one.
    pub managers: Vec<Choice>,
    pub members: Vec<Member>,
    /// Name, sharing and manager may be changed.
    pub may_change: bool,
    /// Who sees the company's tickets may be chosen.
    pub may_pick: bool,
    pub plans: Vec<PlanLine>,
    /// The reader may file requests about its plan for those who call.
    pub may_file: bool,
}

/// A plan of a company in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLine {
    pub level: String,
    /// The product's slug and name; empty for the plan of everything else.
    pub product: Choice,
    pub used: i64,
    pub limit: i64,
}
