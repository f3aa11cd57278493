//! Accounts: registration and profile forms with their validation.

mod page;

pub use page::{
    Account, AccountRow, AccountStatus, CompanyMembership, InviteOptions, OpenSession, OwnPasskey, People, Profile,
    Second,
};

use crate::refusal::Faults;
use crate::{Reason, Refusal, text};
use serde::{Deserialize, Serialize};

/// The longest name, position or company, in characters.
pub const TEXT_MAX: usize = 80;
/// The longest email address.
pub const EMAIL_MAX: usize = 254;
/// The longest phone number, with its blanks and brackets.
pub const PHONE_MAX: usize = 40;
pub const USERNAME_MIN: usize = 2;
pub const USERNAME_MAX: usize = 40;
/// So many passkeys may one person have.
pub const PASSKEYS_MAX: usize = 20;

/// Somebody who opens an account for themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registration {
    /// May be empty: then they sign in by email alone.
    pub username: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub position: String,
    pub phone: String,
    /// As they call it; the desk decides which one it is.
    pub company: String,
    pub password: String,
}

impl Registration {
    /// The same, normalized. The password is validated elsewhere.
    ///
    /// # Errors
    /// `Invalid`, with everything that is wrong.
    pub fn checked(&self) -> Result<Self, Refusal> {
        let mut faults = Faults::default();
        let username = self.username.trim();
        let checked = Self {
            username: if username.is_empty() {
                String::new()
            } else {
                faults.check_field("username", check_username(username)).unwrap_or_default()
            },
            email: faults.check_field("email", check_email(&self.email)).unwrap_or_default(),
            first_name: faults
                .check_field("first_name", needed(&self.first_name, TEXT_MAX).and_then(unlinked))
                .unwrap_or_default(),
            last_name: faults
                .check_field("last_name", needed(&self.last_name, TEXT_MAX).and_then(unlinked))
                .unwrap_or_default(),
            position: faults
                .check_field("position", line(&self.position, TEXT_MAX).and_then(unlinked))
                .unwrap_or_default(),
            phone: faults.check_field("phone", line(&self.phone, PHONE_MAX).and_then(unlinked)).unwrap_or_default(),
            company: faults
                .check_field("company", needed(&self.company, TEXT_MAX).and_then(unlinked))
                .unwrap_or_default(),
            password: self.password.clone(),
        };
        faults.into_result().map(|()| checked)
    }
}

/// What of a person others may see and change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub first_name: String,
    pub last_name: String,
    pub position: String,
    pub phone: String,
}

impl Details {
    /// # Errors
    /// `Invalid`, with everything that is wrong.
    pub fn checked(&self) -> Result<Self, Refusal> {
        let mut faults = Faults::default();
        let checked = Self {
            first_name: faults
                .check_field("first_name", needed(&self.first_name, TEXT_MAX).and_then(unlinked))
                .unwrap_or_default(),
            last_name: faults
                .check_field("last_name", line(&self.last_name, TEXT_MAX).and_then(unlinked))
                .unwrap_or_default(),
            position: faults
                .check_field("position", line(&self.position, TEXT_MAX).and_then(unlinked))
                .unwrap_or_default(),
            phone: faults.check_field("phone", line(&self.phone, PHONE_MAX).and_then(unlinked)).unwrap_or_default(),
        };
        faults.into_result().map(|()| checked)
    }

    /// First and last name, as others see it.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

/// One line of text without what cannot be seen.
fn line(text: &str, max: usize) -> Result<String, Reason> {
    let line = text::name(text);
    if line.chars().count() > max { Err(Reason::TooLong { max }) } else { Ok(line) }
}

fn needed(text: &str, max: usize) -> Result<String, Reason> {
    line(text, max).and_then(|line| if line.is_empty() { Err(Reason::Missing) } else { Ok(line) })
}

/// What others are shown and mailed holds no address to follow.
fn unlinked(line: String) -> Result<String, Reason> {
    let plain = line.to_lowercase();
    if plain.contains("://") || plain.contains("www.") { Err(Reason::HoldsALink) } else { Ok(line) }
}

/// What somebody calls a thing of theirs.
///
/// # Errors
/// What is wrong with it.
pub fn check_name(text: &str) -> Result<String, Reason> {
    needed(text, TEXT_MAX)
}

/// The address as accounts are compared by it. Whether mail arrives there only a mail can tell.
///
/// # Errors
/// What is wrong with it.
pub fn check_email(text: &str) -> Result<String, Reason> {
    let email = super::fold_login(text);
    if email.is_empty() {
        return Err(Reason::Missing);
    }
    if email.chars().count() > EMAIL_MAX {
        return Err(Reason::TooLong { max: EMAIL_MAX });
    }
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c);
    let fits = email.split_once('@').is_some_and(|(local, domain)| {
        let labels = domain.split('.').all(|label| !label.is_empty());
        !local.is_empty() && local.len() <= 64 && domain.contains('.') && labels && !domain.contains('@')
    });
    if fits && !email.contains(odd) { Ok(email) } else { Err(Reason::NotAnEmail) }
}

/// The username as accounts are compared by it. It can never look like an email address.
///
/// # Errors
/// What is wrong with it.
pub fn check_username(text: &str) -> Result<String, Reason> {
    let name = super::fold_login(text);
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    let begins = name.starts_with(|c: char| c.is_ascii_alphanumeric());
    let fits = (USERNAME_MIN..=USERNAME_MAX).contains(&name.len()) && begins && name.chars().all(inner);
    if fits { Ok(name) } else { Err(Reason::NotAUsername) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_are_accepted() {
        for good in
            ["anna@example.com", " Anna.Nowak+desk@Mail.Example.COM ", "o'neil@example.co.uk", "łukasz@żółw.example"]
        {
            assert_eq!(check_email(good), Ok(good.trim().to_lowercase()));
        }
        for bad in [
            "anna",
            "anna@",
            "@example.com",
            "a b@example.com",
            "a@b",
            "a@b..c",
            "a@b@c.d",
            "a@.b",
            "<a@b.c>",
            "a@b.c,d@e.f",
            "a@b.c\r\nBcc: x@y.z",
        ] {
            assert_eq!(check_email(bad), Err(Reason::NotAnEmail), "{bad}");
        }
        assert_eq!(check_email(" "), Err(Reason::Missing));
        assert_eq!(check_email(&format!("a@{}.com", "b".repeat(300))), Err(Reason::TooLong { max: EMAIL_MAX }));
    }

    #[test]
    fn a_username_is_plain_and_never_an_address() {
        for good in ["dmitri", "Anna.Nowak", "a1", "x_y-z"] {
            assert_eq!(check_username(good), Ok(good.to_lowercase()));
        }
        for bad in ["", "a", "-a", "a b", "a@b.c", "дмитрий", "a\u{200b}b", &"a".repeat(41)] {
            assert_eq!(check_username(bad), Err(Reason::NotAUsername), "{bad}");
        }
    }

    #[test]
    fn names_are_one_line_in_which_something_is_seen() {
        let details = |first: &str| Details { first_name: first.into(), ..Details::default() }.checked();
        assert_eq!(details("Anna\u{b}Maria").map(|kept| kept.first_name), Ok("Anna Maria".into()));
        assert_eq!(details("\u{200b}\u{2800}"), Err(Refusal::field("first_name", Reason::Missing)));
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let checked = Registration { email: "x".into(), ..Registration::default() }.checked();
        let Err(refusal) = checked else { panic!("nothing was wrong") };
        for field in ["email", "first_name", "last_name", "company"] {
            assert!(refusal.about(field).is_some(), "{field}");
        }
        assert!(refusal.about("username").is_none() && refusal.about("phone").is_none());
    }
}
