//! What the pages of accounts show: the list of people, somebody's page, one's own account.

use super::Details;
use serde::{Deserialize, Serialize};

/// Whether an account may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountStatus {
    Active,
    /// Registered and confirmed; somebody has to let them in.
    Waiting,
    Disabled,
}

/// One person in the list of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    pub slug: String,
    pub name: String,
    /// Email or username.
    pub login: String,
    pub position: String,
    /// Companies, or the role at the desk.
    pub belongs: String,
    pub status: AccountStatus,
    pub picture: Option<String>,
}

/// A part of the list of people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    pub rows: Vec<AccountRow>,
    /// There are more after these.
    pub more: bool,
    /// How many wait to be let in; at most 100 are counted.
    pub waiting: u32,
    /// What the reader may give somebody whom they add; nothing where they add nobody.
    pub offer: Option<InviteOptions>,
}

/// The choices of the form that invites somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteOptions {
    pub companies: Vec<crate::tickets::Choice>,
    /// Roles in a company and, for admins, those at the desk.
    pub roles: Vec<crate::tickets::Choice>,
}

/// A membership in a company, as the page of a person shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyMembership {
    pub company: crate::tickets::Choice,
    pub role: String,
    /// Served by the company, as the client of a 3PL is; not one of its own people.
    pub client: bool,
}

/// One person's page, for those who look after accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub slug: String,
    pub name: String,
    pub details: Details,
    pub email: String,
    pub username: Option<String>,
    pub status: AccountStatus,
    /// The company that they named when they registered.
    pub asked_company: String,
    pub since: crate::time::DisplayTime,
    pub last_used: Option<crate::time::DisplayTime>,
    pub sessions: u32,
    /// The role at the desk, for those who work here.
    pub desk_role: Option<String>,
    pub companies: Vec<CompanyMembership>,
    /// What may be done; nothing of it where the reader only reads.
    pub may_change: bool,
    /// Signing in takes a second step.
    pub second: bool,
    /// So many keys open the account.
    pub passkeys: u32,
    /// It is the reader.
    pub own: bool,
    pub picture: Option<String>,
    /// Nobody reads mail at the address: a link is handed over instead.
    pub synthetic: bool,
    /// The roles at the desk, where the reader gives them; the first is that of a customer.
    pub desk_roles: Vec<crate::tickets::Choice>,
    pub offered_companies: Vec<crate::tickets::Choice>,
    pub offered_roles: Vec<crate::tickets::Choice>,
}

/// A browser that somebody is signed in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    pub id: String,
    pub device: String,
    pub begun: crate::time::DisplayTime,
    pub used: crate::time::DisplayTime,
    /// The one that asks.
    pub here: bool,
}

/// One's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub details: Details,
    pub email: String,
    pub username: Option<String>,
    /// Nobody reads mail at the address: it only stands for the username.
    pub synthetic: bool,
    pub time_zone: String,
    pub time_zones: Vec<String>,
    pub sessions: Vec<OpenSession>,
    pub second: Second,
    pub passkeys: Vec<OwnPasskey>,
    /// Their picture, if there is one.
    pub picture: Option<String>,
}

/// A key in one of somebody's devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPasskey {
    pub id: String,
    pub name: String,
    pub added: crate::time::DisplayTime,
    pub used: Option<crate::time::DisplayTime>,
}

/// Whether signing in takes a second step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Second {
    Off,
    /// A program is to take the secret and show a first code.
    Begun {
        secret: String,
    },
    /// So many recovery codes are left.
    On {
        codes: u32,
    },
}
