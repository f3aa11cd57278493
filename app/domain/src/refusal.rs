//! Refusals: every error that a person is told of, as data: the words are chosen where the reader's language is known.

use crate::people::person_name::Doubt;
use crate::plans::RaiseDenied;
use serde::{Deserialize, Serialize};

/// Why a request was not carried out. What one may not see and what does not exist are both [`Refusal::NotFound`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Nobody is signed in, or the session has ended.
    SignedOut,
    /// It does not exist, or this person may not know that it does.
    NotFound,
    /// The person may see the thing but not do this to it.
    Forbidden(Because),
    /// Some fields are wrong; every wrong field is named at once.
    Invalid(Vec<Fault>),
    /// The same idempotency key came with other content, or the thing changed meanwhile.
    Conflict,
    /// The request is larger than `max` bytes in all.
    TooLarge { max: u64 },
    /// Too many tries; worth trying again after `seconds`.
    TooMany { seconds: u64 },
    /// More messages in a minute than one person sends; worth trying again after `seconds`.
    TooFast { seconds: u64 },
    /// The body or the address could not be understood.
    Malformed,
    /// The request came from another site.
    ForeignOrigin,
    /// Our fault. `id` finds the cause in the log.
    Internal { id: String },
    /// Nothing can be saved, or nothing read, at the moment. `id` finds the cause in the log; empty where none is needed.
    Outage { cause: Outage, id: String },
    /// The server could not be reached; only a browser says this.
    Offline,
    /// The page is older than the program that answers it; only a browser says this.
    Outdated,
}

/// The `Retry-After` of every 503, in seconds: a restart, a full pool or a database that hands over is over by
/// then as a rule, and whoever waits before the page has not gone yet.
pub const RETRY_AFTER_SECONDS: u64 = 5;

/// Why the desk takes or shows nothing for the time being.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outage {
    /// There is no room for what is to be saved; reading goes on.
    Full,
    /// Others had to be served first; worth trying again after [`RETRY_AFTER_SECONDS`] seconds.
    Busy,
    /// The database or the files do not answer, or take no writes.
    Unavailable,
}

/// Why something that is visible may not be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Because {
    /// The role may read here but not change.
    ReadOnly,
    /// There is no category of assets yet.
    NoCategories,
    /// Only agents do this.
    AgentsOnly,
    /// The plan gives this person no seat. `contacts` hold one; `manager` is the provider's account manager.
    NoSeat { company: String, contacts: Vec<String>, manager: Option<String> },
    /// The company has no plan at all.
    NoPlan { company: String, manager: Option<String> },
    /// The person's seat is of another plan; `contacts` hold one of this product's.
    OtherProduct { company: String, product: String, contacts: Vec<String>, manager: Option<String> },
    /// There are more contacts than seats, and the person's seat waits until the company has chosen whom to keep.
    SeatRests { company: String, contacts: Vec<String>, manager: Option<String> },
    /// The plan has ended, and its grace is over.
    PlanEnded { company: String, manager: Option<String> },
    /// The plan does not include the phone; `from` is the lowest level that does, or empty.
    NoPhone { company: String, from: String },
    /// Somebody else has the call, or it is done.
    CallTaken,
    /// The provider has stopped the plan.
    PlanSuspended { company: String, manager: Option<String> },
    /// Contacts, senior managers and agents file requests; others prepare them.
    FilersOnly,
    /// The request has been decided or taken back meanwhile.
    RequestSettled,
    /// An agent raises tickets for somebody else.
    NotACustomer,
    /// Only whoever made the view, or an admin, changes it.
    OwnerOnly,
    /// Only whoever raised the ticket says how it went.
    ReporterOnly,
    /// The ticket is open, was closed too long ago, or its rating has been changed already.
    NotRateable,
    /// The ticket was closed more than so many days ago, and `then` says why this person raises no case instead.
    ClosedLongAgo { days: i64, then: Box<Because> },
    /// A message can be taken back for some seconds only.
    TooLate,
    /// Only administrators do this.
    AdminsOnly,
    /// Nobody shuts themselves out.
    NotYourself,
    /// Whoever holds a seat of the company's plan does not leave it.
    HoldsSeat,
    /// The assistant asks for the same as chat, but for the hours.
    NotAssisted,
    /// A condition of chat is not met; the self-check says which.
    NoChat,
    /// Chat is not answered at this hour.
    ChatClosed,
    /// No agent is there.
    ChatUnattended,
    /// Somebody else has the chat.
    ChatTaken { by: String },
    /// An agent has as many chats open as they can.
    ChatsFull { who: String },
    /// The chat has ended.
    ChatOver,
}

/// One field and what is wrong with it. Attributes are named `attr.{name}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub field: String,
    pub reason: Reason,
}

/// What can be wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    Missing,
    /// `max` counts characters.
    TooLong {
        max: usize,
    },
    /// `min` counts characters.
    TooShort {
        min: usize,
    },
    NotANumber,
    TooSmall {
        min: i64,
    },
    TooBig {
        max: i64,
    },
    NotADate,
    /// A day that is over already.
    DayIsOver,
    /// `hint` is the administrator's own explanation of the pattern.
    Pattern {
        hint: String,
    },
    /// Not among what this person is offered.
    NotOffered,
    UnknownSignIn,
    /// The password is right, and nobody has let the person in yet.
    AwaitingApproval,
    /// No passkey of an account, or it was not used as it must be.
    UnknownPasskey,
    /// `max` of them are kept for one person.
    TooManyPasskeys {
        max: usize,
    },
    /// Not a picture that can be read, or one of too many dots.
    NotAPicture,
    WrongPassword,
    WrongCode,
    /// It is so already.
    Unchanged,
    /// Somebody else set it to something else after this person had looked.
    ChangedMeanwhile {
        /// Their name; empty where nobody did it.
        by: String,
        /// As it is shown; empty for nobody.
        to: String,
        /// As a form sends it.
        now: String,
    },
    /// Among the first passwords that a guesser would try.
    Guessable,
    NotAnEmail,
    /// Not a phone number.
    NotAPhone,
    /// No address of a page where people read who somebody is.
    HoldsALink,
    /// Letters, digits, dots, dashes and underscores make a username.
    NotAUsername,
    /// Somebody else is called so.
    Taken,
    /// Something still depends on it.
    InUse,
    /// The address belongs to an account.
    HasAccount,
    /// `max` files are accepted in one message.
    TooManyFiles {
        max: usize,
    },
    /// One file is larger than `max` bytes.
    FileTooLarge {
        name: String,
        max: u64,
    },
    FileEmpty {
        name: String,
    },
    /// A file that was sent ahead is not there any more.
    FileGone,
    /// Files that wait for their message take up all the room; `max` bytes.
    NoRoom {
        max: u64,
    },
    /// `max` new tickets are kept that were begun and not sent.
    TooManyDrafts {
        max: u64,
    },
    BadValue,
    /// The plan asks for a specific person, and this is not one.
    NotAPerson(Doubt),
    /// An agent makes sure that this is a person, and says so.
    ConfirmPerson,
    /// The plan does not let the caller raise this; an agent may say why it is raised all the same.
    PlanDenies(RaiseDenied),
    /// The plan has `limit` seats, and all would be taken.
    SeatsFull {
        limit: i64,
    },
    /// Somebody with this address is a contact already.
    AlreadyContact,
    /// A request for this address is on its way.
    AlreadyAsked,
    /// The address is not that of the holder's account, so `name` would lose the seat. `taken`: it is somebody else's.
    LosesSeat {
        name: String,
        taken: bool,
    },
}

impl Refusal {
    /// A refusal about a single field.
    pub fn field(field: &str, reason: Reason) -> Self {
        Self::Invalid(vec![Fault { field: field.into(), reason }])
    }

    /// The HTTP status that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Self::SignedOut => 401,
            Self::NotFound => 404,
            Self::Forbidden(Because::ChatTaken { .. } | Because::ChatOver) => 409,
            Self::Forbidden(_) | Self::ForeignOrigin => 403,
            Self::Invalid(_) => 422,
            Self::Conflict => 409,
            Self::TooLarge { .. } => 413,
            Self::TooMany { .. } | Self::TooFast { .. } => 429,
            Self::Malformed => 400,
            Self::Internal { .. } => 500,
            // RFC 4918, section 11.5.
            Self::Outage { cause: Outage::Full, .. } => 507,
            Self::Outage { cause: Outage::Busy | Outage::Unavailable, .. } => 503,
            Self::Offline | Self::Outdated => 503,
        }
    }

    /// After how many seconds it is worth trying again, where that is known.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooMany { seconds } | Self::TooFast { seconds } => Some(*seconds),
            Self::Outage { cause: Outage::Busy | Outage::Unavailable, .. } => Some(RETRY_AFTER_SECONDS),
            _ => None,
        }
    }

    /// What is wrong with `field`, if anything is.
    pub fn about(&self, field: &str) -> Option<&Reason> {
        match self {
            Self::Invalid(faults) => faults.iter().find(|fault| fault.field == field).map(|fault| &fault.reason),
            _ => None,
        }
    }
}

/// Collects what is wrong, so that a person hears of everything at once.
#[derive(Clone, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    pub fn add(&mut self, field: impl Into<String>, reason: Reason) {
        self.0.push(Fault { field: field.into(), reason });
    }

    /// The value, or `None` after adding the reason to the faults.
    pub fn check_field<T>(&mut self, field: &str, checked: Result<T, Reason>) -> Option<T> {
        checked.map_err(|reason| self.add(field, reason)).ok()
    }

    /// # Errors
    /// [`Refusal::Invalid`] if anything was added.
    pub fn into_result(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::Invalid(self.0)) }
    }
}
