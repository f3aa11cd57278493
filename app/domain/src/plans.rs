//! Support plans: who may raise cases.

use crate::refusal::Because;

/// What a company's plan says of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub company: String,
    pub has_plan: bool,
    pub holds_seat: bool,
    /// Names of those who hold a seat.
    pub contacts: Vec<String>,
    pub account_manager: Option<String>,
}

impl Standing {
    /// A seat lets its holder raise cases; without one the answer names who can help.
    ///
    /// # Errors
    /// [`Because::NoPlan`] or [`Because::NoSeat`].
    pub fn may_raise(&self) -> Result<(), Because> {
        let (company, manager) = (self.company.clone(), self.account_manager.clone());
        match (self.has_plan, self.holds_seat) {
            (true, true) => Ok(()),
            (true, false) => Err(Because::NoSeat { company, contacts: self.contacts.clone(), manager }),
            (false, _) => Err(Because::NoPlan { company, manager }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_and_a_plan_are_both_needed() {
        let standing = |has_plan, holds_seat| Standing {
            company: "Harbourline".into(),
            has_plan,
            holds_seat,
            contacts: vec!["Alice".into()],
            account_manager: None,
        };
        assert!(standing(true, true).may_raise().is_ok());
        assert!(
            matches!(standing(true, false).may_raise(), Err(Because::NoSeat { contacts, .. }) if contacts == ["Alice"])
        );
        assert!(matches!(standing(false, true).may_raise(), Err(Because::NoPlan { .. })));
    }
}
