//! Events of support plans: what happens to one, to its contacts, and to the requests that change them.

use super::company::Steps;
use super::named::Named;
use crate::conversation::TimelineEvent;
use serde::{Deserialize, Serialize};

topic! {
    /// Somebody without a seat has written a request for somebody else to file.
    Prepared(Prepared) = "plan_prepared",
    Filed(Request) = "plan_filed",
    Approved(Approved) = "plan_approved",
    Declined(Declined) = "plan_declined",
    Withdrawn(Request) = "plan_withdrawn",
    Added(Contact) = "plan_added",
    Removed(Contact) = "plan_removed",
    Corrected(Contact) = "plan_corrected",
    /// An account with the contact's address was found.
    Linked(Linked) = "plan_linked",
    /// The company was asked to choose whom its smaller plan keeps.
    ChoiceAsked(ChoiceAsked) = "plan_choice_asked",
    /// Nobody has chosen by the day.
    ChoicePassed(ChoicePassed) = "plan_choice_passed",
    Changed(Changed) = "plan_changed",
    /// Others look after the company from now on; for the desk alone.
    HelpersChanged(Steps) = "company_helpers",
}

/// A request, named by whom it is about: the new contact, or those who go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub request: Named,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    pub request: Named,
    /// Who is to file it.
    pub to: Option<Named>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    pub request: Named,
    /// The user who may raise cases from now on.
    pub seated: Option<Named>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declined {
    pub request: Named,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The seat, by the contact's name.
    pub contact: Named,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    pub contact: Named,
    pub user: Named,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceAsked {
    /// The last day to choose, as `yyyy-mm-dd`.
    pub by: String,
    /// Who waits if nobody chooses.
    pub contacts: Vec<Named>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoicePassed {
    /// Who raises no cases until somebody chooses.
    pub contacts: Vec<Named>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub steps: Vec<PlanFieldChange>,
}

/// One field's change, in the texts that its form shows; empty for nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanFieldChange {
    pub field: PlanField,
    pub from: String,
    pub to: String,
}

/// What administrators set about a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanField {
    Level,
    /// Seats.
    Limit,
    EndsOn,
    GraceDays,
    Suspended,
    ChooseBy,
}

impl PlanField {
    /// The name of its form's field.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Limit => "limit",
            Self::EndsOn => "ends_on",
            Self::GraceDays => "grace_days",
            Self::Suspended => "suspended",
            Self::ChooseBy => "choose_by",
        }
    }
}

impl Kind {
    /// Something was decided: that tells more than what is set along with it.
    pub(super) const fn decides(self) -> bool {
        match self {
            Self::Approved | Self::Declined => true,
            Self::Prepared
            | Self::Filed
            | Self::Withdrawn
            | Self::Added
            | Self::Removed
            | Self::Corrected
            | Self::Linked
            | Self::ChoiceAsked
            | Self::ChoicePassed
            | Self::Changed
            | Self::HelpersChanged => false,
        }
    }

    pub(super) const fn is_news(self) -> bool {
        match self {
            Self::Prepared
            | Self::Filed
            | Self::Approved
            | Self::Declined
            | Self::Withdrawn
            | Self::Added
            | Self::Removed
            | Self::Corrected
            | Self::Linked
            | Self::ChoiceAsked
            | Self::ChoicePassed
            | Self::Changed => true,
            Self::HelpersChanged => false,
        }
    }
}

impl Event {
    pub(super) fn is_public(&self) -> bool {
        self.kind().is_news()
    }

    pub(super) fn line(&self) -> Option<TimelineEvent> {
        match self {
            Self::Approved(_) => Some(TimelineEvent::Approved),
            Self::Declined(declined) => Some(TimelineEvent::Declined { reason: declined.reason.clone() }),
            Self::Prepared(_)
            | Self::Filed(_)
            | Self::Withdrawn(_)
            | Self::Added(_)
            | Self::Removed(_)
            | Self::Corrected(_)
            | Self::Linked(_)
            | Self::ChoiceAsked(_)
            | Self::ChoicePassed(_)
            | Self::Changed(_)
            | Self::HelpersChanged(_) => None,
        }
    }

    pub(super) fn seated(&self) -> Option<i64> {
        match self {
            Self::Approved(approved) => approved.seated.as_ref().and_then(|user| user.id),
            Self::Prepared(_)
            | Self::Filed(_)
            | Self::Declined(_)
            | Self::Withdrawn(_)
            | Self::Added(_)
            | Self::Removed(_)
            | Self::Corrected(_)
            | Self::Linked(_)
            | Self::ChoiceAsked(_)
            | Self::ChoicePassed(_)
            | Self::Changed(_)
            | Self::HelpersChanged(_) => None,
        }
    }
}
