//! What the pages of a request show: its form, and the request itself.

use super::page::PlanContact;
use super::request::{RequestKind, RequestState};
use crate::refusal::Because;
use crate::tickets::Choice;
use crate::time::DisplayTime;
use serde::{Deserialize, Serialize};

/// What the form of a request is filled with, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestFormOffer {
    Form(Box<ContactRequestForm>),
    Refused(Because),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRequestForm {
    pub company: Choice,
    /// The plans that may be chosen, by product; several only for a new contact.
    pub plans: Vec<Choice>,
    pub plan: PlanOf,
    pub kind: RequestKind,
    /// The contact whose details change.
    pub corrects: String,
    /// First and last name, position, email, phone.
    pub person: [String; 5],
    /// Those who are ticked off at first.
    pub removing: Vec<String>,
    /// Whom to send it to; empty for those who file themselves.
    pub to: Vec<Choice>,
    /// For agents: who has asked.
    pub asked_by: Vec<Choice>,
    /// The reader may carry it out at once.
    pub decides: bool,
    /// Sent back with the form, so that sending twice makes one request.
    pub key: String,
}

/// The plan that a form or a request is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanOf {
    /// The product's slug; empty for the plan of everything else.
    pub product: String,
    pub named: String,
    pub level: String,
    pub used: i64,
    pub limit: i64,
    pub contacts: Vec<PlanContact>,
}

impl PlanOf {
    pub fn is_full(&self) -> bool {
        self.used >= self.limit
    }
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPage {
    pub id: String,
    pub company: Choice,
    pub plan: PlanOf,
    pub kind: RequestKind,
    pub state: RequestState,
    /// First and last name, position, email, phone.
    pub person: [String; 5],
    /// An agent makes sure that this is a person.
    pub doubtful: bool,
    /// Somebody of the company has an account with this address.
    pub registered: bool,
    /// Who holds the seat now and would lose it, because the corrected address is not that of their account.
    pub loses: Option<String>,
    /// Slug and name of those who give up their seats.
    pub removes: Vec<Choice>,
    pub prepared_by: String,
    pub to: Option<String>,
    pub filed_by: Option<String>,
    pub decided_by: Option<String>,
    pub created: DisplayTime,
    pub decided: Option<DisplayTime>,
    pub reason: String,
    /// Its ticket's number, where the reader sees it.
    pub ticket: Option<String>,
    pub may: RequestPermissions,
}

/// What the reader may do with a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPermissions {
    pub file: bool,
    pub withdraw: bool,
    pub decide: bool,
}
