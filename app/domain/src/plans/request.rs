//! A request to change a plan's contacts: its fields, its states, and their validation without the database.

use crate::people::account::check_email;
use crate::refusal::{Faults, Reason};
use crate::text;
use serde::{Deserialize, Serialize};

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestKind {
    /// A new contact; present ones may give up their seats in the same step.
    #[default]
    Add,
    /// Seats are given up, and nobody comes.
    Remove,
    /// A contact's details change.
    Correct,
}

impl RequestKind {
    pub const ALL: [Self; 3] = [Self::Add, Self::Remove, Self::Correct];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Correct => "correct",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestState {
    /// Written by somebody without a seat; a contact or senior manager is to file it.
    Prepared,
    /// With the provider.
    Filed,
    Approved,
    Declined,
    /// Taken back before it was decided.
    Withdrawn,
}

impl RequestState {
    pub const ALL: [Self; 5] = [Self::Prepared, Self::Filed, Self::Approved, Self::Declined, Self::Withdrawn];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Filed => "filed",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Something is still to be done about it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Prepared | Self::Filed)
    }
}

/// A request as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestDraft {
    pub kind: RequestKind,
    /// The contact whose details change.
    pub corrects: String,
    pub first_name: String,
    pub last_name: String,
    pub position: String,
    pub email: String,
    pub phone: String,
    /// Contacts who give up their seats.
    pub removes: Vec<String>,
    /// An agent has been told that a corrected address takes the seat from its holder, and wants it.
    pub unlinks: bool,
}

/// The longest name, position or telephone number, in characters.
pub const FIELD_MAX: usize = 100;

impl RequestDraft {
    /// The same with every field normalized, and all that is wrong with them. Whoever only gives up seats names nobody new.
    #[must_use]
    pub fn tidied(self, faults: &mut Faults) -> Self {
        if self.kind == RequestKind::Remove {
            if self.removes.is_empty() {
                faults.add("keep", Reason::Missing);
            }
            return Self { kind: RequestKind::Remove, removes: self.removes, ..Self::default() };
        }
        let mut line = |name: &str, text: &str, needed: bool| faults.check_field(name, check_line(text, needed));
        let first_name = line("first_name", &self.first_name, true);
        let last_name = line("last_name", &self.last_name, true);
        let position = line("position", &self.position, true);
        let phone = line("phone", &self.phone, false);
        let email = faults.check_field("email", check_email(self.email.trim().trim_end_matches('.')));
        Self {
            kind: self.kind,
            corrects: if self.kind == RequestKind::Correct { self.corrects } else { String::new() },
            first_name: first_name.unwrap_or_default(),
            last_name: last_name.unwrap_or_default(),
            position: position.unwrap_or_default(),
            email: email.unwrap_or_default(),
            phone: phone.unwrap_or_default(),
            removes: if self.kind == RequestKind::Correct { Vec::new() } else { self.removes },
            unlinks: self.unlinks,
        }
    }

    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

/// What the subject and the text of a request's ticket are made from.
pub struct RequestText<'a> {
    pub draft: &'a RequestDraft,
    /// Names of those who give up their seats.
    pub removes: Vec<&'a str>,
}

fn check_line(text: &str, needed: bool) -> Result<String, Reason> {
    let text = text::name(text);
    match text.chars().count() {
        0 if needed => Err(Reason::Missing),
        n if n > FIELD_MAX => Err(Reason::TooLong { max: FIELD_MAX }),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;

    fn draft() -> RequestDraft {
        RequestDraft {
            first_name: " Chloe ".into(),
            last_name: "Bennett".into(),
            position: "Shift\r\nsupervisor".into(),
            email: " chloe@harbourline.example ".into(),
            ..RequestDraft::default()
        }
    }

    #[test]
    fn a_request_is_tidied_or_says_everything_that_is_wrong() {
        let mut faults = Faults::default();
        let tidied = draft().tidied(&mut faults);
        assert_eq!((tidied.name().as_str(), tidied.position.as_str()), ("Chloe Bennett", "Shift supervisor"));
        assert_eq!(tidied.email, "chloe@harbourline.example");
        assert!(faults.into_result().is_ok());
        let mut faults = Faults::default();
        let _ = RequestDraft { email: "chloe".into(), first_name: "\0".into(), ..draft() }.tidied(&mut faults);
        let Err(Refusal::Invalid(faults)) = faults.into_result() else { panic!("two faults") };
        assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["first_name", "email"]);
    }

    #[test]
    fn giving_up_seats_names_those_who_do_and_nobody_else() {
        let mut faults = Faults::default();
        let wanted =
            RequestDraft { kind: RequestKind::Remove, removes: vec!["ines".into()], ..draft() }.tidied(&mut faults);
        assert_eq!((wanted.email.as_str(), wanted.removes.len()), ("", 1));
        let _ = RequestDraft { kind: RequestKind::Remove, ..draft() }.tidied(&mut faults);
        assert_eq!(faults.into_result(), Err(Refusal::field("keep", Reason::Missing)));
    }
}
