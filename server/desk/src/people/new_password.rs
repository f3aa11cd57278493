//! Password strength: long enough, and not among the first that a guesser would try.

use super::user;
use crate::Result;
use domain::people::{PASSWORD_MAX, PASSWORD_MIN};
use domain::{Reason, Refusal};
use zxcvbn::{Score, zxcvbn};

/// More than this of a password does not change how well it is guessed.
const LOOKED_AT: usize = 72;

/// # Errors
/// `Invalid` at `field`, saying what is wrong.
pub(super) fn check(field: &str, password: &str, user: &user::Model) -> Result<()> {
    let username = user.username.as_deref().unwrap_or_default();
    let own = [&user.email, username, &user.first_name, &user.last_name];
    check_for(field, password, &own)
}

/// The same for somebody who has no account yet. `own` is what others know of them.
pub(super) fn check_for(field: &str, password: &str, own: &[&str]) -> Result<()> {
    let wrong = |reason| Err(Refusal::field(field, reason).into());
    if password.is_empty() {
        return wrong(Reason::Missing);
    }
    if password.len() > PASSWORD_MAX {
        return wrong(Reason::TooLong { max: PASSWORD_MAX });
    }
    let password = &super::password::normalize(password);
    if password.chars().count() < PASSWORD_MIN {
        return wrong(Reason::TooShort { min: PASSWORD_MIN });
    }
    if is_guessable(password, own) { wrong(Reason::Guessable) } else { Ok(()) }
}

fn is_guessable(password: &str, own: &[&str]) -> bool {
    let known: Vec<&str> = own.iter().flat_map(|text| text.split('@')).chain(["portico"]).collect();
    let looked_at: String = password.chars().take(LOOKED_AT).collect();
    zxcvbn(&looked_at, &known).score() < Score::Two
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(password: &str) -> Option<Reason> {
        match check_for("password", password, &["alice.kowalska@harbourline.example", "Alice", "Kowalska"]) {
            Err(crate::Error::Refused(refusal)) => refusal.about("password").cloned(),
            _ => None,
        }
    }

    #[test]
    fn g11_common_passwords_are_refused() {
        for common in
            ["1234567890", "qwertyuiop", "password123", "Passw0rd123", "iloveyou12", "aaaaaaaaaaaa", "letmein123"]
        {
            assert_eq!(verdict(common), Some(Reason::Guessable), "{common}");
        }
        assert_eq!(verdict("alicekowalska"), Some(Reason::Guessable), "one's own name");
        assert_eq!(verdict("short"), Some(Reason::TooShort { min: PASSWORD_MIN }));
        assert_eq!(verdict(&"e\u{301}".repeat(6)), Some(Reason::TooShort { min: PASSWORD_MIN }), "six letters");
        assert_eq!(verdict(""), Some(Reason::Missing));
        assert_eq!(verdict(&"x".repeat(1_000_000)), Some(Reason::TooLong { max: PASSWORD_MAX }));
    }

    #[test]
    fn g11_long_and_unicode_passwords_are_taken() {
        let long = "correct horse battery staple ".repeat(6);
        for good in [&long[..64], &long, "Größe 漢字 🔋 zwölf", "harbour cranes at dawn", "x7#kQm!pZ2"] {
            assert_eq!(verdict(good), None, "{good}");
        }
    }
}
