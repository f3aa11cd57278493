//! What the pages of plans show, with requests as lists have them.

use super::request::{RequestKind, RequestState};
use crate::support::Opening;
use crate::tickets::Choice;
use crate::time::DisplayTime;
use serde::{Deserialize, Serialize};

/// The plans of a company, with everything the reader may know of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanOverview {
    pub company: Choice,
    /// The reader's companies, where there are several.
    pub companies: Vec<Choice>,
    /// The plan of everything else first.
    pub plans: Vec<Shown>,
    /// Open ones, the newest first; those the reader may see.
    pub requests: Vec<RequestLine>,
    /// Newest first.
    pub history: Vec<History>,
    pub account_manager: Option<ManagerContact>,
    /// The customer success manager.
    pub csm: Option<ManagerContact>,
    /// When chat is answered, where such hours are kept.
    pub opening: Option<Opening>,
    pub may: PlanPermissions,
    /// For administrators: what they may set.
    pub manage: Option<PlanSettings>,
}

/// What stands at `/plan`: for agents without a company the requests of all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanIndex {
    Company(Box<PlanOverview>),
    Inbox(RequestInbox),
}

/// What the reader may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPermissions {
    /// Asks the provider for a change.
    pub file: bool,
    /// Writes a request for somebody who may file it.
    pub prepare: bool,
    /// Decides about requests.
    pub decide: bool,
}

/// Somebody at the provider who helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagerContact {
    pub name: String,
    pub email: String,
    pub phone: String,
    /// Their picture, if there is one.
    pub picture: Option<String>,
}

/// One plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The product's slug; empty for the plan of everything else.
    pub product: String,
    /// The product's name; empty likewise.
    pub named: String,
    pub level: Level,
    pub used: i64,
    pub limit: i64,
    pub term: TermStatus,
    pub contacts: Vec<PlanContact>,
    /// There are more contacts than seats: until then the company says whom to keep.
    pub choose_by: Option<DisplayTime>,
    /// That day is over, and those beyond the seats wait.
    pub choose_passed: bool,
}

/// How a plan's term stands, in words' raw material.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TermStatus {
    Open,
    /// It ends then.
    Until(DisplayTime),
    /// It has ended, and is good until then.
    Grace(DisplayTime),
    /// Since then.
    Ended(DisplayTime),
    Suspended,
}

/// What a level of support gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    pub name: String,
    pub seats: i64,
    pub phone: bool,
    /// A team of the company's own, with a customer success manager.
    pub dedicated: bool,
}

/// Somebody who holds a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanContact {
    pub id: String,
    pub name: String,
    pub position: String,
    /// For those who file requests, for agents, and for the contact.
    pub email: Option<String>,
    pub phone: Option<String>,
    pub since: DisplayTime,
    /// Somebody has registered with the address on the plan.
    pub registered: bool,
    /// Raises no cases until the company has chosen whom to keep.
    pub rests: bool,
    pub me: bool,
    /// Their picture, if there is one.
    pub picture: Option<String>,
}

/// A request in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    pub id: String,
    /// For agents' lists.
    pub company: String,
    pub kind: RequestKind,
    pub state: RequestState,
    /// The new contact, or the one whose details change; empty where nobody comes.
    pub name: String,
    /// Names of those who give up their seats.
    pub removes: Vec<String>,
    pub by: String,
    /// Who is to file it.
    pub to: Option<String>,
    pub at: DisplayTime,
}

/// Something that happened to a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub at: DisplayTime,
    /// Empty when Portico itself acted.
    pub who: String,
    pub what: PlanHistoryEvent,
}

/// Names and values are as they were when it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanHistoryEvent {
    Prepared {
        name: String,
        to: String,
    },
    Filed {
        name: String,
    },
    Approved {
        name: String,
    },
    Declined {
        name: String,
        reason: String,
    },
    Withdrawn {
        name: String,
    },
    Added(String),
    Removed(String),
    Corrected(String),
    /// An account with the contact's address was found.
    Linked(String),
    /// The company was asked to choose whom to keep, by a day; otherwise these would wait.
    Asked {
        by: String,
        names: Vec<String>,
    },
    /// Nobody has chosen by the day: these raise no cases until somebody does.
    Rested(Vec<String>),
    /// Field, before, after.
    Changed(Vec<(String, String, String)>),
}

/// Something about a plan that waits for the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// Somebody without a seat has prepared a request for the reader to file.
    File { id: String, name: String, by: String, company: String, at: DisplayTime, unread: bool },
    /// There are more contacts than seats. `passed`: the day to choose is over.
    Choose { company: Choice, product: String, over: i64, by: DisplayTime, passed: bool },
}

/// What agents see first: the requests of all companies, and the companies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestInbox {
    /// The longest-waiting first.
    pub requests: Vec<RequestLine>,
    /// There are more than are shown.
    pub more_requests: bool,
    pub find: String,
    pub plans: Vec<CompanyPlan>,
    pub more_plans: bool,
}

/// A company's plan in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyPlan {
    pub company: Choice,
    pub named: String,
    pub level: String,
    pub used: i64,
    pub limit: i64,
}

/// What administrators set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSettings {
    pub levels: Vec<Level>,
    /// Products that the company has no plan for.
    pub products: Vec<Choice>,
    pub agents: Vec<Choice>,
    pub queues: Vec<Choice>,
    /// Slugs; empty for nobody and none.
    pub account_manager: String,
    pub csm: String,
    pub team_queue: String,
    /// Of each plan in its order: end day and grace in days, `choose_by` day; empty for none.
    pub terms: Vec<(String, i64, String)>,
}
