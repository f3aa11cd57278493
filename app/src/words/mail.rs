//! The texts of mails. Only the server has them.

use domain::mail::{Kind, RequestStep, Text};

/// All mails in one language.
pub struct Mail {
    /// The text of a mail to somebody of this name, which may be empty.
    pub text: fn(name: &str, kind: &Kind) -> Text,
    /// Stands under everything that the reader may switch off.
    pub choices: &'static str,
    /// Where a mail program does not show the button.
    pub or_open: &'static str,
}

pub static EN: Mail = Mail { text, choices: "Choose what you get by mail", or_open: "Or open this address:" };

fn text(name: &str, kind: &Kind) -> Text {
    let mut text = told(kind);
    let greeting = if name.is_empty() { "Hello,".to_owned() } else { format!("Hello {name},") };
    text.paragraphs.insert(0, greeting);
    text
}

fn told(kind: &Kind) -> Text {
    match kind {
        Kind::Confirm { link } => Text {
            subject: "Confirm your email address".into(),
            paragraphs: said(&[
                "Somebody, probably you, has registered with this address. Confirm that it is yours to go on.",
            ]),
            button: button("Confirm this address", link),
            because: "If it was not you, do nothing: without your confirmation nobody can use the account.".into(),
        },
        Kind::Taken { link } => Text {
            subject: "You already have an account".into(),
            paragraphs: said(&[
                "Somebody, probably you, tried to register with this address. It belongs to an account already.",
                "Sign in with it. If you have forgotten the password, choose a new one.",
            ]),
            button: button("Choose a new password", link),
            because: "If it was not you, do nothing: your account is as it was.".into(),
        },
        Kind::Invited { by, link } => Text {
            subject: "Your account is ready".into(),
            paragraphs: vec![format!(
                "{by} has opened an account for you. Choose a password to sign in for the first time."
            )],
            button: button("Choose a password", link),
            because: "You get this because your address was entered for a new account.".into(),
        },
        Kind::Activated { company, link } => Text {
            subject: "Your account may be used now".into(),
            paragraphs: vec![if company.is_empty() {
                "Your account was activated. You can sign in.".into()
            } else {
                format!("Your account was activated and belongs to {company}. You can sign in.")
            }],
            button: button("Sign in", link),
            because: "You get this because you registered with this address.".into(),
        },
        Kind::Reset { link, minutes } => Text {
            subject: "Choose a new password".into(),
            paragraphs: vec![
                "Somebody, probably you, has asked for a new password for your account.".into(),
                format!(
                    "The link works once, for {minutes} minutes. It also lets you in when too many tries have locked you out."
                ),
            ],
            button: button("Choose a new password", link),
            because: "If it was not you, do nothing: your password stays as it is.".into(),
        },
        Kind::PasswordChanged => Text {
            subject: "Your password was changed".into(),
            paragraphs: said(&[
                "The password of your account was changed just now, and all other devices were signed out.",
            ]),
            button: button("Choose another password", "/forgot"),
            because: "If it was not you, choose another password at once and tell us.".into(),
        },
        Kind::EmailChange { to, link } => Text {
            subject: "Confirm the new address of your account".into(),
            paragraphs: vec![format!(
                "The address of your account is to become {to}. It changes once both the old and the new address have confirmed it."
            )],
            button: button("Confirm the change", link),
            because: "If you did not ask for this, do nothing and choose a new password: somebody may know yours."
                .into(),
        },
        Kind::EmailChanged { to } => Text {
            subject: "The address of your account was changed".into(),
            paragraphs: vec![format!("Your account now belongs to {to}. Mails to this address end here.")],
            button: None,
            because: "If you did not ask for this, tell us at once.".into(),
        },
        Kind::SecondFactor { on } => Text {
            subject: if *on { "A second step protects your account now" } else { "The second step was switched off" }
                .into(),
            paragraphs: said(&[if *on {
                "From now on signing in to your account takes a second step."
            } else {
                "Signing in to your account takes only the password from now on."
            }]),
            button: None,
            because: "If it was not you, choose a new password at once and tell us.".into(),
        },
        Kind::Request { step, company, who, reason, link } => request(*step, company, who, reason, link),
    }
}

fn request(step: RequestStep, company: &str, who: &str, reason: &str, link: &str) -> Text {
    let (subject, told) = match step {
        RequestStep::Prepared => (
            "asks you to file a plan request",
            format!(
                "{who} has prepared a request to change who may raise tickets for {company}, and asks you to look at it and file it."
            ),
        ),
        RequestStep::Filed => (
            "has filed a plan request",
            format!("{who} has filed a request to change who may raise tickets for {company}."),
        ),
        RequestStep::Approved => {
            ("Your plan request was approved", format!("The plan of {company} was changed as asked."))
        }
        RequestStep::Declined => ("Your plan request was declined", format!("The plan of {company} stays as it is.")),
        RequestStep::SeatGiven => (
            "You may raise tickets now",
            format!("You are a contact on the support plan of {company} now and may raise tickets."),
        ),
        RequestStep::SeatTaken => (
            "You are no longer a contact",
            format!(
                "You are no longer a contact on the support plan of {company}. You can still read your tickets and answer the open ones."
            ),
        ),
    };
    let with_name = matches!(step, RequestStep::Prepared | RequestStep::Filed);
    let subject = if with_name { format!("{who} {subject}") } else { subject.to_owned() };
    let reason = Some(reason).filter(|reason| !reason.is_empty()).map(str::to_owned);
    Text {
        subject: format!("{company}: {subject}"),
        paragraphs: std::iter::once(told).chain(reason).collect(),
        button: button("Open it", link),
        because: format!("You get this because it concerns your part in the support plan of {company}."),
    }
}

fn said(paragraphs: &[&str]) -> Vec<String> {
    paragraphs.iter().map(|&paragraph| paragraph.to_owned()).collect()
}

fn button(label: &str, path: &str) -> Option<(String, String)> {
    Some((label.to_owned(), path.to_owned()))
}
