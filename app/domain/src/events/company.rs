//! Events of companies: what administrators set about them and their members. Kept for the audit: nobody is told. The company is
//! the event's.

use super::named::{Named, Nothing, TextChange, ValueChange};
use serde::{Deserialize, Serialize};

topic! {
    Added(Nothing) = "company_added",
    Changed(Steps) = "company_changed",
    /// A member sees all of the company's tickets, or no longer.
    MemberPicked(Picked) = "member_picked",
    /// A member is a client that the company serves, or one of its own people.
    MemberMarked(Marked) = "member_marked",
}

/// What has changed; nothing where everything was saved as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    pub steps: Vec<CompanyFieldChange>,
}

impl Steps {
    /// Those of the steps that change anything.
    pub fn of(steps: impl IntoIterator<Item = CompanyFieldChange>) -> Self {
        Self { steps: steps.into_iter().filter(CompanyFieldChange::changes).collect() }
    }
}

/// One field's change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompanyFieldChange {
    Name(TextChange),
    /// How it shares its tickets, as [`crate::people::Sharing`] is written.
    Sharing(TextChange),
    AccountManager(ValueChange),
    /// The customer success manager.
    Csm(ValueChange),
    /// The queue of the team that serves it.
    TeamQueue(ValueChange),
}

impl CompanyFieldChange {
    fn changes(&self) -> bool {
        match self {
            Self::Name(change) | Self::Sharing(change) => change.from != change.to,
            Self::AccountManager(change) | Self::Csm(change) | Self::TeamQueue(change) => change.from != change.to,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    pub member: Named,
    /// They see all of the company's tickets.
    pub sees: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    pub member: Named,
    pub client: bool,
}
