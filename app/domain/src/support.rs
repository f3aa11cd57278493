//! What the support pages show: the channels that a plan opens, opening hours, and eligibility for chat.

use crate::calendar::Hours;
use crate::people::email::{DiffSegment, Odd};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// A time on the clock of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wall {
    /// Monday is 0.
    pub weekday: u8,
    pub date: Date,
    /// Of the day.
    pub minute: u16,
}

/// An instant on the clock where the hours are kept and on the reader's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Both {
    /// RFC 3339 in UTC, for machines.
    pub iso: String,
    pub there: Wall,
    pub here: Wall,
}

/// When somebody answers, and how it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub week: Vec<Hours>,
    /// IANA names.
    pub zone: String,
    pub own_zone: String,
    pub open: bool,
    /// When that ends: it closes, or opens again. None: not in years.
    pub turns: Option<Both>,
    /// Today on the reader's clock, so that "today" and "tomorrow" can be said.
    pub today: Date,
    /// The current or next stretch, from and until.
    pub stretch: Option<(Both, Both)>,
    /// The next day on which it stays closed though the week says otherwise.
    pub holiday: Option<(Date, String)>,
}

/// Somebody at the provider to turn to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Helper {
    pub name: String,
    /// Empty where none is known.
    pub phone: String,
    /// A customer success manager; otherwise the account manager.
    pub success: bool,
}

/// What one company's plan opens to the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {
    pub company: String,
    /// Of the plan; None without one.
    pub level: Option<String>,
    pub may_raise: bool,
    /// Of the support phone, where the plan includes it and the organisation has one.
    pub phone: Option<String>,
    /// Cases go to a team of the company's own.
    pub team: bool,
    /// Chat is open to the reader here and now.
    pub chat: bool,
    /// The lowest level that includes the phone, where this one does not.
    pub phone_from: Option<String>,
    /// Customer success manager first.
    pub helpers: Vec<Helper>,
}

/// The page `/support`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    pub opening: Option<Opening>,
    /// One for each of the reader's companies; none at the desk.
    pub ways: Vec<Ways>,
    /// The reader is staff.
    pub is_staff: bool,
}

/// The page `/support/check`: everything that chat asks for, of one person in each of their companies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Whose; the reader themself where empty.
    pub of: String,
    /// The reader may ask for others.
    pub asks_for_others: bool,
    /// Somebody was asked for who is not there.
    pub unknown: bool,
    pub opening: Option<Opening>,
    pub companies: Vec<CompanyCheck>,
}

/// One company's answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyCheck {
    pub company: String,
    pub plan: PlanAnswer,
    pub seat: SeatAnswer,
    pub identity: Identity,
    /// Where a person signs in with a username: the address that is theirs by it.
    pub username_address: Option<String>,
    /// The person is a client of the company, served by it.
    pub client: bool,
    /// What to ask for. None where nothing is in the way that a request could change.
    pub way_out: Option<WayOut>,
    pub helper: Option<Helper>,
}

impl CompanyCheck {
    /// Everything but the hours.
    pub fn fits(&self) -> bool {
        matches!(self.plan, PlanAnswer::Holds(_))
            && matches!(self.seat, SeatAnswer::Holds)
            && matches!(self.identity, Identity::Same(_))
            && !self.client
    }
}

/// Whether there is a plan that includes chat; every level does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanAnswer {
    /// With its level.
    Holds(String),
    None,
    Suspended(String),
    Ended(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SeatAnswer {
    Holds,
    /// Nobody of that name or address is on the plan.
    None,
    /// There is a contact who seems to be this person.
    Waits(String),
    /// The person's seat waits until the company has chosen whom to keep.
    Rests,
}

/// The account's address against the one on the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Identity {
    Same(String),
    Differs(Box<Difference>),
    /// There is nothing on the plan to compare with.
    Nothing(String),
}

/// Two addresses that are not the same one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub plan: Vec<DiffSegment>,
    pub account: Vec<DiffSegment>,
    /// Letters that only look like others, with what they are.
    pub odd: Vec<(char, Odd)>,
}

/// A request that would help, by the form where it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WayOut {
    /// To become a contact.
    Seat { address: String },
    /// To put the account's address on the plan.
    Address { address: String },
    /// To choose whom the plan keeps.
    Choose { address: String },
}
