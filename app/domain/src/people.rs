//! People: roles and who works here, how companies share tickets, names and logins.

pub mod account;
pub mod company;
pub mod email;
pub mod listing;
pub mod person_name;

use crate::columns::Widths;
use crate::listing::{AttributeColumn, Column, SearchIn};
use serde::{Deserialize, Serialize};

/// The kind of a role: of a customer, an agent or an admin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Customer,
    Agent,
    Admin,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
            Self::Admin => "admin",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Customer, Self::Agent, Self::Admin].into_iter().find(|kind| kind.as_str() == text)
    }

    /// Agents and admins are staff; customers are not.
    pub fn is_staff(self) -> bool {
        self != Self::Customer
    }
}

/// Who in a company sees all of the company's tickets; everybody else sees those they raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sharing {
    Nobody,
    /// Those whose company role says so.
    Roles,
    /// Those who were picked one by one.
    People,
    Everyone,
}

impl Sharing {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Roles => "roles",
            Self::People => "people",
            Self::Everyone => "everyone",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Nobody, Self::Roles, Self::People, Self::Everyone].into_iter().find(|way| way.as_str() == text)
    }

    /// Whether a member sees the whole company's tickets.
    pub fn shows_all(self, role_sees: bool, person_sees: bool) -> bool {
        match self {
            Self::Nobody => false,
            Self::Roles => role_sees,
            Self::People => person_sees,
            Self::Everyone => true,
        }
    }
}

/// The signed-in person, as far as the screen needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub name: String,
    pub login: String,
    /// Their picture, if there is one.
    pub picture: Option<String>,
    pub kind: Kind,
    /// Holds a seat of some company's plan, so *New ticket* opens a form and not an explanation.
    pub may_raise: bool,
    /// An agent who raises tickets for whoever calls.
    pub raises_for_others: bool,
    /// The columns of their list.
    pub columns: Vec<Column>,
    /// Those whose width they have set.
    pub widths: Widths<Column>,
    /// The attributes that may be columns of it.
    pub attributes: Vec<AttributeColumn>,
    /// What their search box looks through.
    pub search_in: Vec<SearchIn>,
    /// Sees everybody's accounts.
    pub reads_people: bool,
    /// What is new does not blink for them.
    pub still: bool,
}

impl Me {
    /// Whether the page for a new ticket is for them: to agents only where they raise tickets for others.
    pub fn raises(&self) -> bool {
        self.raises_for_others || !self.kind.is_staff()
    }
}

/// A person's name as others see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    pub full: String,
    pub is_staff: bool,
    /// Their picture, if there is one.
    pub picture: Option<String>,
}

/// Up to two capital letters that stand for a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// How a login is compared: surrounding space is dropped and letters are folded.
pub fn fold_login(login: &str) -> String {
    login.trim().to_lowercase()
}

/// Whether an address only stands for a username: all below the workspace's domain do.
pub fn is_synthetic(address: &str, workspace: &str) -> bool {
    let host = address.rsplit_once('@').map_or("", |(_, host)| host);
    let below = host.strip_suffix(workspace).and_then(|rest| rest.strip_suffix('.'));
    !workspace.is_empty() && below.is_some_and(|organisation| !organisation.is_empty())
}

/// The shortest password that may be chosen, in characters.
pub const PASSWORD_MIN: usize = 10;

/// The longest password that is hashed, in bytes; longer ones are refused before any work is done.
pub const PASSWORD_MAX: usize = 1_024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_the_first_and_last_word() {
        assert_eq!(initials("Alice Kowalska"), "AK");
        assert_eq!(initials("Jan van der Berg"), "JB");
        assert_eq!(initials("élodie"), "É");
        assert_eq!(initials("  ( "), "");
    }

    #[test]
    fn an_address_below_the_workspace_stands_for_a_username() {
        for (address, synthetic) in [
            ("dmitri@quayside.portico.example", true),
            ("grace@portico.example", false),
            ("x@notportico.example", false),
            ("x@portico.example.evil", false),
            ("x", false),
        ] {
            assert_eq!(is_synthetic(address, "portico.example"), synthetic, "{address}");
            assert!(!is_synthetic(address, ""));
        }
    }

    #[test]
    fn sharing_decides_who_sees_the_company() {
        assert!(!Sharing::Nobody.shows_all(true, true));
        assert!(Sharing::Roles.shows_all(true, false) && !Sharing::Roles.shows_all(false, true));
        assert!(Sharing::People.shows_all(false, true) && !Sharing::People.shows_all(true, false));
        assert!(Sharing::Everyone.shows_all(false, false));
    }
}
