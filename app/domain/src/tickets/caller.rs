//! The caller of a ticket that is raised on behalf of somebody, and the search for them.

use super::badge::{Badge, Choice};
use crate::plans::RaiseDenied;
use crate::support::Opening;
use serde::{Deserialize, Serialize};

/// The most characters of why somebody's case is raised past the plan.
pub const EXCEPTION_MAX: usize = 500;

/// How somebody has reached the desk. The first is the usual one.
pub const CHANNELS: [&str; 2] = ["phone", "other"];

/// Who may be calling: what was found of a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Callers {
    /// The company that is chosen already.
    pub company: Option<Choice>,
    pub companies: Vec<Choice>,
    pub people: Vec<KnownCaller>,
    /// There are more than are shown; more letters narrow them.
    pub more: bool,
    /// Roles that somebody new may have; empty for whoever adds nobody, and before there is a company.
    pub roles: Vec<Choice>,
}

/// Somebody of a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownCaller {
    pub slug: String,
    pub name: String,
    pub position: String,
    pub login: String,
    pub picture: Option<String>,
    pub company: Choice,
    /// Holds a seat of one of the company's plans.
    pub contact: bool,
}

/// Whom a ticket is raised for, with what the desk knows of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    pub slug: String,
    pub name: String,
    pub position: String,
    pub email: String,
    pub phone: String,
    pub picture: Option<String>,
    pub company: Choice,
    /// Served by the company; not one of its own people.
    pub client: bool,
    /// Why no case of theirs is covered; none where some are.
    pub denied: Option<RaiseDenied>,
    pub plans: Vec<Cover>,
    pub csm: Option<String>,
    pub manager: Option<String>,
    pub opening: Option<Opening>,
    /// Their newest open tickets.
    pub open: Vec<OpenTicket>,
    /// Where the draft lies: one for each person who calls.
    pub window: u64,
}

/// One plan of the company, and whether it covers the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    pub level: String,
    /// What it is for; empty for everything else.
    pub product: String,
    pub used: i64,
    pub limit: i64,
    pub contact: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTicket {
    pub number: String,
    pub subject: String,
    pub status: Badge,
}
