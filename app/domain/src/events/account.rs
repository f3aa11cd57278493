//! Events of accounts: what the desk, or the machine's owner, does with somebody else's account. Kept for the audit: nobody is told.

use super::named::Named;
use super::person::User;
use serde::{Deserialize, Serialize};

topic! {
    Added(User) = "person_added",
    /// Somebody who waited was let in and put into the event's company.
    Activated(Joined) = "person_activated",
    /// Put into the event's company, or given another role there.
    Joined(Joined) = "person_joined",
    /// Taken out of the event's company.
    Left(User) = "person_left",
    Changed(User) = "person_changed",
    Enabled(User) = "person_enabled",
    Disabled(User) = "person_disabled",
    /// The machine's owner gave somebody a role at the desk.
    Promoted(DeskRole) = "person_promoted",
    /// An administrator gave somebody a role at the desk, or took it away.
    DeskRoleGiven(DeskRole) = "desk_role_given",
    EmailSet(User) = "email_set",
    /// A link for a new password was sent or handed over.
    ResetSent(User) = "reset_sent",
    SecondFactorDropped(User) = "second_factor_dropped",
    PasskeysDropped(User) = "passkeys_dropped",
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    pub user: Named,
    /// In the company.
    pub role: Named,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRole {
    pub user: Named,
    /// `None` for a customer.
    pub from: Option<Named>,
    pub to: Option<Named>,
}
